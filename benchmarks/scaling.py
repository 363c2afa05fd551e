"""How learning grows with the anime and with the people, on simulated ratings, and where time and memory end.

Part of `make bench` with the smaller sizes, some two minutes of one core; with all sizes and pictures, and so nearer
to where they end: python -m benchmarks.scaling --whole --out FOLDER (an hour of one core, 12 GiB).
"""

import json
import math
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, TypeVar

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks.machine import machine, peak
from bot.pictures.intervals import intervals
from core.anime import Anime, Title, TitleLanguage
from core.evaluation.records import Record
from core.interactions import Interactions
from core.learning.collaborative import CollaborativeConfig, learn_collaborative
from core.learning.facts import learn_facts
from core.learning.first_likes import FirstLikesConfig, learn_first_likes
from core.learning.popular import learn_popular
from core.learning.predicted import PredictorConfig, learn_predictor
from core.model_files import IntArray
from core.preferences import USUAL_MEAN

ANIME, MORE_ANIME = (2_500, 5_000, 10_000), (15_000, 20_000, 30_000)
PEOPLE, MORE_PEOPLE = (1_000, 10_000, 100_000), (1_000_000,)
FEW_PEOPLE, FEW_ANIME = 2_000, 2_000  # of what does not grow
TEN_MINUTES, SIX_GIB = 600.0, 6.0  # of what training may take
FEWEST, MOST, MEDIAN, SPREAD = 5, 1_000, 60, 1.0  # ratings of a person, and the deviation of their logarithm
SKEW = 2.0  # how much more the famous are rated: a place in the order of fame is a random share to this power
AT_ONCE = 20_000  # people, simulated
SEED = 4

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Point:
    """What one size took, in a process of its own."""

    anime: int
    people: int
    ratings: int
    popular: float  # seconds of processor time, here and below
    weights: float
    first_likes: float
    factors: float
    peak: float  # GiB
    model: float  # MiB of weights

    @property
    def seconds(self) -> float:
        """All of it."""
        return self.popular + self.weights + self.first_likes + self.factors


def report(console: Console, *, whole: bool = False, out: Path | None = None) -> None:
    """Print a table of sizes, the first of anime and the second of people; write pictures of both to `out`."""
    by_anime = [_measured(anime, FEW_PEOPLE) for anime in (*ANIME, *(MORE_ANIME if whole else ()))]
    by_people = [_measured(FEW_ANIME, people) for people in (*PEOPLE, *(MORE_PEOPLE if whole else ()))]
    stages = ("popularity, s", "weights, s", "first likes, s", "factors, s")
    columns = ("anime", "people", "ratings", *stages, "peak, GiB", "weights, MiB")
    table = Table(*columns, title="Scaling, simulated: seconds of processor time for learning")
    for point in (*by_anime, *by_people):
        table.add_row(
            *(f"{count:,}" for count in (point.anime, point.people, point.ratings)),
            *(f"{took:.1f}" for took in (point.popular, point.weights, point.first_likes, point.factors)),
            f"{point.peak:.2f}",
            f"{point.model:.0f}",
        )
    console.print(table)
    for what, points, powers in (("anime", by_anime, (3, 2)), ("people", by_people, (1, 1))):
        sizes = [getattr(point, what) for point in points]
        time_ends = _end(sizes, [point.seconds for point in points], powers[0], TEN_MINUTES)
        memory_ends = _end(sizes, [point.peak for point in points], powers[1], SIX_GIB)
        console.print(f"ten minutes end at no more than {time_ends} {what}, {SIX_GIB:g} GiB at {memory_ends}")
    if out is not None:
        for name, png in _pictures(by_anime, by_people):
            (out / name).write_bytes(png)


