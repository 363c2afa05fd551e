import asyncio
import json
from datetime import datetime, timedelta

from sqlalchemy import func, select

from storage.database import Database
from storage.people import export, forget, gone, person_known, person_of, person_of_prefix
from storage.tables import IdentityRow, UserRow
from tests.databases import SECRETS
from tests.storage.worlds import someone


async def people(database: Database) -> int:
    async with database.read() as session:
        return (await session.execute(select(func.count()).select_from(UserRow))).scalar_one()


async def test_someone_is_recognised(database: Database, now: datetime) -> None:
    async with database.begin() as session:
        first = await person_of(session, SECRETS, "telegram", "7", at=now)
    async with database.begin() as session:
        assert await person_of(session, SECRETS, "telegram", "7", at=now + timedelta(days=1)) == first
        assert await person_of(session, SECRETS, "discord", "7", at=now) != first
        assert await person_of(session, SECRETS, "telegram", "8", at=now) != first
    assert await people(database) == 3


async def test_two_first_meetings_at_once_make_one_person(database: Database) -> None:
    other = await asyncio.gather(*(someone(database, "the same") for _ in range(8)))
    assert len(set(other)) == 1
    assert await people(database) == 1


async def test_the_id_itself_is_not_kept(database: Database, now: datetime) -> None:
    async with database.begin() as session:
        user_id = await person_of(session, SECRETS, "telegram", "123456789", at=now)
        kept = (await session.execute(select(IdentityRow.__table__))).one()
        assert "123456789" not in json.dumps(await export(session, user_id))
    assert not [value for value in kept if isinstance(value, bytes) and b"123456789" in value]


async def test_who_has_gone_is_back_once_they_speak_again(database: Database, now: datetime) -> None:
    async def gone_at() -> datetime | None:
        async with database.read() as session:
            return (await session.execute(select(IdentityRow.gone_at))).scalar_one()

    async with database.begin() as session:
        user_id = await person_of(session, SECRETS, "telegram", "9", at=now)
        await gone(session, SECRETS, "telegram", "9", at=now)
        await gone(session, SECRETS, "telegram", "a stranger", at=now)
    assert await gone_at() == now
    async with database.begin() as session:
        assert await person_of(session, SECRETS, "telegram", "9", at=now) == user_id
    assert await gone_at() is None


async def test_since_when_somebody_is_gone_stays_and_is_exported(database: Database, now: datetime) -> None:
    async with database.begin() as session:
        user_id = await person_of(session, SECRETS, "telegram", "9", at=now)
        for days in range(3):
            await gone(session, SECRETS, "telegram", "9", at=now + timedelta(days=days))
        assert (await export(session, user_id))["identities"][0]["gone_at"] == now.isoformat()


async def test_looking_somebody_up_remembers_nobody(database: Database) -> None:
    user_id = await someone(database, "someone")
    async with database.read() as session:
        assert await person_known(session, SECRETS, "web", "someone") == user_id
        assert await person_known(session, SECRETS, "web", "a stranger") is None
    assert await people(database) == 1


async def test_somebody_is_found_by_the_beginning_of_their_keyed_hash(database: Database) -> None:
    user_id = await someone(database, "someone")
    for other in range(20):
        await someone(database, f"someone else {other}")
    prefix = SECRETS.fingerprint("web", "someone")[:5]
    async with database.read() as session:
        assert await person_of_prefix(session, "web", prefix) == user_id
        assert await person_of_prefix(session, "telegram", prefix) is None
        assert await person_of_prefix(session, "web", bytes(5)) is None
        assert await person_of_prefix(session, "web", b"") is None  # everybody's: not exactly one


async def test_an_export_is_json_and_has_words_for_things(database: Database, now: datetime) -> None:
    user_id = await someone(database)
    async with database.read() as session:
        exported = json.loads(json.dumps(await export(session, user_id)))
    assert exported["users"] == [{"id": user_id, "kind": "person", "created_at": "2026-01-01T00:00:00+00:00"}]
    assert exported["identities"][0]["fingerprint"] == SECRETS.fingerprint("web", "someone").hex()
    assert set(exported) == {"users", "identities"}
    assert now.isoformat() not in json.dumps(exported)


async def test_of_a_stranger_there_is_nothing_to_export_or_forget(database: Database) -> None:
    async with database.begin() as session:
        assert await export(session, 99) == {}
        assert (await forget(session, 99)).counts == {}


async def test_a_forgotten_persons_number_is_given_to_nobody_else(database: Database) -> None:
    first = await someone(database, "first")
    async with database.begin() as session:
        await forget(session, first)
    assert await someone(database, "second") != first
    assert await someone(database, "first") != first
