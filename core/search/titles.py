"""The columns of the index: what is known of every row (a title) and of every anime, opened memory-mapped."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from core.anime import Anime, AnimeType
from core.search.arrays import open_arrays, save_arrays
from core.search.rows import Row, seasons_of
from core.search.strings import Strings

TYPES = tuple(AnimeType)
NO_TYPE = len(TYPES)
ROW = np.dtype([("anime", "i4"), ("season", "u1"), ("part", "u1"), ("kind", "u1"), ("short", "?")])
ANIME = np.dtype([("id", "i4"), ("popularity", "f4"), ("year", "i2"), ("season", "u1"), ("type", "u1"), ("adult", "?")])
STRINGS = ("texts", "names", "keys", "wholes")
DECADES = 4.0  # an anime 10^4 times less popular than the most popular one counts as unknown


class Titles:
    """Rows and anime as structured arrays; the rows' texts, their names in normal form, and the keys of both."""

    def __init__(self, rows: NDArray[np.void], anime: NDArray[np.void], strings: Sequence[Strings]) -> None:
        self.rows, self.anime = rows, anime
        self.texts, self.names, self.keys, self.wholes = strings
        self.row_anime = np.ascontiguousarray(self.rows["anime"])
        self.row_popularity = np.ascontiguousarray(self.anime["popularity"][self.row_anime])
        self.row_adult = np.ascontiguousarray(self.anime["adult"][self.row_anime])

    @classmethod
    def build(cls, catalogue: Sequence[Anime], rows: Sequence[Row], popularity: NDArray[Any] | None) -> Self:
        """Return the columns. popularity: one number an anime, ≥ 0, in any unit; by default the lists it is on."""
        seasons = seasons_of(catalogue, rows)
        counts = [anime.members or 0 for anime in catalogue] if popularity is None else popularity
        facts = zip(catalogue, _standing(np.asarray(counts, dtype=np.float64)), seasons, strict=True)
        return cls(
            np.array([_row(row) for row in rows], dtype=ROW),
            np.array(
                [(a.id, pop, a.year or 0, season, TYPES.index(a.type), a.adult) for a, pop, season in facts],
                dtype=ANIME,
            ),
            [
                Strings.pack([row.text for row in rows]),
                Strings.pack([row.name.name for row in rows]),
                Strings.pack([row.key for row in rows]),
                Strings.pack([row.whole for row in rows]),
            ],
        )

    def save(self, folder: Path, name: str) -> list[str]:
        """Write the files, whose names begin with `name`, into `folder` and return their names."""
        files = save_arrays(folder, name, {"rows": self.rows, "anime": self.anime})
        strings = (self.texts, self.names, self.keys, self.wholes)
        parts = zip(STRINGS, strings, strict=True)
        return files + [file for part, some in parts for file in some.save(folder, f"{name}-{part}")]

    @classmethod
    def load(cls, folder: Path, name: str) -> Self:
        """Open what `save` wrote. Raises OSError or ValueError where a file is missing or no array."""
        rows, anime = open_arrays(folder, name, "rows", "anime")
        return cls(rows, anime, [Strings.load(folder, f"{name}-{part}") for part in STRINGS])


def _row(row: Row) -> tuple[int, int, int, int, bool]:
    name = row.name
    kind = NO_TYPE if name.kind is None else TYPES.index(name.kind)
    return row.anime, name.season, name.part, kind, row.short


def _standing(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 for the most popular anime, a quarter less for each factor of ten, at least 0; 0 where all are 0."""
    most = counts.max(initial=0)
    if most <= 0:
        return np.zeros(len(counts))
    standing: NDArray[np.float64] = 1 + np.log10(np.maximum(counts / most, 10**-DECADES)) / DECADES
    return standing
