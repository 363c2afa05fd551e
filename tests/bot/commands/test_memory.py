import asyncio
from collections.abc import Sequence

import pytest

from bot.commands import last_reads, memory
from bot.commands.house import House
from bot.commands.memory import Memory
from storage.driver import Driver
from storage.people import person_of
from storage.preferences import chat_of
from storage.secrets import Secrets
from storage.visits import Asked, Remembered, remembered
from tests.bot.commands.rooms import NOW

PEOPLE = 40


def asked_by(number: int) -> Asked:
    return Asked(("test", str(number)), ("test", str(number)), private=True)


@pytest.fixture
async def known(house: House) -> dict[int, int]:
    """The users that all but every fifth of these people are, by their numbers."""
    users = {}
    async with house.database.begin() as session:
        for number in range(PEOPLE):
            if number % 5:
                asked, secrets = asked_by(number), house.database.secrets
                users[number] = await person_of(session, secrets, *asked.person, at=NOW)
                await chat_of(session, secrets, *asked.chat, owner=users[number], at=NOW)
    return users


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many people each statement was asked for."""
    counts: list[int] = []

    async def counted(driver: Driver, secrets: Secrets, asked: Sequence[Asked]) -> list[Remembered | None]:
        counts.append(len(asked))
        return await remembered(driver, secrets, asked)

    monkeypatch.setattr(memory, "remembered", counted)
    return counts


async def test_who_waits_together_is_read_together_and_each_gets_their_own(
    house: House, known: dict[int, int], read: list[int]
) -> None:
    found = await asyncio.gather(*(house.memory.of(asked_by(number)) for number in range(PEOPLE)))
    assert {number: one.user_id for number, one in enumerate(found) if one} == known
    assert read == [16, 16, 8]


async def test_who_comes_while_others_are_read_is_read_after_them(
    house: House, known: dict[int, int], read: list[int]
) -> None:
    first = asyncio.create_task(house.memory.of(asked_by(1)))
    while not read:  # noqa: ASYNC110  the database tells nobody
        await asyncio.sleep(0)
    second = await house.memory.of(asked_by(2))
    assert (await first, second) == (await house.memory.of(asked_by(1)), await house.memory.of(asked_by(2)))
    assert second is not None
    assert second.user_id == known[2]
    assert read == [1, 1, 1, 1]


async def test_a_read_that_fails_is_told_to_all_who_wait_for_it_and_to_nobody_else(
    house: House, known: dict[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(memory, "_LONGEST_SECONDS", 0)
        failed = await asyncio.gather(*(house.memory.of(asked_by(at)) for at in (1, 2)), return_exceptions=True)
    assert [type(one) for one in failed] == [TimeoutError, TimeoutError]
    after = await house.memory.of(asked_by(1))
    assert after is not None
    assert after.user_id == known[1]


async def test_who_gives_up_takes_nothing_from_the_others(house: House, known: dict[int, int]) -> None:
    asking = [asyncio.create_task(house.memory.of(asked_by(number))) for number in (1, 2, 3)]
    await asyncio.sleep(0)
    asking[1].cancel()
    first, second, third = await asyncio.gather(*asking, return_exceptions=True)
    assert isinstance(second, asyncio.CancelledError)
    assert isinstance(first, Remembered)
    assert isinstance(third, Remembered)
    assert (first.user_id, third.user_id) == (known[1], known[3])


async def test_closing_waits_for_the_read_under_way(house: House, known: dict[int, int]) -> None:
    own = Memory(house.database)
    asking = asyncio.create_task(own.of(asked_by(1)))
    await asyncio.sleep(0)
    await own.close()
    found = await asking
    assert found is not None
    assert found.user_id == known[1]


async def test_closing_gives_up_a_read_that_takes_too_long_and_those_behind_it(
    house: House, known: dict[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert known
    monkeypatch.setattr(last_reads, "_LONGEST_SECONDS", 0)
    monkeypatch.setattr(memory, "_TOGETHER", 1)
    own = Memory(house.database)
    asking = [asyncio.create_task(own.of(asked_by(number))) for number in (1, 2)]
    await asyncio.sleep(0)
    await own.close()
    given_up = await asyncio.gather(*asking, return_exceptions=True)
    assert [type(one) for one in given_up] == [asyncio.CancelledError] * 2
