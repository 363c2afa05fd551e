"""What is trending and what has just begun, by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from core.anime import Anime, Season, Title, TitleLanguage
from core.interactions import Interactions
from core.learning.facts import learn_facts
from core.learning.popular import learn_popular
from core.learning.timely import DOUBT, learn_season, learn_trending

PEOPLE = 40


def anime(anime_id: int, year: int | None, season: Season | None = None) -> Anime:
    return Anime(anime_id, (Title(f"T{anime_id}x", TitleLanguage.ROMAJI),), year=year, season=season)


catalogue = [
    anime(10, 2025, Season.FALL),
    anime(20, 2026, Season.SUMMER),
    anime(30, 2026, Season.SUMMER),
    anime(40, 2026, Season.FALL),
    anime(50, 2026),
    anime(60, None),
]
facts = learn_facts(catalogue)


def rows(likes: dict[int, int], lately: dict[int, int]) -> Interactions:
    """Return so many likes of each anime, each of another person, of earlier and of late."""
    told = [(anime_id, late) for late, counts in ((False, likes), (True, lately)) for anime_id in counts]
    counts = [(lately if late else likes)[anime_id] for anime_id, late in told]
    anime_ids = np.repeat([anime_id for anime_id, _ in told], counts).astype(np.int32)
    size = len(anime_ids)
    none = np.zeros(size, np.int8)
    return Interactions(
        np.arange(size, dtype=np.int32),
        anime_ids,
        np.full(size, 9, np.int8),
        none,
        none,
        np.repeat([late for _, late in told], counts),
    )


def test_what_is_liked_more_often_than_before_is_trending() -> None:
    trending = learn_trending(facts, rows({10: 80, 20: 80, 30: 40}, {10: 5, 20: 45}))
    expected = 50 * 80 / 200
    assert trending.amounts[:2].tolist() == pytest.approx([0, np.log2((45 + DOUBT) / (expected + DOUBT))])
    assert trending.order.tolist() == [1]


def test_two_people_are_no_trend_and_a_crowd_is_no_more_than_one() -> None:
    assert learn_trending(facts, rows({10: PEOPLE}, {20: 2})).amounts[1] < 0.3
    assert learn_trending(facts, rows({10: PEOPLE}, {20: 1000})).amounts[1] == 1


def test_where_nobody_knows_when_anything_was_said_nothing_is_trending() -> None:
    given = rows({10: 80}, {20: 45})
    assert not learn_trending(facts, replace(given, said_lately=None)).amounts.any()
    assert not learn_trending(facts, replace(given, said_lately=np.zeros(len(given), np.bool_))).amounts.any()


@pytest.mark.parametrize(
    ("today", "new"),
    [
        (date(2026, 11, 21), {40, 50}),
        (date(2026, 9, 30), {20, 30, 50}),
        (date(2026, 3, 1), {50}),
        (date(2025, 12, 31), {10}),
        (date(2020, 1, 1), set()),
    ],
)
def test_the_latest_season_is_the_last_that_had_begun(today: date, new: set[int]) -> None:
    season = learn_season(facts, catalogue, learn_popular(facts, rows({20: 3}, {})), today)
    assert set(facts.ids[season.order].tolist()) == new


def test_the_best_liked_of_a_season_come_first() -> None:
    season = learn_season(facts, catalogue, learn_popular(facts, rows({30: 9, 20: 2}, {})), date(2026, 8, 1))
    assert facts.ids[season.order].tolist() == [30, 20, 50]
    assert season.amounts[season.order[[0, 2]]].tolist() == [1.0, 0.5]
