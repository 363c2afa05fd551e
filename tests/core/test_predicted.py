"""Predicted ratings and how far off they may be."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from core.factors import Factors
from core.facts import NOWHERE
from core.interactions import Interactions
from core.learning.factors import FactorsConfig
from core.learning.facts import learn_facts
from core.learning.held_out import take
from core.learning.popular import learn_popular
from core.learning.predicted import PredictorConfig, learn_predictor
from core.pick import Prediction
from core.predicted import COVERED, TIERS, Kind, Predictor, tier
from core.preferences import taste_rows
from core.taste import Rating, Status, Taste, Thumb
from tests.small_world import small_catalogue, small_interactions

facts = learn_facts(small_catalogue())
random = np.random.default_rng(5)
SCALES = (np.linspace(2, 1, len(TIERS))[:, np.newaxis] + [0, 0.5, 0.2]).astype(np.float32)
EXCESS = np.maximum(np.linspace(-0.5, 1.5, len(TIERS)), 0).astype(np.float32)
predictor = Predictor(
    Factors(
        usual=7.0,
        noise=1.2,
        items=random.normal(0, 0.3, (len(facts), 5)).astype(np.float32),
        doubts=random.uniform(0, 0.1, (len(facts), 5)).astype(np.float32),
        hints=random.normal(0, 0.1, (len(facts), 5)).astype(np.float32),
        trust=random.uniform(1, 4, 5).astype(np.float32),
    ),
    SCALES,
    EXCESS,
    random.uniform(5, 9, len(facts)).astype(np.float32),
)
everything = np.arange(len(facts), dtype=np.int32)
ids = facts.ids.tolist()


def predict(taste: Taste, by: Predictor = predictor) -> list[Prediction]:
    rows = taste_rows(taste)
    return by.predict(rows, facts.locate(rows.anime), everything)


def mean(taste: Taste) -> float:
    return float(np.mean([one.rating for one in predict(taste)]))


def columns(ids_of: list[int], scores: list[int], thumbs: list[int]) -> Interactions:
    """One person's rows; 0 is none."""
    count = len(ids_of)
    users, statuses = np.zeros(count, np.int32), np.zeros(count, np.int8)
    return Interactions(
        users, np.array(ids_of, np.int32), np.array(scores, np.int8), np.array(thumbs, np.int8), statuses
    )


def made_up(people: int, seed: int) -> Interactions:
    """People who differ in taste, in how many they rate, in how generous and in how steady they are."""
    world, random = np.random.default_rng(1), np.random.default_rng(seed)
    directions, goodness = world.normal(0, 0.6, (2, len(facts))), world.normal(0, 0.7, len(facts))
    scores = 7.2 + goodness + random.normal(0, 0.8, (people, 1)) + random.normal(0, 1, (people, 2)) @ directions
    scores += random.standard_t(4, scores.shape) * random.uniform(0.4, 1.4, (people, 1))
    rated = random.random(scores.shape) < random.uniform(0.02, 0.3, (people, 1))
    users, places = np.nonzero(rated)
    whole = np.clip(np.rint(scores[rated]), 1, 10).astype(np.int8)
    none = np.zeros(len(users), np.int8)
    return Interactions(users.astype(np.int32), facts.ids[places].astype(np.int32), whole, none, none)


@cache
def learned_from_made_up() -> Predictor:
    rows = made_up(1800, 1)
    return learn_predictor(facts, rows, learn_popular(facts, rows).means, PredictorConfig())


@pytest.mark.parametrize("known", [0, 2, 5, 15])
def test_four_of_five_ratings_of_people_never_seen_are_within_the_margin(known: int) -> None:
    learned, strangers, within = learned_from_made_up(), made_up(300, 2), []
    for person in range(300):
        theirs = np.flatnonzero(strangers.users == person)
        mixed = np.random.default_rng(person).permutation(theirs)
        shown, asked = take(strangers, mixed[:known]), take(strangers, mixed[known : known + 10])
        predicted = learned.predict(shown, facts.locate(shown.anime), facts.locate(asked.anime))
        for one, score in zip(predicted, asked.scores.tolist(), strict=True):
            within.append(abs(one.rating - score) <= one.margin)
    assert len(within) > 1000
    assert abs(float(np.mean(within)) - COVERED) < 0.05


