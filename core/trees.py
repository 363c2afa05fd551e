"""Gradient-boosted trees as LightGBM writes them: what they add up to, and what each feature has in it.

Learned by LightGBM (`core/learning`), asked here: its package imports scikit-learn, which costs whoever only asks a
second and fifty megabytes, and for the few rows of a question its library takes many times as long as the loops below
and in `core.shares`. What trees add up to is the same to the last bit. The text is read here alone, once for both.
"""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from core.compiled import DOUBLES, FLAGS, FLOAT_ROWS, FLOATS, INTS, NEW_DOUBLES, compiled
from core.model_files import BoolArray, FloatArray, IntArray
from core.shares import Ways, shares


class TreesError(Exception):
    """These are no trees that can be asked; the message says why."""


# The bits of a split's `decision_type` (LightGBM's include/LightGBM/tree.h).
_BY_CATEGORY, _LEFT_IF_MISSING = 1, 2
_MISSING_TYPE, _MISSING_IS_ZERO, _MISSING_IS_NAN = 12, 4, 8
_ZERO = 1.0000000180025095e-35  # kZeroThreshold: what is no farther from 0 is read as 0

# What is written of each tree: of a split what it asks and what comes next, of a leaf its value and its rows.
_BY_SPLIT: dict[str, type[np.number[Any]]] = {
    "split_feature": np.int32,
    "threshold": np.float64,
    "decision_type": np.int32,
}
_BY_LEAF: dict[str, type[np.number[Any]]] = {"leaf_value": np.float64, "leaf_count": np.float64}


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
    counts: NDArray[np.float64]  # by leaf: the rows it was learned from

    @classmethod
    def of(cls, trees: list[str], columns: int) -> Self:
        """Read them out of what LightGBM wrote of each tree. columns: the features of a table.

        Raises TreesError for kinds of splits which there are none of here; that, KeyError, ValueError or OverflowError
        for what is no such text. What is returned is safe to follow: no place in it is beyond the end of what it is in.
        """
        parts: dict[str, list[str]] = {name: [] for name in (*_BY_SPLIT, *_BY_LEAF)}
        starts, apart, over = [0], list[int](), list[int]()
        for tree in trees:
            written, first_leaf = _fields(tree), len(parts["leaf_value"])
            leaves = int(written["num_leaves"])
            for name, column in parts.items():
                values = written[name].split()
                if len(values) != (leaves if name in _BY_LEAF else leaves - 1):
                    raise TreesError(f"{len(values)} numbers as {name} of a tree of {leaves} leaves")
                column.extend(values)
            lefts, rights = (list(map(int, written[name].split())) for name in ("left_child", "right_child"))
            _grow(lefts, rights, leaves)
            apart += [first_leaf - 1 - leaf for leaf in lefts]
            over += [first_leaf - 1 - leaf for leaf in rights]
            starts.append(len(apart))
            if written["is_linear"] != "0":
                raise TreesError("these trees have a line in each leaf")
        features, thresholds, kinds = (np.array(parts[name], of) for name, of in _BY_SPLIT.items())
        leaf_values, counts = (np.array(parts[name], of) for name, of in _BY_LEAF.items())
        if not ((features >= 0) & (features < columns)).all() or not (counts > 0).all():
            raise TreesError("a split on a feature that there is not, or a leaf without rows")
        missing = kinds & _MISSING_TYPE
        if (kinds & _BY_CATEGORY).any():
            raise TreesError("these trees split by category")
        if (missing == _MISSING_IS_ZERO).any():
            raise TreesError("these trees take zero as missing")
        # Where nothing was missing when it was trained, what is missing is read as 0.
        missing_left = np.where(missing == _MISSING_IS_NAN, kinds & _LEFT_IF_MISSING != 0, thresholds >= 0)
        first, old, new = (np.array(places, np.int32) for places in (starts, apart, over))
        return cls(first, features, _limits(thresholds), missing_left, old, new, leaf_values, counts)


