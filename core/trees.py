"""Gradient-boosted trees as LightGBM writes them: what they add up to is worked out here, its shares by its library.

Its Python package imports scikit-learn, which costs whoever only asks a second and fifty megabytes, so the C functions
of the library (`c_api.h`) are called directly. For the margins of the few hundred rows of a question these take twelve
times as long as the loop below. The numbers are the same to the last bit.
"""

import ctypes
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Self
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from core.compiled import DOUBLES, FLAGS, FLOAT_ROWS, FLOATS, INTS, NEW_DOUBLES, compiled
from core.model_files import BoolArray, FloatArray, IntArray

_FLOAT32, _BY_ROW = 0, 1
_SHARES = 3  # C_API_PREDICT_CONTRIB
_FIRST, _TO_THE_LAST = 0, -1  # tree
_SETTINGS = b"num_threads=1"  # a question is answered by one core


class TreesError(Exception):
    """LightGBM could not do it; the message is its own."""


# The bits of a split's `decision_type` (LightGBM's include/LightGBM/tree.h).
_BY_CATEGORY, _LEFT_IF_MISSING = 1, 2
_MISSING_TYPE, _MISSING_IS_ZERO, _MISSING_IS_NAN = 12, 4, 8
_ZERO = 1.0000000180025095e-35  # kZeroThreshold: what is no farther from 0 is read as 0


@dataclass(frozen=True, slots=True)
class _Splits:
    """The splits of all trees, one tree after another, each tree's in the order it grew; and their leaves likewise.

    A split takes one leaf apart: what goes left stays in it, what goes right goes over to a new one. So each tree can
    be grown again over many rows at once, without walking down it row by row.
    """

    starts: IntArray  # the first split of each tree, and in the end their number
    features: IntArray  # by split
    limits: FloatArray  # a value up to it goes left
    missing_left: BoolArray  # whether what is missing (NaN) goes left
    apart: IntArray  # the leaf that is taken apart
    over: IntArray  # the leaf that what goes right goes over to
    leaves: NDArray[np.float64]  # by leaf

    @classmethod
    def of(cls, text: str) -> Self:
        """Read them out of what LightGBM wrote. Raises TreesError for kinds of splits which there are none of here."""
        parts: dict[str, list[str]] = {name: [] for name in _WRITTEN}
        starts, first_leaf = [0], 0
        for tree in text.split("\nTree=")[1:]:
            written = dict(line.split("=", 1) for line in tree.splitlines() if "=" in line)
            first, leaves = starts[-1], written["leaf_value"].split()
            for name in ("split_feature", "threshold", "decision_type"):
                parts[name] += written.get(name, "").split()
            for name in ("left_child", "right_child"):
                places = map(int, written.get(name, "").split())
                parts[name] += [str(place + first if place >= 0 else place - first_leaf) for place in places]
            parts["leaf_value"] += leaves
            starts.append(len(parts["split_feature"]))
            first_leaf += len(leaves)
        features, thresholds, kinds, lefts, rights, values = (
            np.array(parts[name], of) for name, of in _WRITTEN.items()
        )
        missing = kinds & _MISSING_TYPE
        if (kinds & _BY_CATEGORY).any():
            raise TreesError("these trees split by category")
        if (missing == _MISSING_IS_ZERO).any():
            raise TreesError("these trees take zero as missing")
        # Where nothing was missing when it was trained, what is missing is read as 0.
        missing_left = np.where(missing == _MISSING_IS_NAN, kinds & _LEFT_IF_MISSING != 0, thresholds >= 0)
        # What goes left all the way is in the leaf that was there first; a split comes after the one above it.
        for at in reversed(range(len(lefts))):
            for sides in (lefts, rights):
                sides[at] = lefts[sides[at]] if sides[at] >= 0 else sides[at]
        limits, apart, over = _limits(thresholds), -1 - lefts, -1 - rights
        return cls(np.array(starts, np.int32), features, limits, missing_left, apart, over, values)


def _limits(thresholds: NDArray[np.float64]) -> FloatArray:
    """Return the highest single float up to each: a single float is up to the one exactly if it is up to the other."""
    below = np.nextafter(-_ZERO, -1.0)  # what is `-_ZERO` itself is read as 0, and goes right
    thresholds = np.where(thresholds == -_ZERO, below, thresholds)
    with np.errstate(over="ignore"):  # a threshold above all numbers
        limits = thresholds.astype(np.float32)
    return np.where(limits > thresholds, np.nextafter(limits, np.float32(-np.inf)), limits)