def _measured(anime: int, people: int) -> Point:
    """Return what learning took in a process of its own, so that its peak of memory is its own."""
    command = [sys.executable, "-m", "benchmarks.scaling", "--one", f"{anime},{people}"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own program
    return Point(**json.loads(done.stdout))


def _one(anime: int, people: int) -> dict[str, float]:
    """Return the fields of a `Point`, learned here and now."""
    facts = learn_facts([Anime(at, (Title(f"#{at}", TitleLanguage.ROMAJI),)) for at in range(1, anime + 1)])
    rows = simulated(anime, people)
    everything = CollaborativeConfig(at_least=1, at_most=anime)
    every_like = FirstLikesConfig(at_least=1, at_most=anime)
    popular, popular_took = _timed(lambda: learn_popular(facts, rows))
    weights, weights_took = _timed(lambda: learn_collaborative(facts, rows, everything, lambda _share: None))
    first_likes, first_likes_took = _timed(lambda: learn_first_likes(facts, rows, every_like, lambda _share: None))
    _, factors_took = _timed(lambda: learn_predictor(facts, rows, popular.means, PredictorConfig()))
    with TemporaryDirectory(prefix="osusume-scaling-") as folder:
        weights.save(Path(folder), "collaborative")
        first_likes.save(Path(folder), "first_likes")
        size = sum(file.stat().st_size for file in Path(folder).iterdir()) / 2**20
    return {
        "anime": anime,
        "people": people,
        "ratings": len(rows),
        "popular": popular_took,
        "weights": weights_took,
        "first_likes": first_likes_took,
        "factors": factors_took,
        "peak": peak(),
        "model": size,
    }


def simulated(anime: int, people: int) -> Interactions:
    """Return scores of people with long and short lists, who prefer what has a low id; no pair twice."""
    random = np.random.default_rng(SEED)
    sizes = np.clip(random.lognormal(math.log(MEDIAN), SPREAD, people), FEWEST, MOST).astype(np.int32)
    parts = _drawn(random, anime, sizes)
    users, ids, scores = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    none = np.zeros(len(users), np.int8)
    return Interactions(users, ids, scores, none, none)


def _drawn(random: np.random.Generator, anime: int, sizes: IntArray) -> Iterator[tuple[NDArray[np.signedinteger], ...]]:
    """Yield users, anime and scores, a part of the people at a time.

    A list of n is drawn from n equal shares of all ratings, one from each, so that it rises and repeats stand together.
    """
    for start in range(0, len(sizes), AT_ONCE):
        lengths = sizes[start : start + AT_ONCE]
        users = np.repeat(np.arange(start, start + len(lengths), dtype=np.int32), lengths)
        places = np.arange(len(users)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        shares = (places + random.random(len(users))) / np.repeat(lengths, lengths)
        ids = 1 + (anime * shares**SKEW).astype(np.int32)
        new = np.append(True, (np.diff(ids) != 0) | (np.diff(users) != 0))
        scores = np.clip(np.rint(random.normal(USUAL_MEAN, 1.5, int(new.sum()))), 1, 10).astype(np.int8)
        yield users[new], ids[new], scores


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    before = time.process_time()
    return work(), time.process_time() - before


def _end(sizes: Sequence[int], figures: Sequence[float], power: int, most: float) -> str:
    """Return where a figure reaches `most`: a constant and something times the size to a power, by the last two."""
    before, last = (size**power for size in sizes[-2:])
    slope = (figures[-1] - figures[-2]) / (last - before)
    if slope <= 0:
        return "any number"
    return f"{(last + (most - figures[-1]) / slope) ** (1 / power):,.0f}"


def _pictures(by_anime: Sequence[Point], by_people: Sequence[Point]) -> Iterator[tuple[str, bytes]]:
    for what, points in (("anime", by_anime), ("people", by_people)):
        for measure, title in (("seconds", "Seconds to learn"), ("peak", "GiB at the most")):
            rows = [
                Record("", "", f"{getattr(point, what):,} {what}", measure, getattr(point, measure), None, None, 1)
                for point in points
            ]
            yield f"scaling-{what}-{measure}.png", intervals(title, f"by {what}, simulated", rows, frozenset())


def main(
    *,
    whole: Annotated[bool, typer.Option("--whole", help="All sizes, to 30,000 anime and a million people.")] = False,
    out: Annotated[Path | None, typer.Option(help="An existing folder for the pictures.")] = None,
    one: Annotated[str | None, typer.Option(hidden=True)] = None,
) -> None:
    """Learn from simulated ratings of growing size, each size in a process of its own."""
    if one is not None:
        anime, people = map(int, one.split(","))
        print(json.dumps(_one(anime, people)))
        return
    console = Console(width=150)
    console.print(f"[bold]Machine[/]: {machine()}")
    report(console, whole=whole, out=out)


if __name__ == "__main__":
    typer.run(main)
