from dataclasses import asdict, replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.feedback import Feedback, Impression, add_feedback, add_impressions
from storage.preferences import chat_of
from storage.tables import FeedbackRow, ImpressionRow
from tests.storage.worlds import START, some_anime, someone

IMPRESSION = Impression(1, None, 1, 0, "v1", "default", 0.25, "recommend", START)
FEEDBACK = Feedback(1, 1, "up", "v1", 3, "default", 0.25, START)


@pytest.fixture
async def shown(database: Database) -> Database:
    await some_anime(database, 1, 2)
    assert await someone(database) == 1
    return database


async def test_what_was_shown_is_kept_in_order(shown: Database) -> None:
    rows = [IMPRESSION, replace(IMPRESSION, anime_id=2, position=1, propensity=1.0)]
    async with shown.begin() as session:
        await add_impressions(session, rows)
        await add_impressions(session, [])
        kept = (await session.execute(select(ImpressionRow).order_by(ImpressionRow.id))).scalars().all()
    assert [Impression(**{name: getattr(row, name) for name in asdict(IMPRESSION)}) for row in kept] == rows


async def test_what_was_shown_to_people_forgotten_since_is_left_out(shown: Database) -> None:
    async with shown.begin() as session:
        chat_id = await chat_of(session, shown.secrets, "web", "here", owner=None, at=START)
        rows = [replace(IMPRESSION, user_id=99), replace(IMPRESSION, chat_id=99), replace(IMPRESSION, chat_id=chat_id)]
        await add_impressions(session, rows)
        kept = (await session.execute(select(ImpressionRow).order_by(ImpressionRow.id))).scalars().all()
    assert [(row.user_id, row.chat_id) for row in kept] == [(1, None), (1, chat_id)]


async def test_what_came_back_is_kept_every_time(shown: Database) -> None:
    rows = [FEEDBACK, FEEDBACK, replace(FEEDBACK, kind="a button of next year", position=None)]
    async with shown.begin() as session:
        for row in rows:
            await add_feedback(session, row)
        kept = (await session.execute(select(FeedbackRow).order_by(FeedbackRow.id))).scalars().all()
    assert [Feedback(**{name: getattr(row, name) for name in asdict(FEEDBACK)}) for row in kept] == rows


@pytest.mark.parametrize(
    "row",
    [
        replace(IMPRESSION, propensity=0.0),
        replace(IMPRESSION, propensity=1.5),
        replace(IMPRESSION, position=-1),
        replace(IMPRESSION, anime_id=99),
        replace(FEEDBACK, propensity=0.0),
        replace(FEEDBACK, propensity=1.5),
        replace(FEEDBACK, position=-1),
        replace(FEEDBACK, kind=""),
        replace(FEEDBACK, anime_id=99),
        replace(FEEDBACK, user_id=99),
    ],
    ids=str,
)
async def test_the_database_refuses_nonsense(shown: Database, row: Impression | Feedback) -> None:
    async def add() -> None:
        async with shown.begin() as session:
            if isinstance(row, Impression):
                await add_impressions(session, [row])
            else:
                await add_feedback(session, row)

    with pytest.raises(IntegrityError):
        await add()
