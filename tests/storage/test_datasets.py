from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from core.interactions import Interactions
from core.taste import Rating, Status, Thumb
from storage.catalogue import counts
from storage.database import Database
from storage.datasets import PersonKind, drop_simulation, save_dataset_ratings
from storage.people import person_of
from storage.ratings import interactions, put_rating
from storage.saved import Saved
from storage.tables import IdentityRow, RatingRow
from tests.databases import SECRETS
from tests.storage.worlds import as_columns, some_anime, someone

PEOPLE = ["ann", "bob"]
ROWS = [
    (0, 1, Rating(8)),
    (0, 2, Rating(thumb=Thumb.DOWN)),
    (1, 1, Rating(7, Thumb.UP, Status.WATCHED)),
    (1, 3, Rating(status=Status.LISTED)),
]


async def save(database: Database, rows: Interactions, at: datetime, people: Sequence[str] = PEOPLE) -> Saved:
    async with database.begin() as session:
        return await save_dataset_ratings(session, SECRETS, "kaggle", people, rows, kind=PersonKind.IMPORTED, at=at)


async def kept(database: Database) -> dict[int, tuple[int, str, datetime]]:
    """Score (or 0), origin and time of each rating by anime, where each anime was rated once."""
    async with database.read() as session:
        rows = await session.execute(select(RatingRow.anime_id, RatingRow.score, RatingRow.origin, RatingRow.at))
        return {anime_id: (score or 0, origin, at) for anime_id, score, origin, at in rows}


async def test_the_same_again_changes_nothing(database: Database, now: datetime) -> None:
    await some_anime(database, 1, 2, 3)
    assert await save(database, as_columns(ROWS), now) == Saved(new=4, changed=0, same=0)
    before = await kept(database)
    assert await save(database, as_columns(ROWS), now + timedelta(days=1)) == Saved(new=0, changed=0, same=4)
    assert await kept(database) == before
    async with database.read() as session:
        assert (await counts(session)).people == 2


async def test_only_what_differs_is_set_anew(database: Database, now: datetime) -> None:
    await some_anime(database, 1, 2, 3)
    later = now + timedelta(days=1)
    await save(database, as_columns([(0, 1, Rating(8)), (0, 2, Rating(5))]), now)
    again = as_columns([(0, 1, Rating(8)), (0, 2, Rating(6)), (0, 3, Rating(7))])
    assert await save(database, again, later) == Saved(new=1, changed=1, same=1)
    assert await kept(database) == {1: (8, "kaggle", now), 2: (6, "kaggle", later), 3: (7, "kaggle", later)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Rating(8), Rating(8, Thumb.UP)),
        (Rating(8, Thumb.UP), Rating(8)),
        (Rating(8, Thumb.UP), Rating(8, Thumb.DOWN)),
        (Rating(8), Rating(status=Status.DROPPED)),
        (Rating(status=Status.PLANNED), Rating(status=Status.WATCHED)),
    ],
)
async def test_a_change_of_any_part_is_a_change(
    database: Database, now: datetime, before: Rating, after: Rating
) -> None:
    await some_anime(database, 1)
    await save(database, as_columns([(0, 1, before)]), now)
    assert await save(database, as_columns([(0, 1, after)]), now) == Saved(new=0, changed=1, same=0)
    assert await save(database, as_columns([(0, 1, after)]), now) == Saved(new=0, changed=0, same=1)


async def test_of_two_ratings_of_one_anime_the_last_stands(database: Database, now: datetime) -> None:
    await some_anime(database, 1, 2)
    rows = as_columns([(0, 1, Rating(3)), (0, 2, Rating(4)), (0, 1, Rating(9))])
    assert await save(database, rows, now) == Saved(new=2, changed=0, same=0)
    assert {anime_id: score for anime_id, (score, *_) in (await kept(database)).items()} == {1: 9, 2: 4}


async def test_people_grow_from_import_to_import(database: Database, now: datetime) -> None:
    await some_anime(database, 1, 2)
    await save(database, as_columns([(0, 1, Rating(8))]), now, people=["ann"])
    more = as_columns([(0, 1, Rating(6)), (1, 1, Rating(8)), (1, 2, Rating(9))])
    assert await save(database, more, now, people=["cid", "ann"]) == Saved(new=2, changed=0, same=1)
    async with database.read() as session:
        assert (await counts(session)).people == 2


async def test_equal_names_are_strangers_in_another_data_set_of_another_kind_or_platform(
    database: Database, now: datetime
) -> None:
    await some_anime(database, 1)
    rows = as_columns([(0, 1, Rating(8))])
    await someone(database, "ann")
    async with database.begin() as session:
        for dataset, kind in (("a", PersonKind.IMPORTED), ("b", PersonKind.IMPORTED), ("a", PersonKind.SIMULATED)):
            assert (await save_dataset_ratings(session, SECRETS, dataset, ["ann"], rows, kind=kind, at=now)).new == 1
        await person_of(session, SECRETS, "a", "ann", at=now)
        assert (await counts(session)).people == 5


