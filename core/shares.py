"""What each feature contributes to what trees add up to: TreeSHAP, path-dependent.

Lundberg et al., "From local explanations to global understanding with explainable AI for trees", Nature Machine
Intelligence 2020: each feature gets its Shapley value, where only some features of a row are told, and a split on
another goes both ways, each as often as the rows did that the trees were learned from. Leaf by leaf (Yang, "Fast
TreeSHAP", 2021): a leaf of value v, below splits on m different features, adds to feature i

    v · (o_i - z_i) · Σ_S |S|! (m-1-|S|)! / m! · Π_{j in S} o_j · Π_{j not in S, j ≠ i} z_j,   S: subsets of the others,

where z_j is the share of the rows that goes the leaf's way at all splits on j, and o_j 1 where this row does, else 0.

The weight of S is the integral of t^|S| (1-t)^(m-1-|S|) over t from 0 to 1, so the sum is that of the product of the
others' t o_j + (1-t) z_j: a polynomial of degree m-1, of which Gauss's quadrature finds the integral exactly from its
values at m/2 points, rounded up. At one of them all leaves of a tree share their products on the way down and their
sums on the way back up (as in Yu et al., "Linear TreeShap", NeurIPS 2022): m/2 steps a split instead of m² a leaf.
"""

from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from core.compiled import (
    DOUBLE_ROWS,
    DOUBLES,
    FLAGS,
    FLOAT,
    FLOAT_ROWS,
    FLOATS,
    INTS,
    NEW_CODES,
    NEW_DOUBLE_ROWS,
    NEW_INTS,
    compiled,
    several,
)
from core.model_files import BoolArray, FloatArray, IntArray

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ways:
    """What is known of the two ways on from each split, left and right, before any row is asked.

    A way has the number 2 · split for left, and one more for right. It belongs to the feature that the split asks.
    """

    above: IntArray  # by split: the last way before it that belongs to the same feature; -1 where there is none
    own: Doubles  # splits × 2: the share of the split's rows that goes this way
    whole: Doubles  # splits × 2: the same times that of all ways above it of the same feature (z in the formula)
    points: IntArray  # by tree: at how many points its polynomials are looked at
    places: Doubles  # number of points × point: where, between 0 and 1
    weights: Doubles  # number of points × point: for how much
    base: float  # what every row has alike: the trees' sum over the rows that they learned from, on average

    @classmethod
    def of(  # noqa: PLR0913, PLR0917  the columns of `core.trees`
        cls, starts: IntArray, features: IntArray, apart: IntArray, over: IntArray, leaves: Doubles, counts: Doubles
    ) -> Self:
        """Return those of these splits (see `core.trees`). counts: by leaf, the rows it was learned from, > 0."""
        above, own, whole, points, base = _ways(starts, features, apart, over, leaves, counts)
        return cls(above, own, whole, points, *quadrature(int(points.max(initial=1))), base)


@cache
def quadrature(most: int) -> tuple[Doubles, Doubles]:
    """Return Gauss's places between 0 and 1 and their weights: row n those of n points, filled up with 0."""
    places, weights = np.zeros((most + 1, most)), np.zeros((most + 1, most))
    for points in range(1, most + 1):
        at, weight = np.polynomial.legendre.leggauss(points)
        places[points, :points], weights[points, :points] = (at + 1) / 2, weight / 2
    return places, weights


