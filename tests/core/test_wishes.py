"""Limits, moods and the dial, over the small world."""

from dataclasses import replace

import numpy as np
import pytest

from core.anime import AnimeType
from core.learning.facts import learn_facts
from core.learning.popular import learn_popular
from core.limits import allowed_by
from core.moods import FULL, MOODS, MoodVoice
from core.novelty import FEW, Renown, crowd, turned
from core.pick import ReasonKind
from core.reasons import Named, Subjects
from core.wish import Adventure, Length, Mood, Wish
from tests.core.told import told
from tests.small_world import small_catalogue, small_interactions

facts = learn_facts(small_catalogue())
popular = learn_popular(facts, small_interactions())
renown = Renown.of(popular)
everything = np.arange(len(facts), dtype=np.int32)
SUBJECTS = Subjects(facts.ids, [], [Named(label.name, label.kind) for label in facts.labels])


def allowed(wish: Wish) -> set[int]:
    mood = None if wish.mood is None else MoodVoice(facts, wish.mood)
    return set(facts.ids[allowed_by(wish, mood, facts, renown)].tolist())


def test_the_default_allows_all_that_is_not_adult() -> None:
    assert allowed(Wish()) == {anime.id for anime in small_catalogue() if not anime.adult}
    assert allowed(Wish(adult=True)) == {anime.id for anime in small_catalogue()}


@pytest.mark.parametrize(
    ("length", "low", "high"), [(Length.SHORT, 1, 13), (Length.MEDIUM, 14, 26), (Length.LONG, 27, 10_000)]
)
def test_lengths_are_episodes(length: Length, low: int, high: int) -> None:
    expected = {anime.id for anime in small_catalogue() if low <= (anime.episodes or 0) <= high and not anime.adult}
    assert allowed(Wish(length=length)) == expected


def test_types_genres_and_themes() -> None:
    movies = {anime.id for anime in small_catalogue() if anime.type is AnimeType.MOVIE}
    ovas = {anime.id for anime in small_catalogue() if anime.type is AnimeType.OVA and not anime.adult}
    assert allowed(Wish(type=AnimeType.MOVIE)) == movies
    assert allowed(Wish(types=frozenset({AnimeType.MOVIE, AnimeType.OVA}))) == movies | ovas
    assert allowed(Wish(genre="SPORTS")) == {anime.id for anime in small_catalogue() if "Sports" in anime.genres}
    assert allowed(Wish(genre="gag humor")) == {anime.id for anime in small_catalogue() if "Gag Humor" in anime.themes}
    assert allowed(Wish(genre="nothing of the kind")) == set()


@pytest.mark.parametrize("mood", Mood)
def test_no_label_speaks_for_and_against_one_mood(mood: Mood) -> None:
    assert MOODS[mood].towards
    assert not MOODS[mood].towards & MOODS[mood].away


@pytest.mark.parametrize("mood", Mood)
def test_a_moods_reasons_add_up_and_only_what_fits_is_allowed(mood: Mood) -> None:
    voice = MoodVoice(facts, mood)
    scores = voice.scores(everything)
    for reasons, score in zip(told(voice.spoken(everything, 1.0), len(facts), SUBJECTS), scores, strict=True):
        assert sum(reason.amount for reason in reasons) == pytest.approx(score)
        assert abs(score) < FULL
        assert len({round(abs(reason.amount), 9) for reason in reasons}) <= 1
        for reason in reasons:
            towards = (reason.label or "").casefold() in MOODS[mood].towards
            assert reason.kind is ReasonKind.MOOD
            assert (reason.amount > 0) == towards
    assert allowed(Wish(mood=mood, adult=True)) == set(facts.ids[scores > 0].tolist())


def test_cozy_is_cozy() -> None:
    assert 34798 in allowed(Wish(mood=Mood.COZY))  # Laid-Back Camp
    assert 16498 not in allowed(Wish(mood=Mood.COZY))  # Attack on Titan


def test_fame_is_by_audience_and_esteem_by_the_mean_above_the_floor() -> None:
    best_known, best_loved = int(popular.audience.argmax()), int(popular.means.argmax())
    assert renown.fame[best_known] == renown.fame.max() == pytest.approx(1)
    assert renown.esteem[best_loved] == renown.esteem.max() == pytest.approx(1)
    few = replace(popular, audience=np.where(everything == best_known, FEW * 1000, 1000).astype(np.int32))
    assert Renown.of(few).fame[everything != best_known] == pytest.approx(np.log(2) / np.log(1 + FEW))
    assert renown.fame.min() >= 0
    assert renown.esteem.min() >= 0
    assert (renown.esteem[renown.fit] > 0).all()


def test_an_adventure_leads_to_what_few_know_and_somebody_vouches_for() -> None:
    mean = np.average(popular.means, weights=popular.audience)
    poor = replace(popular, means=np.where(everything < 50, mean - 6, mean).astype(np.float32))
    assert not Renown.of(poor).fit[:50].any()
    assert Renown.of(poor).fit[50:].all()
    unknown = replace(popular, audience=np.where(everything < 50, 9, 1000).astype(np.int32))
    assert not Renown.of(unknown).fit[:50].any()
    assert allowed(Wish(adventure=Adventure.ADVENTUROUS, adult=True)) == set(facts.ids[renown.fit].tolist())
    nobody = Renown.of(replace(popular, audience=np.zeros_like(popular.audience)))
    assert not nobody.fame.any()
    assert not nobody.fit.any()


@pytest.mark.parametrize("evidence", [0, 1, 10, 1_000])
def test_the_dials_ends_pull_apart_and_give_reasons_that_add_up(evidence: int) -> None:
    said = crowd(evidence)
    assert 0 < said <= 1
    assert turned(Adventure.BALANCED, renown, said) is None
    far, safe = (turned(end, renown, said) for end in (Adventure.ADVENTUROUS, Adventure.SAFE))
    assert far is not None
    assert safe is not None
    well_known, hidden = np.flatnonzero(renown.fame > 0.5), np.flatnonzero(renown.fame < 0.5)
    assert len(well_known)
    assert len(hidden)
    for voice, lifted in ((far, hidden), (safe, well_known)):
        found = told(voice.spoken(everything, 0.5), len(facts), SUBJECTS)
        sums = [sum(reason.amount for reason in reasons) for reasons in found]
        assert sums == pytest.approx((voice.scores(everything) * 0.5).tolist())
        assert all(found[at][0].amount > 0 for at in lifted)
    safest, farthest = (told(voice.spoken(everything, 1.0), len(facts), SUBJECTS) for voice in (safe, far))
    assert {reason.kind for reasons in safest for reason in reasons} == {ReasonKind.POPULAR}
    assert all(reasons[0].kind is ReasonKind.NOVELTY for reasons in farthest)
