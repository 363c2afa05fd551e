"""Files that nothing can be taken from: one clear sentence, and the database as it was."""

import zlib
from datetime import datetime
from pathlib import Path

import pytest

from sources.first_fill import save_bundle
from sources.kaggle import import_kaggle
from sources.report import UnusableFileError
from sources.table import import_table
from storage.database import Database
from storage.datasets import save_dataset_ratings
from tests.sources.imports import CATALOGUE, KAGGLE_ANIME, contents, table, unheard, write

HEADER = "user_id,anime_id,rating\n"
GOOD = "".join(f"{user},20,8\n" for user in range(50))
QUOTE = '"'

BAD_RATINGS: dict[str, tuple[str | bytes, str]] = {
    "empty": (b"", "rating.csv is empty."),
    "header only": (HEADER, "rating.csv has no rows."),
    "header without line end": (HEADER.strip(), "rating.csv has no rows."),
    "a column is missing": ("user_id,anime_id\n1,20\n", "rating.csv has no column rating; its columns are: user_id, a"),
    "other divider": ("user_id;anime_id;rating\n1;20;8\n", "has no columns user_id, anime_id, rating; its columns are"),
    "a column twice": ("user_id,anime_id,rating,rating\n1,20,8,8\n", "rating.csv has the column rating twice."),
    "zip": (b"PK\x03\x04abc", "rating.csv is a ZIP archive"),
    "utf-16": ((HEADER + GOOD).encode("utf-16"), "rating.csv is not UTF-8: line 1 looks like UTF-16."),
    "utf-16 without mark": ((HEADER + GOOD).encode("utf-16-le"), "line 1 looks like UTF-16."),
    "latin": ((HEADER + GOOD + "é,20,8\n").encode("cp1252"), "line 52 looks like Windows-1252 (Western European)."),
    "shift-jis": ((HEADER + "ナルト,20,8\n").encode("shift-jis"), "line 2 looks like Shift-JIS."),
    "half a row": (HEADER + GOOD + "51,2", "rating.csv ends in the middle of line 52"),
    "half a row, right width": (HEADER + GOOD + "51,20,", "rating.csv ends in the middle of line 52"),
    "half a letter": ((HEADER + GOOD + "é").encode()[:-1], "rating.csv ends in the middle of line 52"),
    "hardly a right row": (HEADER + "1,20,8\n" + "1,20,11\n" * 20, "20 of 21 rows cannot be used. Most common: has a"),
    "no row of that width": (HEADER + "1,20\n" * 3, "3 of 3 rows cannot be used. Most common: has too few or too many"),
    "an endless line": (HEADER + "9" * 9_000_000 + "\n" + GOOD, "rating.csv cannot be read as CSV"),
}
BAD_ANIME: dict[str, tuple[str | bytes, str]] = {
    "empty": (b"", "anime.csv is empty."),
    "header only": (KAGGLE_ANIME.splitlines()[0], "anime.csv has no rows."),
    "a column is missing": (
        "anime_id,name,genre\n1,A,Comedy\n",
        "anime.csv has no columns type, episodes, members; it",
    ),
    "latin": ((KAGGLE_ANIME + "7,Café Noir,,,,,\n").encode("cp1252"), "line 5 looks like Windows-1252"),
    "half a row": (KAGGLE_ANIME + "7,Caf", "anime.csv ends in the middle of line 5"),
    "half a quoted row": (KAGGLE_ANIME + f"7,{QUOTE}Caf", "anime.csv ends in the middle of line 5"),
    "no row is right": (KAGGLE_ANIME.replace("20,N", "x,N").replace("9900", "-"), "3 of 3 rows cannot be used."),
}


@pytest.mark.parametrize("fault", BAD_RATINGS)
async def test_bad_ratings_change_nothing(database: Database, at: datetime, tmp_path: Path, fault: str) -> None:
    content, sentence = BAD_RATINGS[fault]
    anime, ratings = write(tmp_path, "anime.csv", KAGGLE_ANIME), write(tmp_path, "rating.csv", content)
    await refused(database, anime, ratings, sentence, at)


