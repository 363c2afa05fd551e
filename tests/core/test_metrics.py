"""Metrics against hand-worked cases and scikit-learn."""

from collections.abc import Callable
from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as sklearn

from core.metrics import auc, average_precision_at, hit_at, log_loss, mae, ndcg_at, recall_at, reciprocal_rank, rmse

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
    assert ndcg_at(k, everything, relevant) == pytest.approx(sklearn.ndcg_score(truth, place, k=k))


def test_recall_is_the_share_of_what_is_relevant() -> None:
    assert recall_at(2, [1, 2, 3], {1, 3, 9, 8}) == 0.25
    assert recall_at(20, [1, 2, 3], {1, 3}) == 1.0


@given(st.lists(st.tuples(st.floats(1, 10), st.floats(1, 10)), min_size=1))
def test_rmse_agrees_with_scikit_learn(pairs: list[tuple[float, float]]) -> None:
    predicted, given_scores = zip(*pairs, strict=True)
    expected = sklearn.mean_squared_error(given_scores, predicted) ** 0.5
    assert rmse(predicted, given_scores) == pytest.approx(expected)


def test_a_hit_is_one_right_anime_in_time() -> None:
    assert hit_at(2, [1, 2, 3], {2, 9}) == 1.0
    assert hit_at(2, [1, 2, 3], {3}) == 0.0


def test_average_precision_by_hand() -> None:
    assert average_precision_at(10, [1, 2, 3, 4], {1, 3}) == pytest.approx((1 / 1 + 2 / 3) / 2)
    assert average_precision_at(2, [1, 2, 3], {2, 3, 4}) == pytest.approx((1 / 2) / 2)
    assert average_precision_at(10, [1], {2}) == 0.0


@given(lists, st.sets(st.integers(0, 30), min_size=1))
def test_average_precision_of_a_whole_list_agrees_with_scikit_learn(ranked: list[int], relevant: set[int]) -> None:
    everything = [*ranked, *(set(range(31)) - set(ranked))]
    truth = [anime in relevant for anime in everything]
    expected = sklearn.average_precision_score(truth, [-place for place in range(31)])
    assert average_precision_at(31, everything, relevant) == pytest.approx(expected)


@given(lists, st.integers(0, 30))
def test_one_right_anime_has_the_reciprocal_rank_of_scikit_learn(ranked: list[int], right: int) -> None:
    everything = [*ranked, *(set(range(31)) - set(ranked))]
    truth = [[anime == right for anime in everything]]
    expected = sklearn.label_ranking_average_precision_score(truth, [[-place for place in range(31)]])
    assert reciprocal_rank(everything, {right}) == pytest.approx(expected)


def test_the_reciprocal_rank_is_of_the_first_right_anime() -> None:
    assert reciprocal_rank([5, 6, 7, 8], {7, 8}) == pytest.approx(1 / 3)
    assert reciprocal_rank([5, 6], {7}) == 0.0


@given(
    st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=2).filter(lambda rows: len({b for _, b in rows}) > 1)
)
def test_auc_agrees_with_scikit_learn_also_where_scores_are_equal(rows: list[tuple[int, bool]]) -> None:
    scores, liked = zip(*rows, strict=True)
    assert auc(scores, liked) == pytest.approx(sklearn.roc_auc_score(liked, scores))


@given(st.lists(st.tuples(st.floats(0.001, 0.999), st.booleans()), min_size=1))
def test_log_loss_agrees_with_scikit_learn(rows: list[tuple[float, bool]]) -> None:
    shares, liked = zip(*rows, strict=True)
    assert log_loss(shares, liked) == pytest.approx(sklearn.log_loss(liked, shares, labels=[False, True]))


def test_to_be_sure_and_wrong_costs_much_but_not_all() -> None:
    assert 10 < log_loss([1.0], [False]) < 20


@pytest.mark.parametrize("liked", [[True, True], [False, False]])
def test_an_order_of_one_kind_is_refused(liked: list[bool]) -> None:
    with pytest.raises(ValueError, match="both"):
        auc([0.1, 0.2], liked)


@given(st.lists(st.tuples(st.floats(1, 10), st.floats(1, 10)), min_size=1))
def test_mae_agrees_with_scikit_learn(pairs: list[tuple[float, float]]) -> None:
    predicted, given_scores = zip(*pairs, strict=True)
    assert mae(predicted, given_scores) == pytest.approx(sklearn.mean_absolute_error(given_scores, predicted))


@pytest.mark.parametrize("measure", [ndcg_at, recall_at, hit_at, average_precision_at])
def test_a_list_that_could_not_be_right_is_refused(measure: Callable[[int, list[int], set[int]], float]) -> None:
    with pytest.raises(ValueError, match="nothing is relevant"):
        measure(10, [1], set())


def test_nothing_to_compare_is_refused() -> None:
    for measure in (rmse, mae):
        with pytest.raises(ValueError, match="nothing to compare"):
            measure([], [])
    with pytest.raises(ValueError, match="nothing to compare"):
        log_loss([], [])
    with pytest.raises(ValueError, match="nothing is relevant"):
        reciprocal_rank([1], set())
