"""Shapes of load: as much as it takes, so many a second, a crowd that comes again, one after another.

`Ask` lets the person of a number do something and returns once the right answer is there; it raises where another one
comes, or none: what is counted here is right.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence

import numpy as np

Ask = Callable[[int], Awaitable[object]]


async def at_once(ask: Ask, people: Iterator[int], open_at_once: int, seconds: float) -> float:
    """Return the answers a second while `open_at_once` questions wait for theirs at any moment."""
    answers, start = 0, time.perf_counter()

    async def go_on() -> None:
        nonlocal answers
        while time.perf_counter() - start < seconds:
            await ask(next(people))
            answers += 1

    async with asyncio.TaskGroup() as group:
        for _ in range(open_at_once):
            group.create_task(go_on())
    return answers / (time.perf_counter() - start)


async def by_chance(ask: Ask, people: Iterator[int], per_second: float, seconds: float, seed: int) -> list[float]:
    """Return the milliseconds to each answer; questions come as strangers' do, however long answers take.

    The gaps between them are exponential, so that now and then several come at nearly the same moment.
    """
    chance = np.random.default_rng(seed)
    gaps = chance.exponential(1 / per_second, round(per_second * seconds))
    start = asyncio.get_running_loop().time()
    async with asyncio.TaskGroup() as group:
        asking = []
        for at in np.cumsum(gaps).tolist():
            await asyncio.sleep(start + at - asyncio.get_running_loop().time())
            asking.append(group.create_task(_milliseconds(ask, next(people))))
    return [one.result() for one in asking]


async def again_and_again(ask: Ask, people: Sequence[int], times: int, pause: float) -> list[float]:
    """Return the milliseconds to the answers of people who each ask anew `pause` seconds after an answer.

    They come one after another within the first `pause` seconds.
    """

    async def come_back(place: int, person: int) -> list[float]:
        await asyncio.sleep(pause * place / len(people))
        taken = []
        for _ in range(times):
            taken.append(await _milliseconds(ask, person))
            await asyncio.sleep(pause)
        return taken

    async with asyncio.TaskGroup() as group:
        coming = [group.create_task(come_back(place, person)) for place, person in enumerate(people)]
    return [taken for one in coming for taken in one.result()]


async def all_at_once(ask: Ask, people: Iterable[int]) -> list[float]:
    """Return the milliseconds to the answers of people who ask at the same moment, once."""
    async with asyncio.TaskGroup() as group:
        asking = [group.create_task(_milliseconds(ask, person)) for person in people]
    return [one.result() for one in asking]


async def one_by_one(ask: Ask, people: Iterable[int]) -> list[float]:
    """Return the milliseconds to each answer, nothing else being asked meanwhile."""
    return [await _milliseconds(ask, person) for person in people]


async def _milliseconds(ask: Ask, person: int) -> float:
    start = time.perf_counter()
    await ask(person)
    return (time.perf_counter() - start) * 1000