@compiled(
    several(NEW_INTS, NEW_DOUBLE_ROWS, NEW_DOUBLE_ROWS, NEW_INTS, FLOAT), INTS, INTS, INTS, INTS, DOUBLES, DOUBLES
)
def _ways(  # noqa: PLR0913, PLR0917  the columns of `core.trees`
    starts: IntArray, features: IntArray, apart: IntArray, over: IntArray, leaves: Doubles, counts: Doubles
) -> tuple[IntArray, Doubles, Doubles, IntArray, float]:
    """Return `above`, `own`, `whole`, `points` and `base` of `Ways`."""
    splits = len(features)
    own = np.empty((splits, 2))
    # Back from the leaves: what a split took apart becomes one again, in the place of the leaf that it was.
    rows, means = counts.copy(), leaves.copy()
    for split in range(splits - 1, -1, -1):
        old, new = apart[split], over[split]
        both = rows[old] + rows[new]
        own[split, 0], own[split, 1] = rows[old] / both, rows[new] / both
        means[old] = own[split, 0] * means[old] + own[split, 1] * means[new]
        rows[old] = both
    whole = own.copy()
    above, before = np.empty(splits, np.int32), np.empty(splits, np.int32)
    into = np.full(len(leaves), -1, np.int32)  # the last way to each leaf so far
    different = np.zeros(len(leaves), np.int32)  # features that were asked on the way to each
    points = np.zeros(len(starts) - 1, np.int32)
    base = 0.0
    for tree in range(len(starts) - 1):
        base += means[starts[tree] + tree]
        for split in range(starts[tree], starts[tree + 1]):
            old, new = apart[split], over[split]
            before[split] = into[old]
            way = before[split]
            while way >= 0 and features[way // 2] != features[split]:
                way = before[way // 2]
            above[split] = way
            if way >= 0:
                whole[split] *= whole[way // 2, way % 2]
            else:
                different[old] += 1
            different[new] = different[old]
            points[tree] = max(points[tree], (different[new] + 1) // 2)
            into[old], into[new] = 2 * split, 2 * split + 1
    return above, own, whole, points, base


@compiled(NEW_CODES, FLOAT_ROWS, INTS, FLOATS, FLAGS, INTS)
def _sides(
    table: FloatArray, features: IntArray, limits: FloatArray, missing_left: BoolArray, above: IntArray
) -> NDArray[np.int8]:
    """Return which way rows go, split by split: 0 left, 1 right, 2 where they went another way than the one above.

    Left and right are as in `core.trees`, whose columns these are; what is compiled there cannot be called from here.
    """
    rows = len(table)
    sides = np.empty(len(features) * rows, np.int8)
    for split in range(len(features)):
        feature, limit, left, way = features[split], limits[split], missing_left[split], above[split]
        for row in range(rows):
            value = table[row, feature]
            right = value > limit if left else not value <= limit
            lost = way >= 0 and sides[way // 2 * rows + row] != way % 2
            sides[split * rows + row] = 2 if lost else right
    return sides


@compiled(
    NEW_DOUBLE_ROWS,
    *(FLOAT_ROWS, INTS, INTS, FLOATS, FLAGS, INTS, INTS, DOUBLES),
    *(INTS, DOUBLE_ROWS, DOUBLE_ROWS, INTS, DOUBLE_ROWS, DOUBLE_ROWS, FLOAT),
)
def shares(  # noqa: C901, PLR0913, PLR0917  down and up again as one; the columns of `core.trees` and of `Ways`
    table: FloatArray,
    starts: IntArray,
    features: IntArray,
    limits: FloatArray,
    missing_left: BoolArray,
    apart: IntArray,
    over: IntArray,
    leaves: Doubles,
    above: IntArray,
    own: Doubles,
    whole: Doubles,
    points: IntArray,
    places: Doubles,
    weights: Doubles,
    base: float,
) -> Doubles:
    """Return what each feature contributes to each row (rows × features), and in the last column what all have alike.

    What a leaf adds to a feature is divided among the ways to it that belong to the feature: each gets by how much it
    changed (o - z) / (t o + (1-t) z). Once a row leaves a feature's way, o is 0, and this changes no more.
    """
    rows, most = len(table), 0
    for tree in range(len(starts) - 1):
        most = max(most, starts[tree + 1] - starts[tree])
    sides = _sides(table, features, limits, missing_left, above).reshape((len(features), rows))
    # By split of a tree, way and side: what a row's product is multiplied by; what the feature gets of the sum below.
    factors, worth = np.empty((most, 2, 3)), np.zeros((most, 2, 3))
    inverse = np.empty((len(features), 2))  # by way: 1 / (t + (1-t) z)
    sums = np.empty((most + 1, rows))  # by leaf of a tree: the product of the ways to it, then the sum of what is below
    answer = np.zeros((rows, table.shape[1] + 1))
    answer[:, -1] = base
    for tree in range(len(starts) - 1):
        first, end = starts[tree], starts[tree + 1]
        first_leaf = first + tree  # every tree has one leaf more than splits
        for point in range(points[tree]):
            t, rest = places[points[tree], point], 1 - places[points[tree], point]
            never = -1 / rest  # (o - z) / (t o + (1-t) z) where o is 0
            for row in range(rows):
                sums[0, row] = weights[points[tree], point]
            for split in range(first, end):
                z, divided = 1.0, 1.0  # of the way above, which this takes the place of
                if above[split] >= 0:
                    z = whole[above[split] // 2, above[split] % 2]
                    divided = inverse[above[split] // 2, above[split] % 2]
                until = (1 - z) * divided
                at, old, new = split - first, apart[split] - first_leaf, over[split] - first_leaf
                for way in range(2):
                    z = whole[split, way]
                    inverse[split, way] = 1 / (t + rest * z)
                    factors[at, way, way] = (t + rest * z) * divided
                    factors[at, way, 1 - way] = rest * z * divided
                    factors[at, way, 2] = own[split, way]
                    worth[at, way, way] = (1 - z) * inverse[split, way] - until
                    worth[at, way, 1 - way] = never - until
                for row in range(rows):
                    side, product = sides[split, row], sums[old, row]
                    sums[old, row] = product * factors[at, 0, side]
                    sums[new, row] = product * factors[at, 1, side]
            for leaf in range(end - first + 1):
                for row in range(rows):
                    sums[leaf, row] *= leaves[first_leaf + leaf]
            for split in range(end - 1, first - 1, -1):
                at, old, new = split - first, apart[split] - first_leaf, over[split] - first_leaf
                for row in range(rows):
                    side = sides[split, row]
                    gained = worth[at, 0, side] * sums[old, row] + worth[at, 1, side] * sums[new, row]
                    answer[row, features[split]] += gained
                    sums[old, row] += sums[new, row]
    return answer