async def test_no_name_is_kept(database: Database, now: datetime) -> None:
    await some_anime(database, 1)
    await save(database, as_columns([(0, 1, Rating(8))]), now, people=["a very unusual name"])
    async with database.read() as session:
        assert b"unusual" not in (await session.execute(select(IdentityRow.fingerprint))).scalar_one()


async def test_a_bigger_data_set_arrives_whole(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More rows than go into one statement or into one part of a load."""
    monkeypatch.setattr("storage.bulk._PART", 2_500)
    anime_ids = range(1, 102)
    await some_anime(database, *anime_ids)
    pairs = np.array([(user, anime_id) for user in range(70) for anime_id in anime_ids], dtype=np.int32)
    users, anime = pairs.T
    nothing = np.zeros(len(pairs), dtype=np.int8)
    rows = Interactions(users, anime, ((users + anime) % 10 + 1).astype(np.int8), nothing, nothing)
    people = [str(number) for number in range(70)]
    assert await save(database, rows, now, people) == Saved(new=len(rows), changed=0, same=0)
    changed = replace(rows, scores=np.where(users == 0, 10, rows.scores).astype(np.int8))
    differing = int((changed.scores != rows.scores).sum())
    assert await save(database, changed, now, people) == Saved(0, differing, len(rows) - differing)
    async with database.read() as session:
        read = await interactions(session, now)
        assert (await session.execute(select(func.count()).select_from(RatingRow))).scalar_one() == len(rows)
    assert len(read) == len(rows)
    assert read.scores.sum() == changed.scores.sum()


async def test_an_empty_data_set_is_fine(database: Database, now: datetime) -> None:
    assert await save(database, as_columns([]), now, people=[]) == Saved(0, 0, 0)


@pytest.mark.parametrize(
    ("people", "rows", "complaint"),
    [
        (["ann", "ann"], [(0, 1, Rating(8))], "differ from each other"),
        (["ann"], [(1, 1, Rating(8))], "beyond the 1 that are named"),
        (["ann"], [(-1, 1, Rating(8))], "beyond the 1 that are named"),
    ],
)
async def test_muddled_people_are_refused(
    database: Database, now: datetime, people: list[str], rows: list[tuple[int, int, Rating]], complaint: str
) -> None:
    await some_anime(database, 1)
    with pytest.raises(ValueError, match=complaint):
        await save(database, as_columns(rows), now, people)


async def test_a_rating_that_says_nothing_is_refused(database: Database, now: datetime) -> None:
    await some_anime(database, 1)
    rows = as_columns([(0, 1, Rating(8))])
    with pytest.raises(ValueError, match="say nothing"):
        await save(database, replace(rows, scores=np.zeros(1, dtype=np.int8)), now)


@pytest.mark.parametrize("row", [(0, 99, Rating(8)), (0, 1, Rating(8))], ids=["an unknown anime", "a score of 11"])
async def test_bad_rows_leave_the_database_as_it_was(
    database: Database, now: datetime, row: tuple[int, int, Rating]
) -> None:
    await some_anime(database, 1)
    rows = as_columns([row])
    if row[1] == 1:
        rows = replace(rows, scores=np.array([11], dtype=np.int8))
    with pytest.raises(IntegrityError):
        await save(database, rows, now)
    async with database.read() as session:
        assert (await counts(session)).people == 0
    assert await save(database, as_columns([(0, 1, Rating(8))]), now) == Saved(1, 0, 0)


async def test_two_data_sets_in_one_transaction(database: Database, now: datetime) -> None:
    await some_anime(database, 1)
    rows = as_columns([(0, 1, Rating(8))])
    async with database.begin() as session:
        for dataset in ("a", "b"):
            kind = PersonKind.IMPORTED
            saved = await save_dataset_ratings(session, SECRETS, dataset, ["ann"], rows, kind=kind, at=now)
            assert saved == Saved(1, 0, 0)


async def test_dropping_the_simulation_leaves_everyone_real(database: Database, now: datetime) -> None:
    await some_anime(database, 1, 2, 3)
    user_id = await someone(database)
    async with database.begin() as session:
        await put_rating(session, user_id, 1, Rating(8), origin="test", at=now)
    await save(database, as_columns(ROWS), now)
    async with database.begin() as session:
        simulated = PersonKind.SIMULATED
        await save_dataset_ratings(session, SECRETS, "made up", PEOPLE, as_columns(ROWS), kind=simulated, at=now)
        assert (await counts(session)).simulated is True
        assert await drop_simulation(session) == 2
        after = await counts(session)
        assert (after.people, after.ratings, after.simulated) == (3, 5, False)
        assert await drop_simulation(session) == 0
        orphans = "SELECT count(*) FROM ratings WHERE user_id NOT IN (SELECT id FROM users)"
        assert (await session.execute(text(orphans))).scalar_one() == 0
