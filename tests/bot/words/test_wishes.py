import pytest

from bot.words import english
from bot.words.english import wishes
from bot.words.voice import voice_for
from core.anime import AnimeType
from core.wish import Adventure, Dislikes, Length, Mood, Wish

NAMES = {20: "Naruto", 5114: "Fullmetal Alchemist"}


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish(), ""),
        (Wish(mood=Mood.COZY), "cozy anime"),
        (Wish(mood=Mood.COZY, length=Length.SHORT, type=AnimeType.MOVIE), "cozy short films"),
        (Wish(mood=Mood.TEARS, length=Length.MEDIUM, genre="Drama"), "tear-jerking medium-length Drama anime"),
        (Wish(type=AnimeType.TV, adventure=Adventure.ADVENTUROUS), "TV series, off the usual path"),
        (Wish(adventure=Adventure.SAFE), "well loved by many"),
        (Wish(adult=True), ""),
        (Wish(without=frozenset({20})), "not counting Naruto"),
        (
            Wish(genre="Drama", dislikes=Dislikes.IGNORE, without=frozenset({20, 5114})),
            "Drama anime, not counting your dislikes, Fullmetal Alchemist and Naruto",
        ),
    ],
)
def test_a_wish_is_said_as_a_phrase(wish: Wish, said: str) -> None:
    assert english.wish(wish, NAMES.__getitem__) == said


def test_every_option_has_a_label_and_every_wish_words() -> None:
    assert set(wishes.MOODS) == set(Mood)
    assert set(wishes.LENGTHS) == set(Length)
    assert set(wishes.ADVENTURES) == set(Adventure)
    assert set(wishes.DISLIKES) == set(Dislikes)
    assert set(wishes.TYPES) | {AnimeType.UNKNOWN} == set(AnimeType)
    assert all(
        english.wish(Wish(mood=mood, type=kind, length=length), NAMES.__getitem__)
        for mood in Mood
        for kind in AnimeType
        for length in Length
    )


@pytest.mark.parametrize("tag", ["en", "EN-us", "tlh", ""])
def test_a_language_without_a_voice_hears_english(tag: str) -> None:
    assert voice_for(tag) is english
