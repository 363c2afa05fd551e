"""Asking the trees that LightGBM learned, against its own Python package."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

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
    shares = booster().predict(table(seed), pred_contrib=True)
    np.testing.assert_allclose(trees().shares(table(seed)), np.array(shares), rtol=0, atol=1e-12)


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


def test_what_cannot_be_done_is_said() -> None:
    for ask in (trees().margins, trees().shares):
        with pytest.raises(ValueError, match="2 features instead of 6"):
            ask(table(6)[:, :2])


def test_what_is_no_text_or_a_part_of_one_is_refused() -> None:
    whole = trees().text
    end = whole.index("end of trees")
    for text in ("", "no trees", *(whole[:at] for at in range(0, end + len("end of trees"), 97))):
        with pytest.raises(TreesError):
            Trees(text)
    with pytest.raises(TreesError, match="trees are missing"):
        Trees(whole[: whole.index("Tree=3")] + whole[end:])


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("max_feature_idx=5", "max_feature_idx=0"),
        ("max_feature_idx=5", "max_feature_idx="),
        ("num_tree_per_iteration=1", "num_tree_per_iteration=3"),
        ("objective=.*", "average_output"),
        ("num_leaves=9", "num_leaves=8"),
        ("num_leaves=9", "num_leaves=-1"),
        ("is_linear=0", "is_linear=1"),
        ("left_child=.*", "left_child=" + "0 " * 8),
        ("right_child=.*", "right_child=" + "-99 " * 8),
        ("split_feature=.*", "split_feature=" + "-1 " * 8),
        ("split_feature=.*", "split_feature=" + "9999999999 " * 8),
        ("threshold=.*", "threshold=" + "1.5 " * 7),
        ("threshold=.*", "threshold=" + "high " * 8),
        ("leaf_value=.*", ""),
        ("leaf_count=.*", "leaf_count=" + "0 " * 9),
    ],
)
def test_a_broken_line_is_refused_before_it_leads_astray(line: str, instead: str) -> None:
    broken, changed = re.subn(f"^{line}$", instead, trees().text, count=1, flags=re.MULTILINE)
    assert changed
    with pytest.raises(TreesError):
        Trees(broken)


def test_splits_that_go_round_in_a_circle_are_refused() -> None:
    children = "left_child=1 0 -1\nright_child=-2 -3 -4"  # the third is reached by nobody, the first by the second
    tree = (
        "num_leaves=4\nsplit_feature=0 0 0\nthreshold=1 2 3\ndecision_type=2 2 2\n{}\n"
        "leaf_value=1 2 3 4\nleaf_count=1 1 1 1\nis_linear=0"
    )
    text = "tree\nnum_tree_per_iteration=1\nmax_feature_idx=0\ntree_sizes=1\n\nTree=0\n" + tree + "\nend of trees\n"
    with pytest.raises(TreesError, match="no tree"):
        Trees(text.format(children))
    with pytest.raises(TreesError, match="first leaf"):
        Trees(text.format("left_child=1 2 -2\nright_child=-1 -3 -4"))
    ask = np.array([[0.5], [1.5], [2.5]], np.float32)
    assert Trees(text.format("left_child=-1 -2 -3\nright_child=1 2 -4")).margins(ask).tolist() == [1.0, 2.0, 3.0]


def test_whoever_only_asks_does_not_import_lightgbm() -> None:
    program = "import sys; from core.trees import Trees; Trees(sys.stdin.read()); sys.exit('lightgbm' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], input=trees().text, text=True, check=True)


def beside(values: FloatArray) -> FloatArray:
    """Return values, and the single floats that come next to each."""
    far = np.float32(np.inf)
    return np.concatenate([values, np.nextafter(values, -far), np.nextafter(values, far)])


@pytest.mark.parametrize(
    "settings", [{"num_leaves": 2}, {"num_leaves": 64}, {"num_leaves": 200}, {"use_missing": False}]
)
def test_a_row_goes_left_at_a_threshold_and_right_beside_it(settings: dict[str, Any]) -> None:
    values = np.concatenate([table(seed) for seed in range(5)])
    values[::3, 1] = 0.0
    target = (
        np.nan_to_num(values[:, 0]) * np.nan_to_num(values[:, 2]) + 3 * (values[:, 1] == 0) + np.isnan(values[:, 4])
    )
    settings = {"verbosity": -1, "num_threads": 1, "min_data_in_leaf": 2} | settings
    grown = train(settings, Dataset(values, target, params=settings), 12)
    text = grown.model_to_string()
    thresholds = " ".join(re.findall("^threshold=(.*)$", text, re.MULTILINE)).split()
    assert {"1.0000000180025095e-35", "-1.0000000180025095e-35"} <= set(thresholds)  # what is no farther is 0
    special = np.array([0.0, -0.0, 1e-35, -1e-35, 1e-40, 3e38, np.inf, -np.inf, np.nan], np.float32)
    pool = np.concatenate([beside(np.array(thresholds, np.float64).astype(np.float32)), special])
    rows = np.random.default_rng(1).choice(pool, (4000, FEATURES))
    np.testing.assert_array_equal(Trees(text).margins(rows), grown.predict(rows, raw_score=True))


@pytest.mark.parametrize("settings", [{}, {"use_missing": False}])
def test_what_is_missing_goes_where_it_went_in_training(settings: dict[str, Any]) -> None:
    values = table(7)
    target = np.where(np.isnan(values), [3.0, -3.0, 2.0, -2.0, 1.0, -1.0], values).sum(axis=1)
    settings = {"verbosity": -1, "num_threads": 1, "min_data_in_leaf": 2} | settings
    grown = train(settings, Dataset(values, target, params=settings), 20)
    rows = np.repeat(np.nan_to_num(values), FEATURES + 1, axis=0)
    for feature in range(FEATURES):
        rows[feature :: FEATURES + 1, feature] = np.nan
    rows[FEATURES :: FEATURES + 1] = np.nan
    np.testing.assert_array_equal(Trees(grown.model_to_string()).margins(rows), grown.predict(rows, raw_score=True))


def test_a_tree_may_be_a_single_leaf() -> None:
    settings = {"verbosity": -1, "num_threads": 1, "min_data_in_leaf": ROWS}
    alone = train(settings, Dataset(table(7), np.arange(ROWS), params=settings), 2)
    found = Trees(alone.model_to_string()).margins(table(7))
    np.testing.assert_array_equal(found, np.full(ROWS, (ROWS - 1) / 2))
    np.testing.assert_array_equal(found, alone.predict(table(7), raw_score=True))


def test_other_kinds_of_splits_are_refused() -> None:
    values = np.random.default_rng(8).integers(0, 9, (ROWS, 1)).astype(np.float32)
    settings = {"verbosity": -1, "num_threads": 1, "zero_as_missing": True}
    grown = train(settings, Dataset(values, values[:, 0] % 2, categorical_feature=[0]), 2)
    with pytest.raises(TreesError, match="by category"):
        Trees(grown.model_to_string())
    grown = train(settings, Dataset(values, values[:, 0] % 2, params=settings), 2)
    with pytest.raises(TreesError, match="zero as missing"):
        Trees(grown.model_to_string())
