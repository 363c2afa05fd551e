"""Title search on the real catalogue: how often it is right, how sure, how fast; alone: python -m benchmarks.search."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.data import FOLDER, catalogue
from benchmarks.machine import machine, spread, timed
from core.anime import Anime
from core.search.index import TitleIndex

QUERIES = Path(__file__).parents[1] / "tests" / "core" / "search" / "queries.tsv"
SETTLED_ON = 793  # queries that were known while the weights were chosen; those after were not
KEYSTROKES = 5_000
SEED = 7
LETTERS = "abcdefghijklmnopqrstuvwxyz"
FAMOUS = 1_500  # the anime whose titles are typed with a slip

Query = tuple[str, frozenset[int]]


def report(console: Console, data: Path) -> None:
    """Print the share of right answers on what fans type and on slips of the finger, and the time of every question."""
    anime = catalogue(data)
    index = TitleIndex.build(anime)
    with TemporaryDirectory() as name:
        folder = Path(name)
        index.save(folder)
        loads = timed(TitleIndex.load, [folder] * 9)
        size = sum(file.stat().st_size for file in folder.iterdir()) / 2**20
        index = TitleIndex.load(folder)
        _quality(console, index, anime)
        _speed(console, index, anime, loads, size)
        del index  # its files must be closed before the folder goes


def _quality(console: Console, index: TitleIndex, anime: Sequence[Anime]) -> None:
    table = Table("queries", "how many", "first", "among three", "taken silently", "wrongly so", title="Title search")
    queries = _queries()
    table.add_row("as fans type them", *_shares(index, queries[:SETTLED_ON]))
    table.add_row("as fans type them, written afterwards", *_shares(index, queries[SETTLED_ON:]))
    table.add_row(f"titles of {FAMOUS} famous anime, one slip each", *_shares(index, _slips(anime)))
    console.print(table)


def _shares(index: TitleIndex, queries: Sequence[Query]) -> list[str]:
    answers = [(meant, index.search(text, 3)) for text, meant in queries]
    places = [[match.anime_id in meant for match in answer.matches] for meant, answer in answers]
    first = np.array([any(place[:1]) for place in places])
    certain = np.array([answer.certain for _, answer in answers])
    shares = (first, np.array([any(place) for place in places]), certain, certain & ~first)
    return [str(len(queries)), *(f"{share.mean():.2%}" for share in shares)]


def _speed(console: Console, index: TitleIndex, anime: Sequence[Anime], loads: list[float], size: float) -> None:
    titles = [title.text for one in anime for title in one.titles]
    generator = np.random.default_rng(SEED)
    typed = [titles[at] for at in generator.integers(len(titles), size=KEYSTROKES)]
    typed = [title[: generator.integers(1, len(title) + 1)] for title in typed]
    table = Table("milliseconds", f"{len(anime)} anime, {len(titles)} titles, {size:.0f} MiB of files", title="Speed")
    table.add_row("load", spread(loads))
    table.add_row("search, what fans type", spread(timed(index.search, [text for text, _ in _queries()])))
    table.add_row("search, full titles", spread(timed(index.search, titles[:: len(titles) // 2_000])))
    table.add_row("completion, titles begun anywhere", spread(timed(index.complete, typed)))
    table.add_row("completion, one letter", spread(timed(index.complete, list(LETTERS))))
    table.add_row("5,000 characters", spread(timed(index.search, ["lorem ipsum " * 417] * 50)))
    console.print(table)


def _queries() -> list[Query]:
    pairs = (line.split("\t") for line in QUERIES.read_text(encoding="utf-8").splitlines())
    return [(text, frozenset(map(int, ids.split(",")))) for text, ids in pairs]


def _slips(anime: Sequence[Anime]) -> list[Query]:
    """Return famous titles with one letter dropped, doubled by another, replaced, or swapped with its neighbour."""
    generator = np.random.default_rng(SEED)
    famous = sorted((one for one in anime if not one.adult), key=lambda one: -(one.members or 0))[:FAMOUS]
    owners: dict[str, set[int]] = {}
    for one in anime:
        for title in one.titles:
            owners.setdefault(title.text.casefold(), set()).add(one.id)
    texts = [one.titles[0].text.casefold() for one in famous]
    return [(_slip(text, generator), frozenset(owners[text])) for text in texts if len(text) > 4]  # noqa: PLR2004  enough to err in


def _slip(text: str, generator: np.random.Generator) -> str:
    at = int(generator.integers(1, len(text) - 1))
    letter = LETTERS[generator.integers(len(LETTERS))]
    return (
        text[:at] + text[at + 1 :],
        text[:at] + letter + text[at:],
        text[:at] + letter + text[at + 1 :],
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
    )[generator.integers(4)]


if __name__ == "__main__":
    CONSOLE = Console(width=150)
    CONSOLE.print(f"[bold]Machine[/]: {machine()}\n[bold]Data[/]: {FOLDER}")
    report(CONSOLE, FOLDER)
