"""How long the engine takes, on the model of the real data."""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.data import ratings
from benchmarks.machine import spread, timed
from benchmarks.training import SEED, test_people
from core.engine import Engine
from core.learning.held_out import profiles, take
from core.taste import Taste
from core.wish import Adventure, Length, Mood, Wish

BATCH = 1_500
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


def _cold(folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "benchmarks.cold", str(folder)], check=True, capture_output=True)  # noqa: S603  our own program
