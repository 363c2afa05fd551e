"""Whatever is kept about a person is exported to them and goes when they go: also what a later table will keep."""

import json
from datetime import datetime

from sqlalchemy import Table, func, select

from core.anime import AnimeType, TitleLanguage
from core.taste import Rating, Status, Thumb
from storage.consent import Consent, set_consent
from storage.database import Database
from storage.feedback import Feedback, Impression, add_feedback, add_impressions
from storage.links import give_code
from storage.people import export, forget, person_of, rows_about
from storage.preferences import ChatSettings, PersonSettings, chat_of, save_chat_settings, save_person_settings
from storage.ratings import dismiss, put_rating
from storage.tables import Base
from tests.databases import SECRETS
from tests.storage.worlds import some_anime


def tables_that_refer_to_people() -> set[str]:
    """All tables from which foreign keys lead to `users`, over however many others."""
    people = {"users"}
    while True:
        more = {
            table.name
            for table in Base.metadata.sorted_tables
            if table.name not in people and {key.column.table.name for key in table.foreign_keys} & people
        }
        if not more:
            return people
        people |= more


async def live(database: Database, name: str, at: datetime, *, rated: int = 1, dismissed: int = 2) -> int:
    """Do everything a person can do; return their number."""
    async with database.begin() as session:
        user_id = await person_of(session, SECRETS, "web", name, at=at)
        chat_id = await chat_of(session, SECRETS, "web", f"chat of {name}", owner=user_id, at=at)
        await save_chat_settings(session, chat_id, ChatSettings(adult=True))
        types = frozenset({AnimeType.TV, AnimeType.MOVIE})
        await save_person_settings(session, user_id, PersonSettings(TitleLanguage.NATIVE, types))
        await set_consent(session, user_id, Consent.TRAINING, given=True, at=at)
        await put_rating(session, user_id, rated, Rating(8, Thumb.UP, Status.WATCHED), origin="test", at=at)
        await dismiss(session, user_id, dismissed, at=at)
        await give_code(session, SECRETS, user_id, at=at)
        await add_impressions(session, [Impression(user_id, chat_id, 1, 0, "v1", "default", 1.0, "recommend", at)])
        await add_feedback(session, Feedback(user_id, 1, "up", "v1", 0, "default", 1.0, at))
    return user_id


async def counted(database: Database) -> dict[str, int]:
    async with database.read() as session:

        async def rows(table: Table) -> int:
            return (await session.execute(select(func.count()).select_from(table))).scalar_one()

        return {table.name: await rows(table) for table in Base.metadata.sorted_tables}


async def test_this_test_puts_something_into_every_table_about_people(database: Database, now: datetime) -> None:
    """A new table must be filled by `live` above, or the tests below would say nothing about it."""
    await some_anime(database, 1, 2)
    await live(database, "someone", now)
    filled = {table for table, count in (await counted(database)).items() if count}
    assert tables_that_refer_to_people() <= filled


async def test_forgetting_takes_everything_of_theirs_and_nothing_else(database: Database, now: datetime) -> None:
    await some_anime(database, 1, 2)
    await live(database, "who stays", now)
    before = await counted(database)
    user_id = await live(database, "who goes", now)
    both = await counted(database)
    async with database.begin() as session:
        forgotten = await forget(session, user_id)
    assert await counted(database) == before
    assert forgotten.counts == {table: both[table] - before[table] for table in both if both[table] > before[table]}
    assert set(forgotten.counts) == tables_that_refer_to_people()


async def test_an_export_has_everything_of_theirs_and_nothing_else(database: Database, now: datetime) -> None:
    await some_anime(database, 1, 2)
    user_id = await live(database, "who asks", now)
    other = await live(database, "someone else", now)
    async with database.read() as session:
        exported = await export(session, user_id)
    assert set(exported) == tables_that_refer_to_people()
    assert {row["user_id"] for rows in exported.values() for row in rows if "user_id" in row} == {user_id} != {other}
    assert exported["ratings"] == [
        {
            "user_id": user_id,
            "anime_id": 1,
            "title": "Anime 1",
            "score": 8,
            "thumb": 1,
            "status": "watched",
            "origin": "test",
            "at": now.isoformat(),
        }
    ]
    assert len(exported["person_types"]) == 2
    assert json.loads(json.dumps(exported)) == exported


async def test_a_shared_chat_outlives_who_spoke_in_it(database: Database, now: datetime) -> None:
    await some_anime(database, 1)
    async with database.begin() as session:
        user_id = await person_of(session, SECRETS, "discord", "7", at=now)
        chat_id = await chat_of(session, SECRETS, "discord", "channel", owner=None, at=now)
        await add_impressions(session, [Impression(user_id, chat_id, 1, 0, "v1", "default", 1.0, "recommend", at=now)])
        await forget(session, user_id)
        assert await chat_of(session, SECRETS, "discord", "channel", owner=None, at=now) == chat_id


def test_every_reference_to_people_goes_with_them() -> None:
    """A reference without cascade would keep a person from being forgotten, or keep their number."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == "users":
                assert key.ondelete == "CASCADE", f"{table.name}.{key.parent.name}"
    assert {table.name for table in rows_about(1)} == tables_that_refer_to_people()
