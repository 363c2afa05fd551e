from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyarrow import csv, parquet

from core.anime import AgeRating, AnimeType, Relation, RelationKind, Title, TitleKind, TitleLanguage
from core.taste import Rating, Status
from sources.first_fill import save_bundle
from sources.rating_file import FROM_ZSCORE, NO_RATING, NOT_A_RATING
from sources.report import Unit
from sources.table import import_table
from storage.catalogue import anime_by_ids
from storage.database import Database
from storage.ratings import taste_of
from storage.saved import Saved
from tests.sources.imports import CATALOGUE, contents, reasons, table, unheard, write

RATINGS: dict[str, list[Any]] = {
    "source": ["one", "one", "two", "two", "two", "two", None],
    "user_id": [1, 1, 1, 1, 1, 2, 3],
    "anime_id": [20, 1735, 20, 1735, 99001, 20, 20],
    "rating": [8, 0, 0, 0, 0, None, 3],
    "zscore": [None, None, 0.5, -9.0, None, None, float("nan")],
}


async def test_a_catalogue_says_all_it_knows(database: Database, at: datetime, tmp_path: Path) -> None:
    report = await import_table(database, table(tmp_path, CATALOGUE), None, at=at, progress=unheard)
    assert report.anime == Saved(3, 0, 0)
    (file,) = report.files
    assert (file.unit, file.read, file.taken) == (Unit.ROW, 3, 3)
    assert reasons(file) == {
        "image: unusable value left out": (1, (2,)),
        "related: unknown kinds of relation or unusable ids left out": (1, (2,)),
        "title: HTML entities resolved": (1, (3,)),
        "genres, themes, demographics: something that is no label left out": (1, (3,)),
        "related: unusable value left out": (1, (3,)),
        "synopsis: unusable value left out": (1, (3,)),
        "members: unusable value left out": (1, (1,)),
    }
    async with database.read() as session:
        found = await anime_by_ids(session, [20, 1735, 99001])
    naruto, later, song = found.values()
    assert naruto.picture == "https://example.org/20.jpg"
    assert naruto.tags == ("Ninja", "Shounen")
    assert Relation(RelationKind.SEQUEL, 1735) in naruto.relations
    assert 11 not in {relation.anime_id for relation in naruto.relations}  # a manga
    assert {relation.anime_id for relation in later.relations}.isdisjoint({5, 21})
    assert later.picture is None
    assert (later.genres[0], later.studios, later.demographics) == ("Action", ("Pierrot",), ("Shounen",))
    assert song.titles == (Title("Somebody's Song", TitleLanguage.ROMAJI), Title("歌", TitleLanguage.NATIVE))
    assert (song.type, song.year, song.episodes, song.source) == (AnimeType.MUSIC, None, None, None)
    assert (song.genres, song.themes, song.demographics, song.studios) == ((), ("Music",), (), ())
    assert (song.age_rating, song.synopsis, song.relations, song.members) == (None, None, (), 0)


async def test_an_anime_outside_of_the_bundle_is_as_the_table_says(
    database: Database, at: datetime, tmp_path: Path
) -> None:
    row = {name: values[1:2] for name, values in CATALOGUE.items()} | {"mal_id": ["99003"]}
    await import_table(database, table(tmp_path, row), None, at=at, progress=unheard)
    async with database.read() as session:
        (anime,) = (await anime_by_ids(session, [99003])).values()
    assert anime.titles == (
        Title("Naruto: Shippuuden", TitleLanguage.ROMAJI),
        Title("Naruto Shippuden", TitleLanguage.ENGLISH),
        Title("ナルト 疾風伝", TitleLanguage.NATIVE),
    )
    assert (anime.type, anime.year, anime.episodes, anime.members) == (AnimeType.TV, 2007, 500, 1000)
    assert (anime.genres, anime.source, anime.age_rating) == (("Action", "Sci-Fi"), "Manga", AgeRating.PG13)
    assert anime.synopsis == "Older."
    assert anime.relations == (Relation(RelationKind.PREQUEL, 20),)


@pytest.mark.parametrize("as_csv", [False, True])
async def test_ratings_of_several_collections_are_told_apart(
    database: Database, at: datetime, tmp_path: Path, *, as_csv: bool
) -> None:
    catalogue, ratings = table(tmp_path, CATALOGUE), table(tmp_path, RATINGS, "ratings.parquet")
    if as_csv:
        csv.write_csv(parquet.read_table(ratings), tmp_path / "ratings.csv")
        ratings = tmp_path / "ratings.csv"
    report = await import_table(database, catalogue, ratings, at=at, progress=unheard)
    assert report.ratings == Saved(6, 0, 0)
    assert report.people == 3
    assert reasons(report.files[1]) == {
        FROM_ZSCORE: (2, (4, 5) if as_csv else (3, 4)),
        NO_RATING: (1, (7,) if as_csv else (6,)),
    }
    async with database.read() as session:
        tastes = [dict((await taste_of(session, user)).ratings) for user in (1, 2, 3)]
    assert tastes == [
        {20: Rating(score=3)},  # of no stated source
        {20: Rating(score=8), 1735: Rating(status=Status.LISTED)},
        {20: Rating(score=8), 1735: Rating(score=1), 99001: Rating(status=Status.LISTED)},
    ]


