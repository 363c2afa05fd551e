"""Many strings in two arrays, so that they open memory-mapped and only what is asked for is ever decoded."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from core.search.arrays import open_arrays, save_arrays


class Strings:
    """An unchangeable list of strings: their UTF-8 one after the other, and where each begins."""

    def __init__(self, text: NDArray[np.uint8], starts: NDArray[np.int64]) -> None:
        self._arrays: dict[str, NDArray[Any]] = {"text": text, "starts": starts}
        self._text = text.data  # slices of a memoryview decode faster than those of an array
        self._starts = starts

    @classmethod
    def pack(cls, strings: Sequence[str]) -> Self:
        """Return `strings` packed."""
        encoded = [string.encode() for string in strings]
        starts = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(part) for part in encoded], out=starts[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), starts)

    def save(self, folder: Path, name: str) -> list[str]:
        """Write two files that begin with `name` into `folder` and return their names."""
        return save_arrays(folder, name, self._arrays)

    @classmethod
    def load(cls, folder: Path, name: str) -> Self:
        """Open what `save` wrote, memory-mapped. Raises OSError or ValueError where a file is missing or no array."""
        return cls(*open_arrays(folder, name, "text", "starts"))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, index: int) -> str:
        return str(self._text[self._starts[index] : self._starts[index + 1]], "utf-8")

    def many(self, indices: Iterable[int] | NDArray[np.integer]) -> list[str]:
        """Return the strings at `indices`, in that order."""
        rows = np.asarray(indices, dtype=np.int64)
        pairs = zip(self._starts[rows].tolist(), self._starts[rows + 1].tolist(), strict=True)
        return [str(self._text[start:end], "utf-8") for start, end in pairs]
