"""Item-item weights, against the formulas written plainly."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from core.interactions import Interactions
from core.learning.collaborative import CollaborativeConfig, gram_matrix, item_weights, learn_collaborative, prune
from core.learning.facts import learn_facts
from core.preferences import preferences
from tests.small_world import small_catalogue, small_interactions


def taste(seed: int, people: int = 40, anime: int = 9) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    random = np.random.default_rng(seed)
    return (random.normal(1, 0.5, (people, anime)) * (random.random((people, anime)) < 0.5)).astype(np.float32)


@pytest.mark.parametrize("people", [1, 1024, 2500])
def test_the_gram_matrix_is_the_same_in_shards(people: int) -> None:
    dense = taste(1, people)
    done: list[float] = []
    np.testing.assert_allclose(gram_matrix(csr_array(dense), done.append), dense.T @ dense, rtol=1e-4, atol=1e-3)
    assert done == sorted(done)
    assert done[-1] == 1.0


@given(st.integers(0, 30), st.lists(st.integers(0, 40), max_size=4))
def test_workers_can_share_the_people_out(seed: int, cuts: list[int]) -> None:
    rows = csr_array(taste(seed, 40))
    ends = sorted({0, *cuts, 40})
    parts = [gram_matrix(rows[start:end], lambda _share: None) for start, end in pairwise(ends)]
    np.testing.assert_allclose(sum(parts), gram_matrix(rows, lambda _share: None), rtol=1e-5, atol=1e-4)


@given(st.integers(0, 30), st.floats(0.5, 50), st.floats(0, 0.8))
def test_the_weights_are_edlaes(seed: int, ridge: float, dropout: float) -> None:
    dense = taste(seed).astype(np.float64)
    gram = dense.T @ dense
    inverse = np.linalg.inv(gram + np.diag(ridge + dropout / (1 - dropout) * np.diag(gram)))
    expected = np.eye(len(gram)) - inverse / np.diag(inverse)
    found = item_weights(gram.astype(np.float32), ridge=ridge, dropout=dropout)
    np.testing.assert_allclose(found, expected, atol=2e-4)
    assert (np.diag(found) == 0).all()


def test_each_column_solves_its_own_ridge_regression() -> None:
    dense = taste(4).astype(np.float64)
    found = item_weights((dense.T @ dense).astype(np.float32), ridge=2.0, dropout=0.0)
    others = np.delete(dense, 3, axis=1)
    column = np.linalg.solve(others.T @ others + 2.0 * np.eye(8), others.T @ dense[:, 3])
    np.testing.assert_allclose(np.delete(found[:, 3], 3), column, atol=1e-4)


def test_a_matrix_that_cannot_be_inverted_is_refused() -> None:
    with pytest.raises(ValueError, match="ridge"):
        item_weights(np.zeros((3, 3), np.float32), ridge=0.0, dropout=0.0)
    assert item_weights(np.zeros((0, 0), np.float32), ridge=1.0, dropout=0.0).shape == (0, 0)


@given(st.integers(0, 30), st.integers(1, 12))
def test_pruning_keeps_the_weights_of_each_column_that_are_farthest_from_0(seed: int, kept: int) -> None:
    weights = np.random.default_rng(seed).normal(size=(9, 9)).astype(np.float32)
    np.fill_diagonal(weights, 0)
    sources, targets, values = prune(weights, kept)
    found = csr_array((values, (sources, targets)), shape=(9, 9)).toarray()
    for column, pruned in zip(weights.T, found.T, strict=True):
        largest = sorted((value for value in np.abs(column) if value > 0), reverse=True)[:kept]
        np.testing.assert_array_equal(sorted(np.abs(pruned[pruned != 0]), reverse=True), largest)
        assert ((pruned == column) | (pruned == 0)).all()


def test_only_anime_that_enough_people_rated_take_part() -> None:
    facts, rows = learn_facts(small_catalogue()), small_interactions()
    counts = np.bincount(facts.locate(rows.anime), minlength=len(facts))
    config = CollaborativeConfig(at_least=20, at_most=30)
    learned = learn_collaborative(facts, rows, config, lambda _share: None)
    speaking = np.flatnonzero(np.diff(learned.starts))
    involved = np.union1d(speaking, learned.targets)
    assert 0 < len(involved) <= 30
    assert counts[involved].min() >= np.sort(counts)[::-1][:30].min()
    assert np.bincount(learned.targets).max() <= config.kept
    for start, end in pairwise(learned.starts):
        assert (np.diff(learned.targets[start:end]) > 0).all()


def test_whoever_has_seen_everything_counts_less_a_row_than_others() -> None:
    facts = learn_facts(small_catalogue())
    # Ten people each saw the first two; ten saw the first and the third, but among everything else.
    ids = facts.ids[:40]
    users = np.repeat(np.arange(20, dtype=np.int32), [10] * 10 + [39] * 10)
    few, many = np.r_[ids[:2], ids[3:11]], np.delete(ids, 1)
    anime = np.concatenate([few] * 10 + [many] * 10).astype(np.int32)
    count = len(users)
    rows = Interactions(users, anime, np.full(count, 8, np.int8), np.zeros(count, np.int8), np.full(count, 1, np.int8))
    learned = learn_collaborative(facts, rows, CollaborativeConfig(at_least=1, ridge=1.0), lambda _share: None)
    first = slice(learned.starts[0], learned.starts[1])
    weight = dict(zip(learned.targets[first].tolist(), learned.weights[first].tolist(), strict=True))
    assert weight[1] > weight[2]


def test_nobody_having_rated_anything_leaves_no_weights() -> None:
    facts = learn_facts(small_catalogue())
    nothing = np.empty(0, np.int8)
    rows = Interactions(nothing.astype(np.int32), nothing.astype(np.int32), nothing, nothing, nothing)
    learned = learn_collaborative(facts, rows, CollaborativeConfig(), lambda _share: None)
    assert len(learned.weights) == 0
    assert learned.starts.tolist() == [0] * (len(facts) + 1)
    assert len(preferences(rows)) == 0