@pytest.mark.parametrize("fault", BAD_ANIME)
async def test_bad_anime_change_nothing(database: Database, at: datetime, tmp_path: Path, fault: str) -> None:
    content, sentence = BAD_ANIME[fault]
    anime, ratings = write(tmp_path, "anime.csv", content), write(tmp_path, "rating.csv", HEADER + GOOD)
    await refused(database, anime, ratings, sentence, at)


async def refused(database: Database, anime: Path, ratings: Path, sentence: str, at: datetime) -> None:
    before = await contents(database)
    with pytest.raises(UnusableFileError) as raised:
        await import_kaggle(database, anime, ratings, at=at, progress=unheard)
    assert sentence in str(raised.value)
    assert await contents(database) == before


async def test_a_file_that_is_not_there_or_a_folder_is_named(database: Database, at: datetime, tmp_path: Path) -> None:
    await refused(database, tmp_path / "none.csv", tmp_path, "none.csv cannot be read: No such file", at)
    with pytest.raises(UnusableFileError, match="cannot be read: Is a directory"):
        await import_kaggle(database, None, tmp_path, at=at, progress=unheard)


@pytest.mark.parametrize("size", [10, 1_000, -1])
async def test_half_a_parquet_file_changes_nothing(database: Database, at: datetime, tmp_path: Path, size: int) -> None:
    whole = table(tmp_path, CATALOGUE).read_bytes()
    before = await contents(database)
    half = write(tmp_path, "half.parquet", whole[:size])
    for files in ((half, None), (None, half)):
        with pytest.raises(UnusableFileError, match=r"half\.parquet is damaged or incomplete"):
            await import_table(database, *files, at=at, progress=unheard)
    assert await contents(database) == before


async def test_a_parquet_file_with_damage_inside_is_refused(database: Database, at: datetime, tmp_path: Path) -> None:
    columns = {"user_id": [zlib.crc32(bytes([n % 256, n // 256])) for n in range(5_000)]}
    columns |= {"anime_id": columns["user_id"], "rating": [8] * 5_000}
    whole = bytearray(table(tmp_path, columns).read_bytes())
    whole[4:2_000] = b"\xff" * 1_996
    with pytest.raises(UnusableFileError, match="damaged or incomplete"):
        await import_table(database, None, write(tmp_path, "r.parquet", bytes(whole)), at=at, progress=unheard)


async def test_a_parquet_file_of_something_else_is_refused(database: Database, at: datetime, tmp_path: Path) -> None:
    other = table(tmp_path, {"a": [1]})
    with pytest.raises(UnusableFileError, match="has no columns mal_id, title, type, genres; its columns are: a"):
        await import_table(database, other, None, at=at, progress=unheard)
    with pytest.raises(UnusableFileError, match="has no columns user_id, anime_id, rating"):
        await import_table(database, None, other, at=at, progress=unheard)


async def test_a_failure_half_way_through_writing_leaves_everything_as_it_was(
    database: Database, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await save_bundle(database, at=at)
    before = await contents(database)
    anime, ratings = write(tmp_path, "anime.csv", KAGGLE_ANIME), write(tmp_path, "rating.csv", HEADER + GOOD)
    monkeypatch.setattr("sources.dataset.SHARE_ROWS", 10)
    saved = 0

    async def dying(*arguments: object, **named: object) -> object:
        nonlocal saved
        if saved == 2:
            raise KeyboardInterrupt
        saved += 1
        return await save_dataset_ratings(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("sources.importing.save_dataset_ratings", dying)
    with pytest.raises(KeyboardInterrupt):
        await import_kaggle(database, anime, ratings, at=at, progress=unheard)
    assert saved == 2
    assert await contents(database) == before
