"""What a list is apart from right, by hand."""

from math import log, log2

import numpy as np
import pytest

from core.anime import Anime, Title, TitleLanguage
from core.evaluation.variety import SMOOTHING, Variety
from core.interactions import Interactions


def one(anime_id: int, *genres: str, themes: tuple[str, ...] = ()) -> Anime:
    return Anime(anime_id, (Title(f"#{anime_id}", TitleLanguage.OTHER),), genres=genres, themes=themes)


def rows(audience: dict[int, int]) -> Interactions:
    users = [user for count in audience.values() for user in range(count)]
    anime = [anime_id for anime_id, count in audience.items() for _ in range(count)]
    none = np.zeros(len(users), np.int8)
    return Interactions(np.array(users, np.int32), np.array(anime, np.int32), none, none, none)


CATALOGUE = [
    one(1, "Action"),
    one(2, "Action", "Comedy"),
    one(3, "Comedy", themes=("School",)),
    one(4, "Drama"),
    one(5),
]
variety = Variety(CATALOGUE, rows({1: 7, 2: 3, 3: 1, 4: 1}))


def test_genres_are_counted_in_parts() -> None:
    assert variety.genre_entropy([1, 2]) == pytest.approx(-(0.75 * log2(0.75) + 0.25 * log2(0.25)))
    assert variety.genre_entropy([1]) == 0.0
    assert variety.genre_entropy([1, 3, 4]) == pytest.approx(log2(3))
    assert variety.genre_entropy([5]) == 0.0


def test_similarity_is_the_mean_cosine_of_pairs() -> None:
    assert variety.similarity([1, 2]) == pytest.approx(1 / 2**0.5)
    assert variety.similarity([1, 2, 4]) == pytest.approx((1 / 2**0.5 + 0 + 0) / 3)
    assert variety.similarity([2, 3]) == pytest.approx(1 / 2)
    assert variety.similarity([1, 5]) == 0.0


def test_novelty_is_in_bits() -> None:
    assert variety.novelty([1]) == 0.0
    assert variety.novelty([2, 5]) == pytest.approx((1 + 3) / 2)
    assert variety.novelty([]) == 0.0


def test_few_anime_hold_half_of_all_ratings() -> None:
    assert variety.popular == {1}
    assert variety.popular_share([1, 4]) == 0.5
    assert variety.popular_share([]) == 0.0


def test_a_list_like_the_person_is_calibrated() -> None:
    assert variety.miscalibration([1, 3], [3, 1]) == pytest.approx(0.0)
    mixed = SMOOTHING * 0.5
    expected = 0.5 * log(0.5 / (1 - SMOOTHING + mixed)) + 0.5 * log(0.5 / mixed)
    assert variety.miscalibration([1], [1, 4]) == pytest.approx(expected)
    assert variety.miscalibration([1], []) is None
    assert variety.miscalibration([5], [1]) is None
