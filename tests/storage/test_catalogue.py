import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.anime import (
    AgeRating,
    Anime,
    AnimeType,
    Relation,
    RelationKind,
    Season,
    Title,
    TitleKind,
    TitleLanguage,
)
from storage.catalogue import CatalogueCounts, all_anime, anime_by_ids, counts, save_anime
from storage.database import Database
from storage.saved import Saved
from storage.tables import AnimeRow, LabelRow
from tests.databases import sqlite_database
from tests.storage.worlds import an_anime

BEBOP = Anime(
    id=1,
    titles=(
        Title("Cowboy Bebop", TitleLanguage.ROMAJI),
        Title("カウボーイビバップ", TitleLanguage.NATIVE),
        Title("cb", TitleLanguage.OTHER, TitleKind.SHORT),
    ),
    type=AnimeType.TV,
    year=1998,
    season=Season.SPRING,
    episodes=26,
    minutes=24,
    source="Original",
    age_rating=AgeRating.R,
    genres=("Sci-Fi", "Action"),
    themes=("Space", "Adult Cast", "Music"),
    studios=("Sunrise",),
    tags=("Noir", "Action"),
    relations=(Relation(RelationKind.SIDE_STORY, 5), Relation(RelationKind.SUMMARY, 4037)),
    synopsis="Bounty hunters, always hungry, cross the solar system.",
    picture="https://example.org/1.jpg",
    members=1_900_000,
)

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8)
labels = st.lists(words, unique=True, max_size=4).map(tuple)
ids = st.integers(min_value=1, max_value=2**31 - 1)
anime_strategy = st.builds(
    Anime,
    id=ids,
    titles=st.lists(
        st.builds(Title, words, st.sampled_from(TitleLanguage), st.sampled_from(TitleKind)),
        min_size=1,
        max_size=4,
        unique=True,
    ).map(tuple),
    type=st.sampled_from(AnimeType),
    year=st.none() | st.integers(1907, 2100),
    season=st.none() | st.sampled_from(Season),
    episodes=st.none() | st.integers(1, 5000),
    minutes=st.none() | st.integers(1, 300),
    source=st.none() | words,
    age_rating=st.none() | st.sampled_from(AgeRating),
    genres=labels,
    themes=labels,
    demographics=labels,
    studios=labels,
    tags=labels,
    relations=st.lists(st.builds(Relation, st.sampled_from(RelationKind), ids), unique=True, max_size=4).map(tuple),
    synopsis=st.none() | words,
    picture=st.none() | words,
    members=st.none() | st.integers(0, 2**31 - 1),
)


async def saved(database: Database, *anime: Anime, at: datetime | None = None) -> Saved:
    async with database.begin() as session:
        return await save_anime(session, anime, origin="test", at=at or datetime.fromisoformat("2026-01-01T00:00Z"))


async def catalogue(database: Database) -> list[Anime]:
    async with database.read() as session:
        return await all_anime(session)


async def test_an_anime_comes_back_with_everything_in_its_order(database: Database) -> None:
    assert await saved(database, BEBOP) == Saved(new=1, changed=0, same=0)
    assert await catalogue(database) == [BEBOP]


async def test_an_anime_may_be_hardly_known(database: Database) -> None:
    await saved(database, an_anime(1))
    assert await catalogue(database) == [an_anime(1)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10, deadline=None)
@given(anime=st.lists(anime_strategy, unique_by=lambda one: one.id, max_size=5))
def test_any_catalogue_comes_back_and_again_changes_nothing(
    anime: list[Anime], tmp_path_factory: pytest.TempPathFactory
) -> None:
    async def there_and_back(folder: Path) -> None:
        database = await sqlite_database(folder)
        await saved(database, *anime)
        assert await catalogue(database) == sorted(anime, key=lambda one: one.id)
        assert await saved(database, *reversed(anime)) == Saved(0, 0, len(anime))
        await database.close()

    asyncio.run(there_and_back(tmp_path_factory.mktemp("catalogue")))


async def test_the_whole_catalogue_comes_by_rising_id(database: Database) -> None:
    await saved(database, an_anime(30), an_anime(2), an_anime(11))
    assert [one.id for one in await catalogue(database)] == [2, 11, 30]


