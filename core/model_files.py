"""Reading and writing the files of a model folder: NumPy arrays, opened memory-mapped, and JSON; never pickle."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int32]
BoolArray = NDArray[np.bool_]


class BrokenModelError(Exception):
    """A model folder cannot be used; the message names the folder and the file."""


def save_arrays(folder: Path, part: str, arrays: dict[str, NDArray[Any]]) -> None:
    """Write each array to `<part>.<name>.npy` in `folder`. Object arrays raise ValueError (they would be pickled)."""
    for name, array in arrays.items():
        np.save(folder / f"{part}.{name}.npy", array, allow_pickle=False)


def load_array(folder: Path, part: str, name: str) -> NDArray[Any]:
    """Return the read-only array in `<part>.<name>.npy`, memory-mapped.

    Raises BrokenModelError where the file is missing or is not a NumPy file.
    """
    return open_array(folder / f"{part}.{name}.npy")


def open_array(path: Path) -> NDArray[Any]:
    """Return the read-only array in that file, memory-mapped. Raises BrokenModelError as `load_array` does."""
    try:
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    except (EOFError, OSError, ValueError) as error:
        raise BrokenModelError(f"{path}: {error}") from error
    # The plain view is over the same pages; memmap's own class makes every later slice several times slower.
    return np.asarray(mapped)


def save_json(path: Path, value: object) -> None:
    """Write `value` as JSON, readable by people too."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load_json(path: Path) -> Any:  # noqa: ANN401  JSON is whatever it is; callers check what they take from it
    """Return the JSON value in `path`. Raises BrokenModelError where it is missing or is not JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BrokenModelError(f"{path}: {error}") from error


def ints(array: NDArray[np.integer]) -> list[int]:
    """Return Python's own integers, which go into JSON and databases."""
    values: list[int] = array.tolist()
    return values


def floats(array: NDArray[np.floating]) -> list[float]:
    """Return Python's own floats."""
    values: list[float] = array.tolist()
    return values
