"""Learning factors, on ratings of which is known what they were made from."""

from functools import cache

import numpy as np
from scipy.sparse import csr_array

from core.factors import Factors, Matrix
from core.learning.factors import FactorsConfig, learn_factors
from core.model_files import IntArray

PEOPLE, ITEMS, NOISE = 500, 60, 0.5
CONFIG = FactorsConfig(factors=3, rounds=15)
KIND = np.arange(ITEMS) % 2  # what the labels say of an item
LABELS = csr_array(np.column_stack([KIND, np.ones(ITEMS)]).astype(np.float64))


@cache
def world() -> tuple[IntArray, IntArray, Matrix]:
    """Two tastes, generous and strict people, good and bad items; the last item is never rated."""
    random = np.random.default_rng(3)
    scores = 6 + random.normal(0, 0.8, (PEOPLE, 1)) + random.normal(0, 0.5, ITEMS) + KIND * 1.5
    scores = scores + random.normal(0, 1, (PEOPLE, 2)) @ random.normal(0, 0.7, (2, ITEMS))
    scores += random.normal(0, NOISE, scores.shape)
    rated = random.random(scores.shape) < 0.4
    rated[:, -1] = False
    users, items = np.nonzero(rated)
    return users.astype(np.int32), items.astype(np.int32), scores[rated]


def learned(config: FactorsConfig = CONFIG) -> Factors:
    users, items, scores = world()
    old = users < PEOPLE - 100
    return learn_factors(users[old], items[old], scores[old], LABELS, config)


def test_people_who_took_no_part_are_predicted_nearly_as_well_as_can_be() -> None:
    users, items, scores = world()
    factors, errors = learned(), []
    for user in range(PEOPLE - 100, PEOPLE):
        heard, given = items[users == user], scores[users == user]
        found, _ = factors.ratings(factors.person(heard[5:], given[5:]), heard[:5])
        errors.extend(found - given[:5])
    error = float(np.sqrt(np.mean(np.square(errors))))
    assert NOISE * 0.9 < error < NOISE * 1.3
    assert abs(factors.noise - NOISE**2) < 0.05


def test_an_item_that_nobody_rated_is_what_its_labels_say() -> None:
    factors = learned()
    known_kind, other_kind = factors.items[1:-1:2, 0], factors.items[0:-1:2, 0]
    assert factors.items[-1, 0] > other_kind.mean()
    assert abs(factors.items[-1, 0] - known_kind.mean()) < 0.4
    assert factors.doubts[-1].sum() > factors.doubts[:-1].sum(axis=1).max()


def test_the_same_seed_gives_the_same() -> None:
    np.testing.assert_array_equal(learned().items, learned().items)


def test_who_chose_what_tells_of_them_before_any_score_does() -> None:
    random = np.random.default_rng(4)
    fans = random.random(PEOPLE) < 0.5  # of the odd items, and generous
    rated = random.random((PEOPLE, ITEMS)) < np.where(fans[:, np.newaxis] == KIND, 0.4, 0.1)
    users, items = np.nonzero(rated)
    scores = 6 + 2.0 * fans[users] + random.normal(0, 0.5, len(users))
    factors = learn_factors(users.astype(np.int32), items.astype(np.int32), scores, LABELS, CONFIG)
    assert factors.hints[KIND == 1, 0].mean() > factors.hints[KIND == 0, 0].mean() + 0.05


def test_one_rating_is_enough_to_learn_from() -> None:
    one = np.zeros(1, np.int32)
    factors = learn_factors(one, one, np.array([9.0]), LABELS, CONFIG)
    assert np.isfinite(factors.items).all()
    found, variances = factors.ratings(factors.person(one, np.array([9.0])), np.arange(ITEMS, dtype=np.int32))
    np.testing.assert_allclose(found, 9, atol=0.5)
    assert (variances > 0).all()