async def test_some_anime_come_by_their_ids(database: Database) -> None:
    await saved(database, BEBOP, an_anime(2), an_anime(3))
    async with database.read() as session:
        assert await anime_by_ids(session, [3, 1, 99, 3]) == {1: BEBOP, 3: an_anime(3)}
        assert await anime_by_ids(session, []) == {}


async def test_more_ids_than_go_into_one_statement(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.catalogue._SHARE", 2)
    await saved(database, *map(an_anime, (1, 2, 3, 5, 8)))
    async with database.read() as session:
        assert list(await anime_by_ids(session, range(1, 10))) == [1, 2, 3, 5, 8]
    changed = [an_anime(anime_id, "Another") for anime_id in (1, 2, 3, 5, 8)]
    assert await saved(database, *changed) == Saved(0, 5, 0)
    assert await catalogue(database) == changed


@pytest.mark.parametrize(
    "change",
    [
        {"titles": (Title("Bebop", TitleLanguage.ENGLISH),)},
        {"titles": tuple(reversed(BEBOP.titles))},
        {"genres": ("Action",)},
        {"genres": ("Action", "Sci-Fi")},
        {"genres": (), "tags": ("Sci-Fi",)},
        {"relations": ()},
        {"episodes": None, "synopsis": None, "season": None},
        {"age_rating": AgeRating.RX},
    ],
)
async def test_what_is_known_is_replaced_whole(database: Database, change: dict[str, Any]) -> None:
    await saved(database, BEBOP, an_anime(2))
    changed = replace(BEBOP, **change)
    assert await saved(database, changed, an_anime(2)) == Saved(new=0, changed=1, same=1)
    assert await catalogue(database) == [changed, an_anime(2)]


async def test_new_changed_and_same_are_told_apart_and_only_the_changed_get_the_time(
    database: Database, now: datetime
) -> None:
    await saved(database, an_anime(1), an_anime(2), at=now)
    later = now + timedelta(days=1)
    assert await saved(database, an_anime(1), an_anime(2, "Another"), an_anime(3), at=later) == Saved(1, 1, 1)
    async with database.read() as session:
        times = (await session.execute(select(AnimeRow.updated_at).order_by(AnimeRow.id))).scalars().all()
    assert times == [now, later, later]


async def test_what_comes_twice_is_kept_once(database: Database) -> None:
    twice = replace(
        BEBOP, titles=BEBOP.titles * 2, genres=("Sci-Fi", "Action", "Sci-Fi"), relations=BEBOP.relations * 2
    )
    await saved(database, twice)
    assert await catalogue(database) == [BEBOP]
    assert await saved(database, twice) == Saved(0, 0, 1)


async def test_a_word_is_stored_once_for_all_anime_but_apart_by_kind(database: Database) -> None:
    await saved(database, replace(an_anime(1), genres=("Music",)), replace(an_anime(2), genres=("Music",)))
    await saved(database, replace(an_anime(3), themes=("Music",)), replace(an_anime(4), genres=("Music",)))
    async with database.read() as session:
        stored = (await session.execute(select(LabelRow.kind, LabelRow.name))).all()
    assert sorted(stored) == [("genre", "Music"), ("theme", "Music")]


async def test_an_id_that_comes_twice_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match=r"come twice: \[7\]"):
        await saved(database, an_anime(7), an_anime(8), an_anime(7))
    assert await catalogue(database) == []


async def test_an_anime_without_a_title_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match=r"no title: \[7\]"):
        await saved(database, an_anime(8), Anime(7, ()))
    assert await catalogue(database) == []


@pytest.mark.parametrize("nonsense", [{"episodes": 0}, {"minutes": -1}, {"members": -1}])
async def test_the_database_refuses_nonsense(database: Database, nonsense: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        await saved(database, replace(BEBOP, **nonsense))


async def test_counting(database: Database) -> None:
    async with database.read() as session:
        assert await counts(session) == CatalogueCounts(anime=0, people=0, ratings=0, simulated=False)
    await saved(database, an_anime(1), an_anime(2))
    async with database.read() as session:
        assert await counts(session) == CatalogueCounts(anime=2, people=0, ratings=0, simulated=False)


async def test_nothing_to_save_is_fine(database: Database) -> None:
    assert await saved(database) == Saved(0, 0, 0)
