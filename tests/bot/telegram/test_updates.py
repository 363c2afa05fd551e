import asyncio

import pytest

from bot.telegram.told import Update
from bot.telegram.updates import Updates


async def test_what_finds_no_room_is_refused_and_what_was_taken_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.telegram.updates._MOST_WAITING", 2)
    answered: list[int] = []

    async def answer(update: Update) -> None:
        answered.append(update["update_id"])

    updates = Updates(answer)
    assert [updates.take(Update(update_id=number)) for number in (1, 2, 3)] == [True, True, False]
    answering = asyncio.create_task(updates.answer_all())
    await updates.finished()
    assert answered == [1, 2]
    assert updates.take(Update(update_id=2))
    await updates.put(Update(update_id=4))
    await updates.finished()
    assert answered == [1, 2, 4]
    assert updates.give_up() == 0
    answering.cancel()
