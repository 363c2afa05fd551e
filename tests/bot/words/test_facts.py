import pytest

from bot.words.english import background, doubt, everyone, evidence, facts, newness, prediction, rating
from core.anime import AgeRating, Anime, AnimeType, Season, Title, TitleLanguage
from core.pick import Prediction
from core.taste import Rating, Status, Taste, Thumb


def _anime(**known: object) -> Anime:
    return Anime(1, (Title("X", TitleLanguage.ROMAJI),), **known)  # type: ignore[arg-type]  # each test names a few


@pytest.mark.parametrize(
    ("anime", "said"),
    [
        (
            _anime(
                type=AnimeType.TV, episodes=64, minutes=24, year=2009, season=Season.SPRING, studios=("Bones", "B", "C")
            ),
            ("TV", "64 episodes of 24 min", "Spring 2009", "Bones and B"),
        ),
        (_anime(type=AnimeType.MOVIE, episodes=1, minutes=106), ("Film", "1 h 46 min")),
        (_anime(type=AnimeType.MOVIE, minutes=120), ("Film", "2 h")),
        (_anime(type=AnimeType.MOVIE, episodes=1), ("Film",)),
        (_anime(type=AnimeType.OVA, episodes=1, minutes=25), ("OVA", "25 min")),
        (_anime(type=AnimeType.ONA, episodes=1), ("Web series", "1 episode")),
        (_anime(type=AnimeType.TV, minutes=24, year=1999), ("TV", "episodes of 24 min", "1999")),
        (_anime(type=AnimeType.TV, episodes=12, season=Season.FALL), ("TV", "12 episodes")),
        (_anime(studios=("Bones",)), ("Bones",)),
        (_anime(), ()),
    ],
)
def test_facts_are_said_as_far_as_they_are_known(anime: Anime, said: tuple[str, ...]) -> None:
    assert facts(anime) == said


@pytest.mark.parametrize(
    ("anime", "said"),
    [
        (_anime(source="Manga", demographics=("Shounen",)), "From a manga, for a shounen audience."),
        (_anime(source="Original", age_rating=AgeRating.PG13), "An original story, from 13 on."),
        (_anime(source="Original net animation"), "From an original net animation."),
        (_anime(source="Unknown"), ""),
        (_anime(age_rating=AgeRating.R_PLUS), "From 17 on, with some nudity."),
    ],
)
def test_the_background_is_one_sentence_or_nothing(anime: Anime, said: str) -> None:
    assert background(anime) == said


def test_every_type_but_the_unknown_and_every_age_has_words() -> None:
    assert all(facts(_anime(type=one)) for one in AnimeType if one is not AnimeType.UNKNOWN)
    assert all(background(_anime(age_rating=one)) for one in AgeRating)


def test_ratings_are_said_like_a_person_says_them_and_simulation_is_named() -> None:
    assert prediction(Prediction(8.432, 1.07, 9), simulated=False) == "8.4 for you, give or take 1.1"
    assert prediction(Prediction(8.0, 1.0, 9), simulated=True) == "8.0 for you, give or take 1.0 (simulated)"
    assert everyone(7.25, simulated=False) == "7.2 from everyone"
    assert "simulated" in everyone(7.25, simulated=True)


@pytest.mark.parametrize("known", range(5))
def test_a_guess_from_next_to_nothing_says_so(known: int) -> None:
    assert bool(doubt(Prediction(8.0, 2.0, known))) == (known < 3)


def test_what_hardly_anybody_knows_is_said_to_be_new() -> None:
    assert newness(0) == "New here: nobody has rated it yet."
    assert newness(4) == "New here: only a few people know it yet."
    assert newness(5) == ""
    assert newness(None) == "New here: I have yet to learn about it."


def test_a_rating_says_all_it_holds() -> None:
    assert rating(Rating(9, Thumb.UP, Status.WATCHED)) == "9 of 10, 👍, watched"
    assert rating(Rating(thumb=Thumb.DOWN)) == "👎"
    assert all(rating(Rating(status=status)) for status in Status)


@pytest.mark.parametrize(
    ("count", "says"), [(0, "nothing about you yet"), (2, "little about you yet"), (7, "your 7 ratings")]
)
def test_little_evidence_is_admitted(count: int, says: str) -> None:
    assert says in evidence(Taste({anime_id: Rating(8) for anime_id in range(count)}))


def test_much_evidence_needs_no_words() -> None:
    assert evidence(Taste({anime_id: Rating(8) for anime_id in range(10)})) == ""
