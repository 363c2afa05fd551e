"""Limits, moods and the dial, over the small world."""

import numpy as np
import pytest

from core.anime import AnimeType
from core.learning.facts import learn_facts
from core.learning.popular import learn_popular
from core.limits import allowed_by
from core.moods import FULL, MOODS, MoodVoice
from core.novelty import NoveltyVoice, dial, good_enough
from core.pick import ReasonKind
from core.wish import Adventure, Length, Mood, Wish
from tests.small_world import small_catalogue, small_interactions

facts = learn_facts(small_catalogue())
popular = learn_popular(facts, small_interactions())
everything = np.arange(len(facts), dtype=np.int32)


def allowed(wish: Wish) -> set[int]:
    mood = None if wish.mood is None else MoodVoice(facts, wish.mood)
    return set(facts.ids[allowed_by(wish, mood, facts, popular)].tolist())


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
    for reasons, score in zip(voice.reasons(everything, 1.0), scores, strict=True):
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


def test_an_adventure_leads_to_the_unknown_but_not_to_the_bad() -> None:
    far, safe = (
        NoveltyVoice(popular, dial(adventure, 0.3)).scores(everything)
        for adventure in (Adventure.ADVENTUROUS, Adventure.SAFE)
    )
    assert dial(Adventure.BALANCED, 0.3) == 0
    assert np.corrcoef(far, popular.appeal)[0, 1] < -0.99
    assert np.corrcoef(safe, popular.appeal)[0, 1] > 0.99
    assert allowed(Wish(adventure=Adventure.ADVENTUROUS, adult=True)) == set(facts.ids[good_enough(popular)].tolist())
    assert 0 < good_enough(popular).sum() < len(facts)
    assert popular.means[good_enough(popular)].min() > popular.means[~good_enough(popular)].max()
