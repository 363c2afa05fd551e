"""Asking LightGBM's library directly, against its own Python package."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pytest
from lightgbm import Booster, Dataset, train

from core.model_files import FloatArray
from core.trees import Trees, TreesError

ROWS, FEATURES = 400, 6


def table(seed: int) -> FloatArray:
    random = np.random.default_rng(seed)
    values = random.normal(size=(ROWS, FEATURES)).astype(np.float32)
    values[random.random(values.shape) < 0.1] = np.nan
    return values


@cache
def booster() -> Booster:
    values = table(1)
    target = np.nan_to_num(values[:, 0]) * np.nan_to_num(values[:, 1]) + np.isnan(values[:, 2])
    return train({"verbosity": -1, "num_threads": 1, "num_leaves": 9}, Dataset(values, target), 12)


@cache
def trees() -> Trees:
    return Trees(booster().model_to_string())


@pytest.mark.parametrize("seed", [2, 3])
def test_margins_and_shares_are_those_of_the_package(seed: int) -> None:
    assert trees().features == FEATURES
    np.testing.assert_array_equal(trees().margins(table(seed)), booster().predict(table(seed), raw_score=True))
    np.testing.assert_array_equal(trees().shares(table(seed)), booster().predict(table(seed), pred_contrib=True))


def test_the_shares_of_a_row_add_up_to_its_margin() -> None:
    np.testing.assert_allclose(trees().shares(table(4)).sum(axis=1), trees().margins(table(4)), atol=1e-9)


def test_a_table_may_lie_in_memory_as_it_likes() -> None:
    np.testing.assert_array_equal(trees().margins(np.asfortranarray(table(5))), trees().margins(table(5)))
    np.testing.assert_array_equal(trees().margins(table(5)[::3]), trees().margins(table(5))[::3])
    assert trees().margins(table(5)[:0]).shape == (0,)


def test_many_threads_may_ask_at_once() -> None:
    alone = [trees().shares(table(seed)) for seed in range(8)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda seed: trees().shares(table(seed)), range(8)))
    np.testing.assert_array_equal(together, alone)


def test_what_cannot_be_done_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    for text in ("", "no trees"):
        with pytest.raises(TreesError):
            Trees(text)
    with pytest.raises(TreesError, match="number of features"):
        trees().shares(table(6)[:, :2])
    with pytest.raises(ValueError, match="2 features instead of 6"):
        trees().margins(table(6)[:, :2])
    capfd.readouterr()


def test_whoever_only_asks_does_not_import_scikit_learn() -> None:
    program = "import sys; from core.trees import Trees; Trees(sys.stdin.read()); sys.exit('sklearn' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], input=trees().text, text=True, check=True)


def test_a_tree_may_be_a_single_leaf_and_what_is_missing_may_be_what_is_zero() -> None:
    values = np.nan_to_num(table(7))
    values[::3, 0] = 0.0
    settings = {"verbosity": -1, "num_threads": 1, "num_leaves": 5, "zero_as_missing": True}
    for target in (np.ones(ROWS), values[:, 0] * values[:, 1]):
        grown = train(settings, Dataset(values, target, params=settings), 4)
        found = Trees(grown.model_to_string()).margins(values)
        np.testing.assert_array_equal(found, grown.predict(values, raw_score=True))


def test_splits_by_category_are_refused() -> None:
    values = np.random.default_rng(8).integers(0, 9, (ROWS, 1)).astype(np.float32)
    grown = train({"verbosity": -1, "num_threads": 1}, Dataset(values, values[:, 0] % 2, categorical_feature=[0]), 2)
    with pytest.raises(TreesError, match="by category"):
        Trees(grown.model_to_string())
