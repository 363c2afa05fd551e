from datetime import datetime, timedelta
from itertools import product

import numpy as np
import pytest
from sqlalchemy.exc import IntegrityError

from core.interactions import STATUS_CODES
from core.taste import Rating, Status, Taste, Thumb
from storage.consent import Consent, set_consent
from storage.database import Database
from storage.datasets import save_dataset_ratings
from storage.kinds import PersonKind
from storage.ratings import (
    HistoryEntry,
    dismiss,
    history,
    interactions,
    put_rating,
    rating_of,
    taste_of,
    undismiss,
)
from tests.storage.worlds import as_columns, some_anime, someone

EVERYTHING_ONE_CAN_SAY = [
    Rating(score, thumb, status)
    for score, thumb, status in product((None, 1, 10), (None, *Thumb), (None, *Status))
    if (score, thumb, status) != (None, None, None)
]


async def test_whatever_is_said_comes_back(database: Database, now: datetime) -> None:
    user_id = await someone(database)
    said = dict(enumerate(EVERYTHING_ONE_CAN_SAY, start=1))
    await some_anime(database, *said)
    async with database.begin() as session:
        for anime_id, rating in said.items():
            await put_rating(session, user_id, anime_id, rating, origin="test", at=now)
    async with database.read() as session:
        assert await taste_of(session, user_id) == Taste(said)
        assert {anime_id: await rating_of(session, user_id, anime_id) for anime_id in said} == said


async def test_a_rating_can_be_undone_with_what_stood_before(database: Database, now: datetime) -> None:
    user_id = await someone(database)
    await some_anime(database, 1)
    async with database.begin() as session:
        assert await put_rating(session, user_id, 1, Rating(8), origin="test", at=now) is None
        before = await put_rating(session, user_id, 1, Rating(thumb=Thumb.DOWN), origin="test", at=now)
        assert before == Rating(8)
        assert await rating_of(session, user_id, 1) == Rating(thumb=Thumb.DOWN)
        await put_rating(session, user_id, 1, before, origin="test", at=now)
        assert await put_rating(session, user_id, 1, None, origin="test", at=now) == Rating(8)
        assert await rating_of(session, user_id, 1) is None
        assert await put_rating(session, user_id, 1, None, origin="test", at=now) is None


async def test_tastes_are_apart(database: Database, now: datetime) -> None:
    one, other = await someone(database, "one"), await someone(database, "other")
    await some_anime(database, 1, 2)
    async with database.begin() as session:
        await put_rating(session, one, 1, Rating(8), origin="test", at=now)
        await dismiss(session, other, 2, at=now)
        assert await taste_of(session, one) == Taste({1: Rating(8)})
        assert await taste_of(session, other) == Taste({}, frozenset({2}))
        assert await taste_of(session, 99) == Taste()


@pytest.mark.parametrize("who_and_what", ["an unknown anime", "an unknown person"])
async def test_a_rating_is_of_something_by_someone(database: Database, now: datetime, who_and_what: str) -> None:
    user_id = await someone(database)
    await some_anime(database, 1)
    pair = (user_id, 2) if who_and_what == "an unknown anime" else (user_id + 1, 1)
    with pytest.raises(IntegrityError):
        async with database.begin() as session:
            await put_rating(session, *pair, Rating(8), origin="test", at=now)


async def test_dismissing_twice_is_dismissing_once(database: Database, now: datetime) -> None:
    user_id = await someone(database)
    await some_anime(database, 1)
    async with database.begin() as session:
        await dismiss(session, user_id, 1, at=now)
        await dismiss(session, user_id, 1, at=now + timedelta(days=1))
        entries = (await history(session, user_id, offset=0, limit=9)).entries
        assert entries == (HistoryEntry(1, None, dismissed=True, at=now),)
        await undismiss(session, user_id, 1)
        assert await taste_of(session, user_id) == Taste()
        await undismiss(session, user_id, 1)