@pytest.mark.parametrize("thumbs", [False, True])
@pytest.mark.parametrize("known", [2, 7, 12])
def test_so_are_those_of_people_who_have_only_named_what_they_like(known: int, *, thumbs: bool) -> None:
    learned, strangers = learned_from_made_up(), made_up(600, 2)
    within, off = [], []
    for person in range(600):
        theirs = np.random.default_rng(person).permutation(np.flatnonzero(strangers.users == person))
        likes = theirs[strangers.scores[theirs] >= 8][:known]
        if len(likes) < known:
            continue
        shown, asked = take(strangers, likes), take(strangers, theirs[~np.isin(theirs, likes)][:10])
        if thumbs:
            shown = columns(shown.anime.tolist(), [0] * known, [1] * known)
        predicted = learned.predict(shown, facts.locate(shown.anime), facts.locate(asked.anime))
        for one, score in zip(predicted, asked.scores.tolist(), strict=True):
            within.append(abs(one.rating - score) <= one.margin)
            off.append(one.rating - score)
    assert len(within) > 1000
    assert abs(float(np.mean(within)) - COVERED) < 0.05
    assert abs(float(np.mean(off))) < 0.3 or not thumbs


def test_the_more_is_known_of_somebody_the_narrower_is_the_margin() -> None:
    learned, strangers, margins = learned_from_made_up(), made_up(300, 2), []
    for known in (0, 3, 20):
        predicted = []
        for person in range(100):
            shown = take(strangers, np.flatnonzero(strangers.users == person)[:known].astype(np.int32))
            predicted += learned.predict(shown, facts.locate(shown.anime), everything)
        margins.append(np.mean([one.margin for one in predicted]))
    assert margins[0] > margins[1] > margins[2]


@pytest.mark.parametrize(
    ("known", "place"), [(0, 0), (1, 1), (2, 1), (3, 2), (9, 3), (10, 4), (39, 5), (40, 6), (5000, 6)]
)
def test_margins_are_those_of_people_of_whom_as_much_is_known(known: int, place: int) -> None:
    assert tier(known) == place
    known = min(known, len(ids))
    taste = Taste({anime_id: Rating(7) for anime_id in ids[:known]})
    rows = taste_rows(taste)
    person = predictor.factors.person(facts.locate(rows.anime), rows.scores.astype(float))
    expected = np.sqrt(predictor.factors.ratings(person, everything)[1]) * SCALES[place, Kind.MIXED]
    found = predict(taste)
    np.testing.assert_allclose([one.margin for one in found], expected)
    assert {one.known for one in found} == {known}


@pytest.mark.parametrize(
    ("scores", "thumbs", "kind"),
    [
        ([9, 8, 7], [0, 0, 0], Kind.MIXED),
        ([9, 8, 0], [0, 0, -1], Kind.MIXED),
        ([9, 8, 10], [0, 0, 0], Kind.LIKES),
        ([9, 0, 0], [0, 1, 1], Kind.LIKES),
        ([9, 8, 7], [0, 0, 1], Kind.MIXED),
        ([0, 0, 0], [1, 1, 1], Kind.THUMBS),
    ],
)
def test_margins_and_ratings_heed_what_kind_of_thing_is_known(scores: list[int], thumbs: list[int], kind: Kind) -> None:
    rows = columns(ids[:3], scores, thumbs)
    heard = facts.locate(rows.anime)
    found = predictor.predict(rows, heard, everything)
    alike = replace(
        predictor, scales=np.repeat(SCALES[:, kind, np.newaxis], len(Kind), axis=1), excess=np.zeros_like(EXCESS)
    )
    expected = alike.predict(rows, heard, everything)
    lowered = float(EXCESS[tier(3)]) if kind is Kind.THUMBS else 0.0
    assert [one.margin for one in found] == [one.margin for one in expected]
    assert [one.rating for one in found] == pytest.approx([max(one.rating - lowered, 1) for one in expected])


