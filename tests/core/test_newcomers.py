"""Anime that nobody has rated are found by what they are like."""

import pytest

from core.taste import Rating, Taste
from core.wish import Adventure, Wish
from tests.newcomers import K_ON, NARUTO, NEW, engine_with_newcomers

TASTES = {
    K_ON: Taste({K_ON: Rating(10), 34798: Rating(9), 10165: Rating(9)}),
    NARUTO: Taste({NARUTO: Rating(10), 269: Rating(9), 21: Rating(9)}),
}
SAFE = Adventure.SAFE
both = pytest.mark.parametrize("liked", NEW)


@both
def test_it_stands_among_the_first_twenty_for_a_taste_that_it_fits(liked: int) -> None:
    shown = [pick.anime_id for pick in engine_with_newcomers().recommend(TASTES[liked], Wish(), 20)]
    assert set(shown) & set(NEW.values()) == {NEW[liked]}


@both
def test_whoever_wants_what_is_well_loved_is_not_offered_it(liked: int) -> None:
    shown = [pick.anime_id for pick in engine_with_newcomers().recommend(TASTES[liked], Wish(adventure=SAFE), 20)]
    assert not set(shown) & set(NEW.values())


@both
def test_it_is_said_to_be_like_what_it_is_like(liked: int) -> None:
    engine = engine_with_newcomers()
    assert NEW[liked] in [pick.anime_id for pick in engine.similar(liked, Taste(), Wish(), 20)]
    assert liked in [pick.anime_id for pick in engine.similar(NEW[liked], Taste(), Wish(), 5)]


@both
def test_it_is_known_to_be_new_and_explained_by_what_it_is_like(liked: int) -> None:
    engine = engine_with_newcomers()
    assert engine.audience(NEW[liked]) == 0 < engine.audience(liked)
    pick = engine.explain(NEW[liked], TASTES[liked], Wish())
    assert pick.score > 0
    assert any(reason.label for reason in pick.reasons)


def test_whoever_said_nothing_is_not_offered_what_nobody_rated() -> None:
    shown = [pick.anime_id for pick in engine_with_newcomers().recommend(Taste(), Wish(), 20)]
    assert not set(NEW.values()) & set(shown)


def test_an_anime_that_the_model_does_not_know_has_no_audience() -> None:
    with pytest.raises(KeyError):
        engine_with_newcomers().audience(99_999_999)
