"""Two things of one person at the same moment, on PostgreSQL, where nobody waits for another unless they are held."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.commands.house import House
from bot.conversation.action import Action
from bot.conversation.reply import Reply
from bot.conversation.request import Identity
from storage.catalogue import save_anime
from storage.database import Database
from storage.links import Joining, give_code, join
from storage.people import forget, person_known
from tests.bot.commands.rooms import NOW, LiveEngine, Talk, Training, notice_of, ticking, words_of
from tests.databases import SECRETS, create_postgres_database, drop_postgres_database, postgres_answers
from tests.small_world import small_catalogue

ON_TELEGRAM, ON_DISCORD = Identity("telegram", "1"), Identity("discord", "2")


@pytest.fixture
async def house() -> AsyncIterator[House]:
    if reason := await postgres_answers():
        pytest.skip(reason)
    url = await create_postgres_database()
    database = Database(url, SECRETS)
    async with database.begin() as session:
        await save_anime(session, small_catalogue(), origin="tests", at=NOW)
    house = House(database=database, live=LiveEngine(), retraining=Training(), clock=ticking())
    yield house
    await house.close()
    await database.close()
    await drop_postgres_database(url)


@pytest.fixture
async def telegram(house: House) -> Talk:
    return Talk(house, ON_TELEGRAM)


@pytest.fixture
async def discord(house: House) -> Talk:
    return Talk(house, ON_DISCORD)


async def waiting(house: House) -> None:
    """Return once a transaction waits for another."""
    here = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    async with asyncio.timeout(10), house.database.read() as session:
        connection = await session.connection()
        while not (await connection.exec_driver_sql(here)).scalar_one():
            await asyncio.sleep(0.01)  # it tells nobody
            await connection.exec_driver_sql("SELECT pg_stat_clear_snapshot()")  # else a transaction sees one moment


async def joined_meanwhile(house: House, telegram: Talk, discord: Talk, say: Callable[[], Awaitable[Reply]]) -> Reply:
    """Return the answer to what is said on Discord while that account is being joined with the one on Telegram."""
    giver, other = await telegram.user_id(), await discord.user_id()
    async with house.database.begin() as session:
        code = await give_code(session, SECRETS, giver, at=NOW)
    async with house.database.begin() as session:
        assert await join(session, SECRETS, other, code, at=NOW) is Joining.JOINED
        task = asyncio.ensure_future(say())
        await waiting(house)
    return await task


async def test_a_tap_at_the_moment_of_joining_counts_for_the_one_person(
    house: House, telegram: Talk, discord: Talk
) -> None:
    reply = await joined_meanwhile(house, telegram, discord, lambda: discord.say("rate", "naruto 9"))
    assert not notice_of(reply).code, words_of(reply)
    assert {20} == set((await telegram.taste()).ratings)


async def test_a_code_asked_for_at_the_moment_of_joining_is_given(house: House, telegram: Talk, discord: Talk) -> None:
    reply = await joined_meanwhile(house, telegram, discord, lambda: discord.say("link"))
    assert "Say /link" in words_of(reply)


async def test_a_tap_at_the_moment_of_being_forgotten_begins_anew(house: House, telegram: Talk) -> None:
    before = await telegram.user_id()
    async with house.database.begin() as session:
        await forget(session, before)
        task = asyncio.ensure_future(telegram.say("rate", "naruto 9"))
        await waiting(house)
    assert not notice_of(await task).code
    assert await telegram.user_id() != before
    assert {20} == set((await telegram.taste()).ratings)


async def test_who_wants_to_be_forgotten_at_the_moment_of_joining_is(
    house: House, telegram: Talk, discord: Talk
) -> None:
    everything = Action("forget_all", (house.alias(ON_DISCORD),))
    reply = await joined_meanwhile(house, telegram, discord, lambda: discord.tap(everything))
    assert "I do not know you any more." in words_of(reply)
    async with house.database.read() as session:
        for identity in (ON_TELEGRAM, ON_DISCORD):
            assert await person_known(session, SECRETS, identity.platform, identity.id) is None
