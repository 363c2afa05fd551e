from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from core.anime import AnimeType, Title, TitleLanguage
from core.taste import Rating, Status
from sources.first_fill import fill_with_bundle, save_bundle
from sources.kaggle import import_kaggle
from sources.rating_file import NOT_A_RATING, TWICE, UNKNOWN_ANIME
from sources.report import Unit
from storage.catalogue import anime_by_ids, counts
from storage.database import Database
from storage.ratings import taste_of
from storage.saved import Saved
from tests.sources.imports import KAGGLE_ANIME, contents, reasons, unheard, write

RATINGS = "user_id,anime_id,rating\n1,20,8\n1,99001,-1\n2,20,11\n2,99002,10\n2,5,7\n3,20,5\n3,20,6\n"


async def test_both_files_are_taken_and_everything_odd_is_told(
    database: Database, at: datetime, tmp_path: Path
) -> None:
    anime, ratings = write(tmp_path, "anime.csv", KAGGLE_ANIME), write(tmp_path, "rating.csv", RATINGS)
    told: list[str] = []
    report = await import_kaggle(database, anime, ratings, at=at, progress=lambda stage, _: told.append(stage))
    assert report.anime == Saved(3, 0, 0)
    assert report.ratings == Saved(4, 0, 0)
    assert report.people == 3
    assert report.simulated_ratings_dropped == 0
    first, second = report.files
    assert (first.path, first.unit, first.read, first.taken) == (anime, Unit.LINE, 3, 3)
    assert reasons(first) == {"name: HTML entities resolved": (1, (3,))}
    assert (second.read, second.taken) == (7, 5)
    assert reasons(second) == {NOT_A_RATING: (1, (4,)), UNKNOWN_ANIME: (1, (6,)), TWICE: (1, (7,))}
    assert list(dict.fromkeys(told)) == ["Reading anime.csv", "Reading rating.csv", "Saving anime", "Saving ratings"]

    async with database.read() as session:
        found = await anime_by_ids(session, [20, 99001, 99002])
        tastes = [await taste_of(session, user) for user in (1, 2, 3)]
    assert found[99001].titles == (Title('Gintama\'s "Song"', TitleLanguage.ROMAJI),)
    assert (found[99001].type, found[99001].episodes, found[99001].members) == (AnimeType.MUSIC, None, 5)
    assert (found[99001].genres, found[99001].themes) == ((), ("Racing",))
    assert (found[99002].type, found[99002].genres, found[99002].episodes) == (AnimeType.UNKNOWN, (), 1)
    assert found[20].season is not None  # the bundle knows it
    assert found[20].members == 683297
    assert [dict(taste.ratings) for taste in tastes] == [
        {20: Rating(score=8), 99001: Rating(status=Status.LISTED)},
        {99002: Rating(score=10)},
        {20: Rating(score=6)},
    ]


async def test_the_same_files_again_change_not_a_row(database: Database, at: datetime, tmp_path: Path) -> None:
    anime, ratings = write(tmp_path, "anime.csv", KAGGLE_ANIME), write(tmp_path, "rating.csv", RATINGS)
    await save_bundle(database, at=at)
    await import_kaggle(database, anime, ratings, at=at, progress=unheard)
    before = await contents(database)
    again = await import_kaggle(database, anime, ratings, at=at + timedelta(days=1), progress=unheard)
    assert (again.anime, again.ratings) == (Saved(0, 0, 3), Saved(0, 0, 5))
    assert await contents(database) == before
    await save_bundle(database, at=at + timedelta(days=2))
    assert await contents(database) == before


async def test_either_file_alone_is_enough(database: Database, at: datetime, tmp_path: Path) -> None:
    ratings = write(tmp_path, "rating.csv", RATINGS)
    await save_bundle(database, at=at)
    report = await import_kaggle(database, None, ratings, at=at, progress=unheard)
    assert report.anime is None
    assert report.ratings == Saved(3, 0, 0)  # 20 and 5 are in the bundle
    report = await import_kaggle(database, write(tmp_path, "anime.csv", KAGGLE_ANIME), None, at=at, progress=unheard)
    assert report.anime == Saved(2, 1, 0)
    assert report.ratings is None


async def test_the_first_real_ratings_take_the_simulation_s_place(
    database: Database, at: datetime, tmp_path: Path
) -> None:
    await fill_with_bundle(database, at=at, progress=unheard)
    unknown = write(tmp_path, "unknown.csv", "user_id,anime_id,rating\n1,99001,8\n")
    report = await import_kaggle(database, None, unknown, at=at, progress=unheard)
    assert report.simulated_ratings_dropped == 0  # nothing real came in
    ratings = write(tmp_path, "rating.csv", RATINGS)
    report = await import_kaggle(database, None, ratings, at=at, progress=unheard)
    assert report.simulated_ratings_dropped == 50_000
    async with database.read() as session:
        found = await counts(session)
    assert (found.people, found.ratings, found.simulated) == (3, 3, False)
    before = await contents(database)
    await fill_with_bundle(database, at=at, progress=unheard)
    assert await contents(database) == before


async def test_the_beginning_of_the_real_files_is_taken_whole(
    database: Database, at: datetime, tmp_path: Path, data: Path
) -> None:
    for name, lines in (("anime.csv", 400), ("rating.csv", 2_000)):
        with (data / name).open(encoding="utf-8", newline="") as file:
            write(tmp_path, name, "".join(islice(file, lines + 1)))
    report = await import_kaggle(database, tmp_path / "anime.csv", tmp_path / "rating.csv", at=at, progress=unheard)
    anime, ratings = report.files
    assert (anime.read, anime.taken) == (400, 400)
    assert set(reasons(anime)) == {"name: HTML entities resolved"}
    assert ratings.read == 2_000
    assert set(reasons(ratings)) <= {UNKNOWN_ANIME}
    assert ratings.taken > 500
