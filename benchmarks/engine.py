"""How long the engine takes, on the model of the real data."""

import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil
from rich.console import Console
from rich.table import Table

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
    process = psutil.Process()
    before = process.memory_info().rss
    loads = timed(Engine.load, [folder] * 9)
    engine = Engine.load(folder)
    engine.recommend(Taste(), Wish(), 10)
    grown = (process.memory_info().rss - before) / 2**20
    rows = ratings(data)
    people = [profile.taste for profile in profiles(take(rows, np.isin(rows.users, test_people(rows))), 0.8, SEED)]
    sizes = [len(taste.ratings) for taste in people]
    anime = [next(iter(taste.ratings)) for taste in people]
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
    table.add_row("load, with checksums", spread(loads))
    table.add_row("new process to first answer", spread(timed(_cold, [folder] * 5)))
    console.print(table)
    start = time.perf_counter()
    for at in range(BATCH):
        engine.rank(people[at % len(people)], 20)
    batch = time.perf_counter() - start
    size = sum(path.stat().st_size for path in folder.iterdir()) / 2**20
    console.print(
        f"{BATCH} profiles ranked one after another: {batch:.1f} s. "
        f"Model: {size:.0f} MiB on disk, {grown:.0f} MiB more resident after ten loads and an answer."
    )
    with TemporaryDirectory(prefix="osusume-bench-") as models:
        _crowd(console, data, _of_the_most_rated(data, Path(models)))


def _of_the_most_rated(data: Path, models: Path) -> Engine:
    """Return the engine of a busy bot: `MOST_RATED` anime, trained on everybody."""
    rows = ratings(data)
    counts = dict(zip(*(column.tolist() for column in np.unique(rows.anime, return_counts=True)), strict=True))
    ranked = sorted(catalogue(data), key=lambda anime: (-counts.get(anime.id, 0), anime.id))
    train(
        ranked[:MOST_RATED],
        rows,
        models / "crowd",
        version="crowd",
        trained_at=datetime.now(UTC),
        data=str(data),
        progress=lambda _stage, _share: None,
    )
    return Engine.load(models / "crowd")


def _crowd(console: Console, data: Path, engine: Engine) -> None:
    """Print what an answer costs where no two people are the same, alone and with others at once."""
    people = _people(ratings(data))
    table = Table("CPU milliseconds", f"{CROWD} people of {FEWEST}-{MOST} ratings, {MOST_RATED} anime", title="A crowd")
    for k in (1, 3, 10):
        for taste in people[:20]:
            engine.recommend(taste, Wish(), k)
        table.add_row(f"recommend, k = {k}", spread([_cpu(engine, taste, k) for taste in people]))
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


def _cpu(engine: Engine, taste: Taste, k: int) -> float:
    """Return the milliseconds of CPU time that one list takes."""
    start = time.thread_time()
    engine.recommend(taste, Wish(), k)
    return (time.thread_time() - start) * 1000


def _cold(folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "benchmarks.cold", str(folder)], check=True, capture_output=True)  # noqa: S603  our own program