_WRITTEN: dict[str, type[np.number[Any]]] = {
    "split_feature": np.int32,
    "threshold": np.float64,
    "decision_type": np.int32,
    "left_child": np.int32,
    "right_child": np.int32,
    "leaf_value": np.float64,
}


class Trees:
    """Trees that add up to one number a row. Read-only, so any number of threads may ask at once."""

    def __init__(self, text: str) -> None:
        """Read what LightGBM wrote, whole: of half a text the library ends the process.

        Raises TreesError for what is no such text.
        """
        self.text = text
        trees, features = ctypes.c_int(), ctypes.c_int()
        self._handle = ctypes.c_void_p()
        _call("LoadModelFromString", text.encode(), ctypes.byref(trees), ctypes.byref(self._handle))
        finalize(self, _library().LGBM_BoosterFree, self._handle).atexit = False
        _call("GetNumFeature", self._handle, ctypes.byref(features))
        self.features = features.value
        self._splits = _Splits.of(text)

    def margins(self, table: FloatArray) -> NDArray[np.float64]:
        """Return what the trees add up to, one number a row. table: rows × features. Raises ValueError for others."""
        if table.shape[1] != self.features:
            raise ValueError(f"{table.shape[1]} features instead of {self.features}")
        it = self._splits
        return _margins(
            np.ascontiguousarray(table, np.float32),
            *(it.starts, it.features, it.limits, it.missing_left, it.apart, it.over, it.leaves),
        )

    def shares(self, table: FloatArray) -> NDArray[np.float64]:
        """Return what each feature contributes to each row's margin; the last column is what every row has alike.

        TreeSHAP (Lundberg et al., "From local explanations to global understanding with explainable AI for trees",
        2020), so a row adds up to its margin. A row takes as long as a hundred margins. Raises TreesError.
        """
        rows, columns = table.shape
        given, answer = np.ascontiguousarray(table, np.float32), np.empty((rows, self.features + 1), np.float64)
        _call(
            "PredictForMat",
            self._handle,
            ctypes.c_void_p(given.ctypes.data),
            *(_FLOAT32, rows, columns, _BY_ROW, _SHARES, _FIRST, _TO_THE_LAST, _SETTINGS),
            ctypes.byref(ctypes.c_int64()),
            ctypes.c_void_p(answer.ctypes.data),
        )
        return answer


def _call(name: str, *arguments: Any) -> None:  # noqa: ANN401  what the function of that name takes
    library = _library()
    if getattr(library, f"LGBM_Booster{name}")(*arguments):
        raise TreesError(library.LGBM_GetLastError().decode())


@cache
def _library() -> ctypes.CDLL:
    """Return LightGBM's library. It lies in its package, which is not imported for it."""
    package = Path(str(distribution("lightgbm").locate_file("lightgbm")))
    library = ctypes.CDLL(str(next(package.rglob("lib_lightgbm.*"))))
    library.LGBM_GetLastError.restype = ctypes.c_char_p
    return library


@compiled(NEW_DOUBLES, FLOAT_ROWS, INTS, INTS, FLOATS, FLAGS, INTS, INTS, DOUBLES)
def _margins(  # noqa: PLR0913, PLR0917  the columns of `_Splits`
    table: FloatArray,
    starts: IntArray,
    features: IntArray,
    limits: FloatArray,
    missing_left: BoolArray,
    apart: IntArray,
    over: IntArray,
    leaves: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the sum of the leaves that each row reaches, added up tree by tree as LightGBM does.

    For each split all rows are asked, also those that are elsewhere in the tree: as there is nothing to jump over, the
    processor compares many rows at once.
    """
    rows = len(table)
    columns = table.T.copy()
    margins = np.zeros(rows)
    reached = np.empty(rows, np.uint32)  # a leaf; unsigned, as the place of a signed number is looked at twice
    for tree in range(len(starts) - 1):
        reached[:] = starts[tree] + tree  # every tree has one leaf more than splits
        for split in range(starts[tree], starts[tree + 1]):
            values, limit, left = columns[features[split]], limits[split], missing_left[split]
            old, new = np.uint32(apart[split]), np.uint32(over[split])
            for row in range(rows):
                right = values[row] > limit if left else not values[row] <= limit
                reached[row] = new if right & (reached[row] == old) else reached[row]
        for row in range(rows):
            margins[row] += leaves[reached[row]]
    return margins