@pytest.mark.parametrize("taste", [Taste(), Taste({1: Rating(status=Status.WATCHED)}), Taste({99_999_999: Rating(9)})])
def test_of_whom_no_score_is_known_the_means_are_predicted(taste: Taste) -> None:
    found = predict(taste)
    np.testing.assert_array_equal([one.rating for one in found], predictor.means)
    assert not any(one.known for one in found)


def test_thumbs_count_as_scores() -> None:
    up, down, torn = (
        mean(Taste({1: rating}))
        for rating in (Rating(thumb=Thumb.UP), Rating(thumb=Thumb.DOWN), Rating(10, Thumb.DOWN))
    )
    assert down < torn < up


def test_no_rating_is_beyond_the_scale() -> None:
    for score in (1, 10):
        assert all(1 <= one.rating <= 10 for one in predict(Taste({at: Rating(score) for at in ids[:60]})))


def test_it_predicts_the_small_world_better_than_its_means_do() -> None:
    rows = small_interactions()
    means = learn_popular(facts, rows).means
    learned = learn_predictor(facts, rows, means, PredictorConfig(FactorsConfig(factors=4)))
    assert (learned.factors.items != 0).all()
    errors: list[float] = []
    by_mean: list[float] = []
    for person in range(60):
        theirs = take(rows, (rows.users == person) & (rows.scores > 0) & (facts.locate(rows.anime) != NOWHERE))
        shown, asked = take(theirs, np.arange(len(theirs)) % 4 > 0), take(theirs, np.arange(len(theirs)) % 4 == 0)
        at = facts.locate(asked.anime)
        predicted = learned.predict(shown, facts.locate(shown.anime), at)
        errors.extend(np.array([one.rating for one in predicted]) - asked.scores)
        by_mean.extend(means[at] - asked.scores)
    assert np.square(errors).mean() < 0.9 * np.square(by_mean).mean()


def test_more_scores_than_are_wanted_are_sampled_by_people() -> None:
    rows = small_interactions()
    means = learn_popular(facts, rows).means
    few = learn_predictor(facts, rows, means, PredictorConfig(FactorsConfig(rounds=1), at_most=300))
    all_of_them = learn_predictor(facts, rows, means, PredictorConfig(FactorsConfig(rounds=1)))
    unheard, rarely = ((one.factors.hints == 0).all(axis=1).sum() for one in (few, all_of_them))
    assert unheard > rarely


def test_a_catalogue_may_have_more_labels_than_a_byte_can_count() -> None:
    anime = tuple(
        replace(one, tags=tuple(f"tag {at}-{number}" for number in range(2)))
        for at, one in enumerate(small_catalogue())
    )
    many = learn_facts(anime)
    assert len(many.labels) > np.iinfo(np.int8).max
    rows = small_interactions()
    learned = learn_predictor(many, rows, learn_popular(many, rows).means, PredictorConfig(FactorsConfig(rounds=2)))
    assert np.isfinite(learned.factors.items).all()


def test_without_scores_there_is_nothing_to_learn() -> None:
    means = random.uniform(6, 8, len(facts)).astype(np.float32)
    learned = learn_predictor(facts, taste_rows(Taste()), means, PredictorConfig())
    np.testing.assert_allclose([one.rating for one in predict(Taste(), learned)], means)
    generous = predict(Taste({1: Rating(10)}), learned)
    assert all(one.rating > value for one, value in zip(generous, means.tolist(), strict=True))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    predictor.save(tmp_path)
    taste = Taste({1: Rating(9), 20: Rating(4)})
    only_thumbs = Taste({1: Rating(thumb=Thumb.UP)})
    read = Predictor.load(tmp_path, predictor.means)
    assert [predict(one, read) for one in (taste, only_thumbs)] == [predict(one) for one in (taste, only_thumbs)]
