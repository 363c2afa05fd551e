"""Predicted ratings: a person's side, solved."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.learning.facts import learn_facts
from core.learning.popular import learn_popular
from core.learning.predicted import PredictorConfig, learn_predictor
from core.predicted import BIAS_RIDGE, FACTOR_RIDGE, Predictor
from core.preferences import taste_rows
from core.retrievers.query import Scores
from core.taste import Rating, Status, Taste, Thumb
from tests.small_world import small_catalogue, small_interactions

facts = learn_facts(small_catalogue())
random = np.random.default_rng(5)
predictor = Predictor(
    baselines=random.uniform(6, 8, len(facts)).astype(np.float32),
    factors=random.normal(0, 0.3, (len(facts), 4)).astype(np.float32),
    means=random.uniform(5, 9, len(facts)).astype(np.float32),
)
everything = np.arange(len(facts), dtype=np.int32)
ids = facts.ids.tolist()
scored = st.dictionaries(st.sampled_from(ids), st.integers(1, 10).map(Rating), min_size=1, max_size=20)


def predict(taste: Taste) -> Scores:
    rows = taste_rows(taste)
    return predictor.predict(rows, facts.locate(rows.anime), everything)


@given(scored)
def test_a_persons_side_minimises_the_penalised_error(ratings: dict[int, Rating]) -> None:
    found = predict(Taste(ratings))
    heard = facts.positions(ratings)
    given_scores = np.array([ratings[int(facts.ids[at])].score for at in heard], float)
    # The same as least squares with one more row for each penalty.
    design = np.vstack(
        [
            np.column_stack([np.ones(len(heard)), predictor.factors[heard]]),
            np.diag(np.sqrt([BIAS_RIDGE] + [FACTOR_RIDGE] * 4)),
        ]
    )
    target = np.concatenate([given_scores - predictor.baselines[heard], np.zeros(5)])
    person = np.linalg.lstsq(design, target, rcond=None)[0]
    expected = predictor.baselines + person[0] + predictor.factors @ person[1:]
    np.testing.assert_allclose(found, np.clip(expected, 1, 10), rtol=1e-5)


@pytest.mark.parametrize("taste", [Taste(), Taste({1: Rating(status=Status.WATCHED)}), Taste({99_999_999: Rating(9)})])
def test_of_whom_no_score_is_known_the_means_are_predicted(taste: Taste) -> None:
    found = predict(taste)
    np.testing.assert_array_equal(found, predictor.means.astype(np.float64))


def test_thumbs_count_as_scores() -> None:
    up, down, torn = (
        predict(Taste({1: rating})).mean()
        for rating in (Rating(thumb=Thumb.UP), Rating(thumb=Thumb.DOWN), Rating(10, Thumb.DOWN))
    )
    assert down < torn < up


def test_it_learns_what_surprise_can_learn() -> None:
    rows = small_interactions()
    means = learn_popular(facts, rows).means
    learned = learn_predictor(facts, rows, means, PredictorConfig(factors=8))
    places = facts.locate(rows.anime)
    rated = rows.scores > 0
    given_scores = rows.scores[rated].astype(float)
    by_baseline = learned.baselines[places[rated]]
    assert np.sqrt(np.mean((given_scores - by_baseline) ** 2)) < given_scores.std()
    assert learned.factors.shape == (len(facts), 8)
    assert np.abs(learned.factors).sum(axis=1).all()


def test_more_scores_than_are_wanted_are_sampled_by_people() -> None:
    rows = small_interactions()
    means = learn_popular(facts, rows).means
    few = learn_predictor(facts, rows, means, PredictorConfig(at_most=300, epochs=1))
    unseen = ~few.factors.any(axis=1)
    assert unseen.any()
    np.testing.assert_array_equal(few.baselines[unseen], means[unseen])


def test_without_scores_there_is_nothing_to_learn() -> None:
    nothing = taste_rows(Taste())
    means = np.full(len(facts), 7.0, np.float32)
    learned = learn_predictor(facts, nothing, means, PredictorConfig())
    assert not learned.factors.any()
    np.testing.assert_array_equal(learned.baselines, means)
