"""Metrics against hand-worked cases and scikit-learn."""

from collections.abc import Callable
from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import mean_squared_error, ndcg_score

from core.metrics import ndcg_at, recall_at, rmse

lists = st.lists(st.integers(0, 30), min_size=1, max_size=25, unique=True)


def test_ndcg_by_hand() -> None:
    assert ndcg_at(3, [1, 2, 3], {1, 3}) == pytest.approx((1 + 1 / 2) / (1 + 1 / log2(3)))
    assert ndcg_at(10, [4, 5], {6}) == 0.0
    assert ndcg_at(2, [1, 2, 3], {3}) == 0.0
    assert ndcg_at(2, [1, 2], {1, 2, 3, 4}) == 1.0


@given(lists, st.sets(st.integers(0, 30), min_size=1), st.integers(1, 12))
def test_ndcg_agrees_with_scikit_learn(ranked: list[int], relevant: set[int], k: int) -> None:
    everything = [*ranked, *(set(range(31)) - set(ranked))]
    truth = np.array([[anime in relevant for anime in everything]], float)
    place = np.array([[-at for at in range(len(everything))]], float)
    assert ndcg_at(k, everything, relevant) == pytest.approx(ndcg_score(truth, place, k=k))


def test_recall_is_the_share_of_what_is_relevant() -> None:
    assert recall_at(2, [1, 2, 3], {1, 3, 9, 8}) == 0.25
    assert recall_at(20, [1, 2, 3], {1, 3}) == 1.0


@given(st.lists(st.tuples(st.floats(1, 10), st.floats(1, 10)), min_size=1))
def test_rmse_agrees_with_scikit_learn(pairs: list[tuple[float, float]]) -> None:
    predicted, given_scores = zip(*pairs, strict=True)
    expected = mean_squared_error(given_scores, predicted) ** 0.5
    assert rmse(predicted, given_scores) == pytest.approx(expected)


@pytest.mark.parametrize("measure", [ndcg_at, recall_at])
def test_a_list_that_could_not_be_right_is_refused(measure: Callable[[int, list[int], set[int]], float]) -> None:
    with pytest.raises(ValueError, match="nothing is relevant"):
        measure(10, [1], set())


def test_nothing_to_compare_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to compare"):
        rmse([], [])