async def test_history_is_newest_first_in_pages_with_each_anime_once(database: Database, now: datetime) -> None:
    user_id, other = await someone(database), await someone(database, "someone else")
    await some_anime(database, 1, 2, 3, 4, 5)
    day = timedelta(days=1)
    async with database.begin() as session:
        await put_rating(session, other, 5, Rating(1), origin="test", at=now + 9 * day)
        await dismiss(session, other, 2, at=now + 9 * day)
        await put_rating(session, user_id, 1, Rating(8), origin="test", at=now)
        await dismiss(session, user_id, 2, at=now + day)
        await put_rating(session, user_id, 3, Rating(status=Status.PLANNED), origin="test", at=now + 2 * day)
        await dismiss(session, user_id, 3, at=now + 4 * day)
        await dismiss(session, user_id, 4, at=now + day)
        await put_rating(session, user_id, 4, Rating(thumb=Thumb.UP), origin="test", at=now + 3 * day)
    expected = (
        HistoryEntry(3, Rating(status=Status.PLANNED), dismissed=True, at=now + 4 * day),
        HistoryEntry(4, Rating(thumb=Thumb.UP), dismissed=True, at=now + 3 * day),
        HistoryEntry(2, None, dismissed=True, at=now + day),
        HistoryEntry(1, Rating(8), dismissed=False, at=now),
    )
    async with database.read() as session:
        for offset, limit in ((0, 2), (2, 2), (1, 9), (4, 2), (0, 9)):
            page = await history(session, user_id, offset=offset, limit=limit)
            assert page.entries == expected[offset : offset + limit]
            assert page.total == 4
        assert (await history(session, user_id, offset=0, limit=9)).entries[2].dismissed is True


async def test_only_those_train_who_are_nobody_or_agreed(database: Database, now: datetime) -> None:
    await some_anime(database, 1, 2, 3)
    silent, agrees, took_it_back = [await someone(database, name) for name in ("silent", "agrees", "took it back")]
    async with database.begin() as session:
        for user_id, score in ((silent, 1), (agrees, 2), (took_it_back, 3)):
            await put_rating(session, user_id, 1, Rating(score), origin="test", at=now)
        await set_consent(session, agrees, Consent.TRAINING, given=True, at=now)
        await set_consent(session, took_it_back, Consent.TRAINING, given=True, at=now)
        await set_consent(session, took_it_back, Consent.TRAINING, given=False, at=now)
        for kind, score in ((PersonKind.IMPORTED, 4), (PersonKind.SIMULATED, 5)):
            rows = as_columns([(0, 2, Rating(score))])
            await save_dataset_ratings(session, database.secrets, "data", ["x"], rows, kind=kind, at=now)
    async with database.read() as session:
        assert sorted((await interactions(session, now)).scores) == [2, 4, 5]


async def test_what_trains_is_what_was_said_in_small_columns(database: Database, now: datetime) -> None:
    people = [f"person {number}" for number in range(7)]
    said = [
        (number % 7, anime_id, rating)
        for number, (anime_id, rating) in enumerate(enumerate(EVERYTHING_ONE_CAN_SAY, start=1))
    ]
    await some_anime(database, *(anime_id for _, anime_id, _ in said))
    async with database.begin() as session:
        saved = as_columns(said)
        await save_dataset_ratings(session, database.secrets, "data", people, saved, kind=PersonKind.IMPORTED, at=now)
    async with database.read() as session:
        read = await interactions(session, now)
    assert [read.users.dtype, read.anime.dtype] == [np.int32, np.int32]
    assert {read.scores.dtype, read.thumbs.dtype, read.statuses.dtype} == {np.dtype(np.int8)}
    columns = sorted(zip(read.anime, read.scores, read.thumbs, read.statuses, strict=True))
    assert columns == [
        (anime_id, rating.score or 0, rating.thumb or 0, STATUS_CODES[rating.status] if rating.status else 0)
        for _, anime_id, rating in said
    ]
    # People are numbered anew, but who said what together stays together.
    together = {frozenset(read.anime[read.users == number].tolist()) for number in range(7)}
    assert together == {frozenset(anime_id for user, anime_id, _ in said if user == number) for number in range(7)}


async def test_what_persons_said_since_a_moment_was_said_lately(database: Database, now: datetime) -> None:
    await some_anime(database, 1, 2, 3)
    person = await someone(database, "agrees")
    async with database.begin() as session:
        await set_consent(session, person, Consent.TRAINING, given=True, at=now)
        for anime_id, at in ((1, now), (2, now - timedelta(days=1))):
            await put_rating(session, person, anime_id, Rating(8), origin="test", at=at)
        rows = as_columns([(0, 3, Rating(8))])
        await save_dataset_ratings(
            session, database.secrets, "data", ["x"], rows, kind=PersonKind.IMPORTED, at=now + timedelta(hours=1)
        )
    async with database.read() as session:
        read = await interactions(session, now)
    assert read.said_lately is not None
    assert dict(zip(read.anime.tolist(), read.said_lately.tolist(), strict=True)) == {1: True, 2: False, 3: False}


async def test_with_nobodys_ratings_there_is_nothing_to_train_on(database: Database, now: datetime) -> None:
    async with database.read() as session:
        assert len(await interactions(session, now)) == 0
