"""Arrays as files side by side: written once, then only ever opened memory-mapped."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def save_arrays(folder: Path, name: str, arrays: Mapping[str, NDArray[Any]]) -> list[str]:
    """Write each array to `<name>-<its key>.npy` in `folder`; return the files' names."""
    for part, array in arrays.items():
        np.save(folder / f"{name}-{part}.npy", array, allow_pickle=False)
    return [f"{name}-{part}.npy" for part in arrays]


def open_arrays(folder: Path, name: str, *parts: str) -> list[NDArray[Any]]:
    """Open what `save_arrays` wrote, read-only. Raises OSError or ValueError where a file is missing or is no array."""
    return [np.asarray(np.load(folder / f"{name}-{part}.npy", mmap_mode="r", allow_pickle=False)) for part in parts]