async def test_the_same_tables_again_change_not_a_row(database: Database, at: datetime, tmp_path: Path) -> None:
    catalogue, ratings = table(tmp_path, CATALOGUE), table(tmp_path, RATINGS, "ratings.parquet")
    await save_bundle(database, at=at)
    await import_table(database, catalogue, ratings, at=at, progress=unheard)
    before = await contents(database)
    again = await import_table(database, catalogue, ratings, at=at + timedelta(days=1), progress=unheard)
    assert (again.anime, again.ratings) == (Saved(0, 0, 3), Saved(0, 0, 6))
    assert await contents(database) == before


async def test_a_new_opinion_changes_one_rating(database: Database, at: datetime, tmp_path: Path) -> None:
    catalogue, ratings = table(tmp_path, CATALOGUE), table(tmp_path, RATINGS, "ratings.parquet")
    await import_table(database, catalogue, ratings, at=at, progress=unheard)
    newer = table(tmp_path, RATINGS | {"rating": [9, 0, 0, 0, 0, 11, 3]}, "newer.parquet")
    again = await import_table(database, None, newer, at=at, progress=unheard)
    assert again.ratings == Saved(0, 1, 5)
    assert reasons(again.files[0])[NOT_A_RATING] == (1, (6,))


async def test_the_catalogue_may_be_csv_with_any_column_order_and_more_columns(
    database: Database, at: datetime, tmp_path: Path
) -> None:
    lines = (
        "\ufeffTitle, MAL_ID ,genres,type,score\r\n"
        '"One, ""two""\r\nthree",99001,Comedy,TV,7\r\n\r\n,99002,Comedy,TV,1\r\nFour,x,Comedy,TV,1\r\n'
        "Five,99005,Comedy,Stage,1\r\nSix,99005,Comedy,TV,1"
    )
    report = await import_table(database, write(tmp_path, "c.csv", lines), None, at=at, progress=unheard)
    assert reasons(report.files[0]) == {
        "type: unusable value left out": (1, (7,)),
        "came twice: the last one was taken": (1, (8,)),
        "has no title": (1, (5,)),
        "has no usable anime id": (1, (6,)),
    }
    async with database.read() as session:
        found = await anime_by_ids(session, [99001, 99002, 99005])
    assert {one.id: one.titles[0].text for one in found.values()} == {99001: 'One, "two" three', 99005: "Six"}


async def test_the_bundle_s_facts_stand_and_a_differing_title_is_kept(
    database: Database, at: datetime, tmp_path: Path
) -> None:
    row = {name: values[:1] for name, values in CATALOGUE.items()} | {"year": ["1950"], "title": ["Narutoo"]}
    await import_table(database, table(tmp_path, row), None, at=at, progress=unheard)
    async with database.read() as session:
        naruto = (await anime_by_ids(session, [20]))[20]
    assert naruto.year == 2002
    assert naruto.title(TitleLanguage.ROMAJI) == "Naruto"
    assert Title("Narutoo", TitleLanguage.ROMAJI, TitleKind.SYNONYM) in naruto.titles


async def test_a_part_of_the_real_tables_is_taken_twice(
    database: Database, at: datetime, tmp_path: Path, data: Path
) -> None:
    catalogue = parquet.read_table(data / "catalogue.parquet").slice(0, 600)
    parquet.write_table(catalogue, tmp_path / "catalogue.parquet")
    csv.write_csv(catalogue.select([name for name in catalogue.schema.names if "." not in name]), tmp_path / "c.csv")
    parquet.write_table(parquet.read_table(data / "ratings.parquet").slice(0, 5_000), tmp_path / "ratings.parquet")
    report = await import_table(
        database, tmp_path / "catalogue.parquet", tmp_path / "ratings.parquet", at=at, progress=unheard
    )
    assert report.anime == Saved(600, 0, 0)
    assert report.ratings is not None
    assert report.ratings.new > 400
    before = await contents(database)
    again = await import_table(database, tmp_path / "c.csv", tmp_path / "ratings.parquet", at=at, progress=unheard)
    assert again.anime == Saved(0, 0, 600)
    assert again.ratings == Saved(0, 0, report.ratings.new)
    assert await contents(database) == before
