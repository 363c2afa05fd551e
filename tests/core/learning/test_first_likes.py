"""What first likes tell, against draws made one by one."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from scipy.sparse import csr_array

from core.learning.facts import learn_facts
from core.learning.first_likes import FirstLikesConfig, draws_of, expected_likes, learn_first_likes
from core.metrics import ndcg_at
from tests.small_world import small_catalogue, small_interactions

SHOWN = (1, 3)


def people(seed: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return (np.random.default_rng(seed).random((12, 7)) < 0.6).astype(np.float64)


def nothing(_share: float) -> None:
    pass


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_weights_have_the_least_error_over_all_draws(seed: int) -> None:
    system, right = np.zeros((8, 8)), np.zeros((8, 7))
    for likes in people(seed):
        liked = np.flatnonzero(likes).tolist()
        for k in SHOWN:
            every = list(combinations(liked, k)) if len(liked) > k else []
            for shown in every:
                hidden = [at for at in liked if at not in shown]
                worth = ndcg_at(10, hidden[:1], hidden)  # what one like adds that stands first
                row, wanted = np.append(np.isin(np.arange(7), shown) / np.sqrt(k), 1.0), np.isin(np.arange(7), hidden)
                chance = 1 / len(every) / len(SHOWN)
                system += chance * np.outer(row, row)
                right += chance * worth * np.outer(row, wanted)
    expected = np.linalg.solve(system + 0.5 * np.eye(8), right)
    # What somebody shows is never hidden, so no anime says anything about itself.
    draws = draws_of(people(seed).sum(axis=1).astype(np.int64), SHOWN)
    weights, base = expected_likes(csr_array(people(seed).astype(np.float32)), draws, 0.5, nothing)
    np.testing.assert_allclose(np.vstack([weights, base]), expected, atol=1e-4)


def test_whoever_likes_no_more_than_is_shown_teaches_nothing() -> None:
    draws = draws_of(np.array([0, 1, 2, 4]), (2, 3))
    assert draws.share.tolist() == [0, 0, 0, 1]
    assert all(numbers[:3].tolist() == [0, 0, 0] for numbers in draws)


def test_without_a_ridge_what_cannot_be_told_apart_is_refused() -> None:
    same = csr_array(np.ones((3, 4), np.float32))
    with pytest.raises(ValueError, match="ridge"):
        expected_likes(same, draws_of(np.full(3, 4), (1,)), 0.0, nothing)


def test_only_anime_that_enough_people_liked_take_part() -> None:
    facts, rows = learn_facts(small_catalogue()), small_interactions()
    counts = np.bincount(facts.locate(rows.anime[rows.scores >= 8]), minlength=len(facts))
    learned = learn_first_likes(facts, rows, FirstLikesConfig(at_least=30, at_most=25, kept=10), nothing)
    speaking = np.flatnonzero(np.diff(learned.starts))
    assert 10 < len(speaking) <= 25
    assert counts[speaking].min() >= 30
    assert np.diff(learned.starts).max() == 10
    assert set(np.flatnonzero(learned.base)) == set(speaking)
    for start, end in pairwise(learned.starts):
        assert (np.diff(learned.targets[start:end]) > 0).all()


def test_what_more_people_like_is_expected_of_anybody_more() -> None:
    facts, rows = learn_facts(small_catalogue()), small_interactions()
    counts = np.bincount(facts.locate(rows.anime[rows.scores >= 8]), minlength=len(facts))
    learned = learn_first_likes(facts, rows, FirstLikesConfig(), nothing)
    taking_part = np.flatnonzero(np.diff(learned.starts))
    assert np.corrcoef(counts[taking_part], learned.base[taking_part])[0, 1] > 0.5


def test_nobody_liking_anything_leaves_no_weights() -> None:
    facts, rows = learn_facts(small_catalogue()), small_interactions()
    learned = learn_first_likes(facts, rows, FirstLikesConfig(at_least=100_000), nothing)
    assert len(learned.weights) == 0
    assert not learned.base.any()
    assert learned.starts.tolist() == [0] * (len(facts) + 1)
