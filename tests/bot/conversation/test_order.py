import asyncio
import gc

import pytest

from bot.conversation.order import Order


async def test_turns_of_one_chat_are_taken_as_they_were_asked_for() -> None:
    order, done = Order(), list[int]()
    first_may_go = asyncio.Event()

    async def take(number: int) -> None:
        async with order.turn("chat"):
            if number == 0:
                await first_may_go.wait()
            done.append(number)

    tasks = [asyncio.create_task(take(number)) for number in range(5)]
    await asyncio.sleep(0)
    assert done == []
    first_may_go.set()
    await asyncio.gather(*tasks)
    assert done == [0, 1, 2, 3, 4]


async def test_another_chat_does_not_wait() -> None:
    order = Order()
    async with order.turn("one"), asyncio.timeout(5), order.turn("other"):
        pass


async def test_a_turn_that_fails_or_is_cancelled_lets_the_next_one_in() -> None:
    order = Order()
    with pytest.raises(ZeroDivisionError):
        async with order.turn("chat"):
            _ = 1 / 0

    async def wait_in_vain() -> None:
        async with order.turn("chat"):
            raise AssertionError("it was cancelled while it waited")

    async with order.turn("chat"):
        waiting = asyncio.create_task(wait_in_vain())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    async with asyncio.timeout(5), order.turn("chat"):
        pass


async def test_chats_that_nobody_waits_for_are_forgotten() -> None:
    order = Order()
    for chat in range(100):
        async with order.turn(chat):
            pass
    gc.collect()
    assert not order._locks
