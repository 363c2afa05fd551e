"""Which keys share the most three-letter pieces with a query: a wide net, before anything is compared closely."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from core.search.arrays import open_arrays, save_arrays

SIZE = 3
BUCKETS = 1 << 17  # pieces are hashed; two in one bucket only cost a little time
FEWEST = 0.08  # the share of a query's weight that a row must have to count at all
BEGIN = "\x02"  # stands before every key, so that the first letters count as a beginning


def pieces(key: str) -> NDArray[np.int64]:
    """Return the distinct buckets of the pieces of `key`, ascending."""
    codes = np.frombuffer((BEGIN + key).encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    if len(codes) < SIZE:
        codes = np.pad(codes, (0, SIZE - len(codes)))
    mixed = (codes[:-2] * 0x9E3779B1 + codes[1:-1] * 0x85EBCA77 + codes[2:] * 0xC2B2AE3D) & 0xFFFFFFFF
    return np.unique(((mixed ^ (mixed >> np.uint64(15))) % BUCKETS).astype(np.int64))


class Grams:
    """Inverted lists: for each bucket the rows whose key has a piece in it (CSR), and each row's length in weights."""

    def __init__(self, starts: NDArray[np.int64], rows: NDArray[np.int32], lengths: NDArray[np.float32]) -> None:
        self._starts, self._rows, self._lengths = starts, rows, lengths

    @classmethod
    def build(cls, keys: Sequence[str]) -> Self:
        """Return the lists for `keys`; a key's place in the sequence is its row."""
        sets = [pieces(key) for key in keys]
        rows = np.repeat(np.arange(len(keys), dtype=np.int32), [len(one) for one in sets])
        buckets = np.concatenate([*sets, np.empty(0, dtype=np.int64)])
        starts = np.zeros(BUCKETS + 1, dtype=np.int64)
        np.cumsum(np.bincount(buckets, minlength=BUCKETS), out=starts[1:])
        weights = _rarity(np.diff(starts)[buckets], len(keys))
        lengths = np.bincount(rows, weights=weights, minlength=len(keys)).astype(np.float32)
        return cls(starts, rows[np.argsort(buckets, kind="stable")], lengths)

    def save(self, folder: Path, name: str) -> list[str]:
        """Write three files that begin with `name` into `folder` and return their names."""
        return save_arrays(folder, name, {"starts": self._starts, "rows": self._rows, "lengths": self._lengths})

    @classmethod
    def load(cls, folder: Path, name: str) -> Self:
        """Open what `save` wrote, memory-mapped. Raises OSError or ValueError where a file is missing or no array."""
        return cls(*open_arrays(folder, name, "starts", "rows", "lengths"))

    def nearest(self, key: str, count: int, lift: NDArray[np.float32]) -> NDArray[np.int64]:
        """Return up to `count` rows that share pieces with `key`, in no order.

        Pieces weigh by rarity. A row stands by the share of the query that it has, tempered by how much else it has,
        plus its `lift` (one a row; -inf keeps a row out).
        """
        buckets = pieces(key)
        begins, ends = self._starts[buckets], self._starts[buckets + 1]
        weights = _rarity(ends - begins, len(self._lengths))
        hits = np.concatenate([self._rows[begin:end] for begin, end in zip(begins, ends, strict=True)])
        if not len(hits):
            return np.empty(0, dtype=np.int64)
        shared = np.bincount(hits, weights=np.repeat(weights, ends - begins), minlength=len(self._lengths))
        total = float(weights.sum())
        rows = np.flatnonzero(shared > FEWEST * total)
        share = shared[rows]
        standing = 0.5 * share / total + share / (total + self._lengths[rows]) + lift[rows]
        allowed = rows[standing > -np.inf]
        if len(allowed) <= count:
            return allowed
        return rows[np.argpartition(-standing, count)[:count]]


def _rarity(frequencies: NDArray[np.int64], rows: int) -> NDArray[np.float64]:
    """Return the inverse document frequency: ln(1 + rows / frequency)."""
    return np.log1p(rows / np.maximum(frequencies, 1))