def _fields(lines: str) -> dict[str, str]:
    """Return what LightGBM wrote as `name=value`, one a line."""
    return dict(line.split("=", 1) for line in lines.splitlines() if "=" in line)


def _grow(lefts: list[int], rights: list[int], leaves: int) -> None:
    """Put in the place of each split that comes next, left or right, the leaf that it takes apart.

    lefts, rights: by split of one tree what comes next, another split or, as -1 less its number, a leaf. Raises
    TreesError where that is no tree that grew from its first leaf.
    """
    reached = sorted([0 if leaves > 1 else -1, *lefts, *rights])
    later = all(place < 0 or place > at for places in (lefts, rights) for at, place in enumerate(places))
    if reached != list(range(-leaves, leaves - 1)) or not later:
        raise TreesError("these splits are no tree")
    # What goes left all the way is in the leaf that was there first; a split comes after the one above it.
    for at in reversed(range(len(lefts))):
        for places in (lefts, rights):
            if places[at] >= 0:
                places[at] = lefts[places[at]]
    if lefts and lefts[0] != -1:
        raise TreesError("these splits do not begin at the first leaf")


def _limits(thresholds: NDArray[np.float64]) -> FloatArray:
    """Return the highest single float up to each: a single float is up to the one exactly if it is up to the other."""
    below = np.nextafter(-_ZERO, -1.0)  # what is `-_ZERO` itself is read as 0, and goes right
    thresholds = np.where(thresholds == -_ZERO, below, thresholds)
    with np.errstate(over="ignore"):  # a threshold above all numbers
        limits = thresholds.astype(np.float32)
    return np.where(limits > thresholds, np.nextafter(limits, np.float32(-np.inf)), limits)


class Trees:
    """Trees that add up to one number a row. Read-only, so any number of threads may ask at once."""

    def __init__(self, text: str) -> None:
        """Read what LightGBM wrote, whole. Raises TreesError for what is no such text, or only a part of one."""
        self.text = text
        said, end, _ = text.partition("\nend of trees\n")
        head, *trees = said.split("\nTree=")
        try:
            fields = _fields(head)
            self.features = int(fields["max_feature_idx"]) + 1
            if not end or len(trees) != len(fields["tree_sizes"].split()):
                raise TreesError("trees are missing")
            if fields["num_tree_per_iteration"] != "1" or "average_output" in head:
                raise TreesError("these trees do not add up to one number")
            self._splits = it = _Splits.of(trees, self.features)
        except (KeyError, ValueError, OverflowError) as error:
            raise TreesError(f"not what LightGBM writes: {error!r}") from error
        self._ways = Ways.of(it.starts, it.features, it.apart, it.over, it.leaves, it.counts)

    def margins(self, table: FloatArray) -> NDArray[np.float64]:
        """Return what the trees add up to, one number a row. table: rows × features. Raises ValueError for others."""
        it = self._splits
        return _margins(
            self._checked(table),
            *(it.starts, it.features, it.limits, it.missing_left, it.apart, it.over, it.leaves),
        )

    def shares(self, table: FloatArray) -> NDArray[np.float64]:
        """Return what each feature contributes to each row's margin; the last column is what every row has alike.

        TreeSHAP (see `core.shares`), so a row adds up to its margin. Raises ValueError as `margins` does.
        """
        it, ways = self._splits, self._ways
        return shares(
            self._checked(table),
            *(it.starts, it.features, it.limits, it.missing_left, it.apart, it.over, it.leaves),
            *(ways.above, ways.own, ways.whole, ways.points, ways.places, ways.weights, ways.base),
        )

    def _checked(self, table: FloatArray) -> FloatArray:
        """Return the table as what is compiled takes it."""
        if table.shape[1] != self.features:
            raise ValueError(f"{table.shape[1]} features instead of {self.features}")
        return np.ascontiguousarray(table, np.float32)


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
