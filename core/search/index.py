"""Finding an anime by what somebody calls it, over all titles of the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from core.anime import Anime
from core.search.beginnings import Beginnings
from core.search.certainty import certain
from core.search.finding import Finder
from core.search.grams import Grams
from core.search.rows import rows_of
from core.search.scoring import Scored, completing, matching
from core.search.titles import Titles

NAME = "search"  # the files' names begin so


@dataclass(frozen=True, slots=True)
class Match:
    """An anime that was found: by which title, and how alike that is to the query (0-1)."""

    anime_id: int
    title: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Search:
    """What was found, best first, each anime once; certain: the first may be taken without asking."""

    matches: tuple[Match, ...]
    certain: bool


class TitleIndex:
    """An index of titles: built at training time, saved beside the model, opened memory-mapped; threads share it."""

    def __init__(self, titles: Titles, beginnings: Beginnings, grams: Grams) -> None:
        self._titles, self._beginnings, self._grams = titles, beginnings, grams
        self._finder = Finder(titles, beginnings, grams)

    @classmethod
    def build(cls, catalogue: Sequence[Anime], popularity: NDArray[Any] | None = None) -> Self:
        """Return the index of a catalogue. popularity: one number ≥ 0 an anime; by default its members.

        Raises ValueError where there are no titles.
        """
        rows = rows_of(catalogue)
        if not rows:
            raise ValueError("there are no titles to search in")
        grams = Grams.build([row.key for row in rows])
        return cls(Titles.build(catalogue, rows, popularity), Beginnings.build(rows), grams)

    def save(self, folder: Path) -> list[str]:
        """Write the index into `folder` and return the names of its files."""
        parts = (self._titles, "titles"), (self._beginnings, "beginnings"), (self._grams, "grams")
        return [file for part, name in parts for file in part.save(folder, f"{NAME}-{name}")]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open the index in `folder`. Raises OSError or ValueError where a file is missing or is no array."""
        return cls(
            Titles.load(folder, f"{NAME}-titles"),
            Beginnings.load(folder, f"{NAME}-beginnings"),
            Grams.load(folder, f"{NAME}-grams"),
        )

    def search(self, query: str, k: int = 5, *, adult: bool = False) -> Search:
        """Return up to `k` anime that `query` may mean. Adult ones only if `adult`."""
        asked = self._finder.readings(query)
        scored = Scored.best_by_anime(
            [matching(one, self._titles, self._finder.candidates(one, adult=adult)) for one in asked], self._titles
        )
        return Search(self._matches(scored, k), bool(asked) and certain(asked[0], scored, self._titles))

    def complete(self, typed: str, k: int = 25, *, adult: bool = False) -> list[Match]:
        """Return up to `k` anime whose title may be meant by its first letters, words begun counting as words."""
        asked = self._finder.readings(typed)
        scored = Scored.best_by_anime(
            [completing(one, self._titles, self._finder.candidates(one, adult=adult)) for one in asked], self._titles
        )
        return list(self._matches(scored, k))

    def _matches(self, scored: Scored, k: int) -> tuple[Match, ...]:
        rows, likeness = scored.rows[:k].tolist(), scored.likeness[:k].tolist()
        return tuple(self._match(row, alike) for row, alike in zip(rows, likeness, strict=True))

    def _match(self, row: int, likeness: float) -> Match:
        """Return the match for a row; one that was found by a short form is shown by its first full title."""
        titles = self._titles
        anime = int(titles.row_anime[row])
        shown = int(np.searchsorted(titles.row_anime, anime)) if titles.rows["short"][row] else row
        return Match(int(titles.anime["id"][anime]), titles.texts[shown], min(1.0, likeness))
