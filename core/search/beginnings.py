"""All words' beginnings in order: what starts with the letters typed so far, wherever in a title, by binary search."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from core.search.arrays import open_arrays, save_arrays
from core.search.rows import Row
from core.search.spelling import spelling

WIDTH = 24  # bytes of a key that are kept in the table; what is longer is compared further by the caller
DEEPEST = 8  # words of a title at which an entry begins
WHOLE = 254  # the entry's place where it is the whole title with its numbers
INITIALS = 255  # the entry's place where it is no beginning but the title's initials
KEY = np.dtype(f"S{WIDTH}")


class Beginnings:
    """Sorted keys; beside each the row it is from and the word it begins with (0 the first), WHOLE or INITIALS."""

    def __init__(self, keys: NDArray[np.bytes_], rows: NDArray[np.int32], places: NDArray[np.uint8]) -> None:
        self._keys, self._rows, self._places = keys, rows, places

    @classmethod
    def build(cls, rows: Sequence[Row]) -> Self:
        """Return the table of `rows`; a row's place in the sequence is its number."""
        entries = sorted({entry for number, row in enumerate(rows) for entry in _entries(number, row)})
        keys, numbers, places = zip(*entries, strict=True) if entries else ((), (), ())
        return cls(np.array(keys, dtype=KEY), np.array(numbers, dtype=np.int32), np.array(places, dtype=np.uint8))

    def save(self, folder: Path, name: str) -> list[str]:
        """Write three files that begin with `name` into `folder` and return their names."""
        return save_arrays(folder, name, {"keys": self._keys, "rows": self._rows, "places": self._places})

    @classmethod
    def load(cls, folder: Path, name: str) -> Self:
        """Open what `save` wrote, memory-mapped. Raises OSError or ValueError where a file is missing or no array."""
        return cls(*open_arrays(folder, name, "keys", "rows", "places"))

    def starting(self, key: str) -> NDArray[np.int32]:
        """Return the rows of the entries that begin with `key`, as far as the table keeps them; initials not."""
        begin, end = self._range(key.encode()[:WIDTH], open_end=True)
        rows: NDArray[np.int32] = self._rows[begin:end][self._places[begin:end] != INITIALS]
        return rows

    def equal(self, key: str) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """Return rows and places of the entries that are `key`, as far as the table keeps them; initials too."""
        begin, end = self._range(key.encode()[:WIDTH], open_end=False)
        return self._rows[begin:end], self._places[begin:end]

    def _range(self, key: bytes, *, open_end: bool) -> tuple[int, int]:
        last = key.ljust(WIDTH, b"\xff") if open_end else key
        begin = np.searchsorted(self._keys, np.array(key, dtype=KEY), side="left")
        end = np.searchsorted(self._keys, np.array(last, dtype=KEY), side="right")
        return int(begin), int(end)


def _entries(number: int, row: Row) -> list[tuple[bytes, int, int]]:
    words = row.name.words
    beginnings = {
        place: row.key if not place else spelling(" ".join(words[place:])) for place in range(min(len(words), DEEPEST))
    }
    if row.name.numbered:
        beginnings[WHOLE] = row.whole
    return [
        *((key.encode()[:WIDTH], number, place) for place, key in beginnings.items()),
        *((short.encode()[:WIDTH], number, INITIALS) for short in row.initials),
    ]
