"""TreeSHAP, against its definition and against LightGBM's own."""

import re
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np
import pytest
from lightgbm import Booster, Dataset, train

from core.model_files import FloatArray
from core.shares import Ways, quadrature, shares
from core.trees import Trees

ROWS, FEATURES = 500, 12

# Three trees: one that asks feature 0 twice on the way to two of its leaves, a leaf alone, and one of a single split.
STARTS = np.array([0, 3, 3, 4], np.int32)
ASKED = np.array([0, 1, 0, 2], np.int32)
LIMITS = np.array([2.0, 5.0, 1.0, 0.0], np.float32)
MISSING_LEFT = np.array([True, False, True, False])
APART, OVER = np.array([0, 0, 0, 5], np.int32), np.array([1, 2, 3, 6], np.int32)
LEAVES = np.array([1.0, -2.0, 4.0, 0.5, 7.0, 3.0, -1.0])
COUNTS = np.array([30.0, 40.0, 10.0, 20.0, 9.0, 75.0, 25.0])
BY_HAND = (STARTS, ASKED, LIMITS, MISSING_LEFT, APART, OVER, LEAVES)


def expected(row: FloatArray, told: tuple[int, ...]) -> float:
    """Return what the trees by hand give to a row of which only these features are told."""

    def left(split: int, share: float) -> float:
        value = row[ASKED[split]]
        if ASKED[split] not in told:
            return share
        return float(MISSING_LEFT[split] if np.isnan(value) else value <= LIMITS[split])

    outer, middle, inner, last = left(0, 0.6), left(1, 50 / 60), left(2, 0.6), left(3, 0.75)
    low = inner * 1.0 + (1 - inner) * 0.5
    return outer * (middle * low + (1 - middle) * 4.0) + (1 - outer) * -2.0 + 7.0 + last * 3.0 + (1 - last) * -1.0


def shapley(row: FloatArray) -> list[float]:
    """Return the Shapley values of the three features, summed over all subsets of the others, and what is alike."""
    values = []
    for feature in range(3):
        others = [other for other in range(3) if other != feature]
        value = 0.0
        for size in range(3):
            weight = factorial(size) * factorial(2 - size) / factorial(3)
            for told in combinations(others, size):
                value += weight * (expected(row, (*told, feature)) - expected(row, told))
        values.append(value)
    return [*values, expected(row, ())]


def test_they_are_the_shapley_values_of_what_is_expected_of_a_row() -> None:
    ways = Ways.of(STARTS, ASKED, APART, OVER, LEAVES, COUNTS)
    values = [0.0, 1.0, 1.5, 2.0, 3.0, np.nan]
    table = np.array([(a, b, c) for a in values for b in (5.0, 6.0, np.nan) for c in (0.0, 0.5)], np.float32)
    found = shares(table, *BY_HAND, ways.above, ways.own, ways.whole, ways.points, ways.places, ways.weights, ways.base)
    np.testing.assert_allclose(found, [shapley(row) for row in table], rtol=0, atol=1e-13)


def test_a_way_knows_the_one_above_it_of_the_same_feature() -> None:
    ways = Ways.of(STARTS, ASKED, APART, OVER, LEAVES, COUNTS)
    assert ways.above.tolist() == [-1, -1, 0, -1]
    np.testing.assert_allclose(ways.own, [[0.6, 0.4], [50 / 60, 10 / 60], [0.6, 0.4], [0.75, 0.25]])
    np.testing.assert_allclose(ways.whole, [[0.6, 0.4], [50 / 60, 10 / 60], [0.36, 0.24], [0.75, 0.25]])
    assert ways.points.tolist() == [1, 0, 1]
    assert ways.base == pytest.approx(sum(COUNTS[:4] * LEAVES[:4]) / 100 + 7.0 + 2.0)


@pytest.mark.parametrize("points", [1, 2, 5, 23])
def test_so_many_points_are_exact_for_polynomials_of_twice_the_degree_less_one(points: int) -> None:
    places, weights = (of[points, :points] for of in quadrature(23))
    for degree in range(2 * points):
        assert weights @ places**degree == pytest.approx(1 / (degree + 1), rel=1e-13)


def table(seed: int, rows: int = ROWS) -> FloatArray:
    random = np.random.default_rng(seed)
    values = random.normal(size=(rows, FEATURES)).astype(np.float32)
    values[:, ::3] = np.round(values[:, ::3])
    values[random.random(values.shape) < 0.1] = np.nan
    return values


def grown(settings: dict[str, Any]) -> Booster:
    values = table(1)
    known = np.nan_to_num(values)
    target = known[:, 0] * known[:, 1] + np.isnan(values[:, 2]) + np.abs(known).sum(axis=1) + 50
    settings = {"verbosity": -1, "num_threads": 1, "min_data_in_leaf": 1, "seed": 3} | settings
    return train(settings, Dataset(values, target, params=settings), 20)


@pytest.mark.parametrize(
    "settings",
    [
        {"num_leaves": 2},
        {"num_leaves": 7},
        {"num_leaves": 15, "feature_fraction": 0.2},  # the same few again and again
        {"num_leaves": 200},  # many on one path
        {"num_leaves": 31, "extra_trees": True},
        {"num_leaves": 31, "use_missing": False},
        {"num_leaves": 31, "bagging_fraction": 0.5, "bagging_freq": 1},
        {"min_data_in_leaf": ROWS},  # one leaf alone
    ],
)
def test_they_are_those_of_the_package(settings: dict[str, Any]) -> None:
    booster = grown(settings)
    trees = Trees(booster.model_to_string())
    thresholds = " ".join(re.findall("^threshold=(.*)$", trees.text, re.MULTILINE)).split()
    pool = np.array([*thresholds, 0.0, np.inf, -np.inf, np.nan], np.float64).astype(np.float32)
    at_thresholds = np.random.default_rng(2).choice(pool, (200, FEATURES))
    for values in (table(2), at_thresholds):
        theirs = booster.predict(values, pred_contrib=True)
        assert isinstance(theirs, np.ndarray)
        np.testing.assert_allclose(trees.shares(values), theirs, rtol=0, atol=1e-9 * np.abs(theirs).max())


def test_each_row_is_asked_for_itself() -> None:
    trees = Trees(grown({"num_leaves": 15}).model_to_string())
    together = trees.shares(table(3))
    np.testing.assert_array_equal([trees.shares(table(3)[at : at + 1])[0] for at in range(20)], together[:20])
    np.testing.assert_allclose(together.sum(axis=1), trees.margins(table(3)), rtol=0, atol=1e-9)
    assert trees.shares(table(3)[:0]).shape == (0, FEATURES + 1)
