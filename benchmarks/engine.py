"""How long the engine takes, on the model of the real data."""

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.cold import QUESTIONS
from benchmarks.data import catalogue, ratings
from benchmarks.machine import spread, timed
from benchmarks.training import SEED, test_people
from core.engine import Engine
from core.interactions import Interactions
from core.learning.held_out import by_person, profiles, take, taste_from
from core.taste import Taste
from core.training import train
from core.wish import Adventure, Length, Mood, Wish

BATCH = 1_500
CROWD, FEWEST, MOST = 2_000, 5, 200  # people, and ratings of each
MOST_RATED = 13_000  # anime
THREADS = (1, 2, 32)  # answering at once
WISH = Wish(mood=Mood.COZY, length=Length.SHORT, adventure=Adventure.ADVENTUROUS)


def report(console: Console, data: Path, folder: Path) -> None:
    """Print loading, cold start, memory and the time of every kind of question."""
    engine, rows = Engine.load(folder), ratings(data)
    people = [profile.taste for profile in profiles(take(rows, np.isin(rows.users, test_people(rows))), 0.8, SEED)]
    sizes = [len(taste.ratings) for taste in people]
    anime = [next(iter(taste.ratings)) for taste in people]
    _settle()
    for taste in people[:20]:
        engine.recommend(taste, Wish(), 10)
    table = Table(
        "milliseconds",
        f"wall clock; {len(people)} people of {np.median(sizes):.0f} ratings at the median",
        title="Engine",
    )
    table.add_row("recommend, k = 10", spread(timed(lambda taste: engine.recommend(taste, Wish(), 10), people)))
    table.add_row("recommend, with a wish", spread(timed(lambda taste: engine.recommend(taste, WISH, 10), people)))
    table.add_row(
        "recommend, nothing known", spread(timed(lambda wish: engine.recommend(Taste(), wish, 10), [Wish()] * 200))
    )
    table.add_row("rank, k = 20", spread(timed(lambda taste: engine.rank(taste, 20), people)))
    table.add_row("similar, k = 10", spread(timed(lambda asked: engine.similar(asked, Taste(), Wish(), 10), anime)))
    table.add_row("explain", spread(timed(lambda taste: engine.explain(5114, taste, Wish()), people)))
    table.add_row("quiz, k = 9", spread(timed(lambda taste: engine.quiz(taste, 9), people)))
    console.print(table)
    _start(console, folder)
    start = time.perf_counter()
    for at in range(BATCH):
        engine.rank(people[at % len(people)], 20)
    batch = time.perf_counter() - start
    console.print(f"{BATCH} profiles ranked one after another: {batch:.1f} s.")
    with TemporaryDirectory(prefix="osusume-bench-") as models:
        crowded = Path(models) / "crowd"
        _of_the_most_rated(data, crowded)
        _crowd(console, rows, Engine.load(crowded))
        _start(console, crowded)


def _start(console: Console, folder: Path) -> None:
    """Print what it takes until a model can answer, and how much memory a process with it has."""
    command = [sys.executable, "-m", "benchmarks.cold", str(folder)]
    took = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(5)]  # noqa: S603  our own program
    ready, loaded, answered = (np.median([one[name] for one in took]) for name in ("ready", "loaded", "answered"))
    size = sum(path.stat().st_size for path in folder.iterdir()) / 2**20
    console.print(
        f"Loading, with checksums, ms: {spread(timed(Engine.load, [folder] * 9))}. Model: {size:.0f} MiB on disk.\n"
        f"A process of its own: first answer after {ready:.2f} s of CPU; {loaded:.0f} MiB resident when the model is "
        f"loaded, {answered:.0f} MiB after {QUESTIONS} answers."
    )


def _of_the_most_rated(data: Path, folder: Path) -> None:
    """Train the model of a busy bot: `MOST_RATED` anime, everybody."""
    rows = ratings(data)
    counts = dict(zip(*(column.tolist() for column in np.unique(rows.anime, return_counts=True)), strict=True))
    ranked = sorted(catalogue(data), key=lambda anime: (-counts.get(anime.id, 0), anime.id))
    train(
        ranked[:MOST_RATED],
        rows,
        folder,
        version=folder.name,
        trained_at=datetime.now(UTC),
        data=str(data),
        progress=lambda _stage, _share: None,
    )


def _crowd(console: Console, rows: Interactions, engine: Engine) -> None:
    """Print what an answer costs where no two people are the same, alone and with others at once."""
    people, most = _people(rows), max(by_person(rows), key=len)
    hungriest = [taste_from(rows, most)] * 50
    _settle()
    table = Table(
        "CPU milliseconds",
        f"{CROWD} people of {FEWEST}-{MOST} ratings, {MOST_RATED} anime, "
        f"second stage from {engine.manifest.corrected_from} ratings on",
        title="A crowd",
    )
    for k in (1, 3, 10):
        for taste in people[:20]:
            engine.recommend(taste, Wish(), k)
        table.add_row(f"recommend, k = {k}", spread([_cpu(engine.recommend, taste, Wish(), k) for taste in people]))
    table.add_row(
        f"recommend, k = 10, to whoever rated most ({len(most)})",
        spread([_cpu(engine.recommend, taste, Wish(), 10) for taste in hungriest]),
    )
    table.add_row("explain", spread([_cpu(engine.explain, 5114, taste, Wish()) for taste in people]))
    table.add_row(
        "on the wall: recommend, k = 10", spread(timed(lambda taste: engine.recommend(taste, Wish(), 10), people))
    )
    console.print(table)
    for threads in THREADS:
        with ThreadPoolExecutor(threads) as pool:
            start, spent = time.perf_counter(), time.process_time()
            for _ in pool.map(lambda taste: engine.recommend(taste, Wish(), 3), people):
                pass
            took, spent = time.perf_counter() - start, time.process_time() - spent
        console.print(
            f"{threads} at once, k = 3: {CROWD / took:.0f} answers a second, {spent / CROWD * 1000:.2f} CPU ms each"
        )


def _people(rows: Interactions) -> Sequence[Taste]:
    """Return people as they are in the real data, each with some of their own ratings, chosen at random."""
    random = np.random.default_rng(SEED)
    enough = [of_person for of_person in by_person(rows) if len(of_person) >= FEWEST]
    chosen = random.choice(len(enough), CROWD, replace=False)
    return [taste_from(rows, random.permutation(enough[at])[: random.integers(FEWEST, MOST + 1)]) for at in chosen]


def _settle() -> None:
    """Take the people there are out of the collector's sight: to look through them takes it 100 ms of an answer."""
    gc.collect()
    gc.freeze()


def _cpu(question: Callable[..., object], *asked: object) -> float:
    """Return the milliseconds of CPU time that one answer takes."""
    start = time.thread_time()
    question(*asked)
    return (time.thread_time() - start) * 1000
