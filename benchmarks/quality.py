"""Lists and ratings for people whom no model has seen, ours and the peers': what `osusume evaluate` prints."""

from pathlib import Path

from rich.console import Console

from benchmarks.data import catalogue, ratings
from benchmarks.training import SEED, parts
from bot.cli.evaluate import show
from core.engine import Engine
from core.evaluation.evaluating import evaluate

LISTS = 10_000


def report(console: Console, data: Path, engine: Engine) -> None:
    """Print the tables of an evaluation of this engine, which was trained on the people for training."""
    rows, anime = ratings(data), catalogue(data)
    found = evaluate(
        engine,
        anime,
        parts(rows),
        data=f"{len(anime):,} anime and {len(rows):,} ratings",
        seed=SEED,
        lists=LISTS,
        progress=lambda _stage, _share: None,
    )
    show(console, found)
