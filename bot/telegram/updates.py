"""Updates on their way in: each once, many at a time."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final

from cachetools import LRUCache

from bot.telegram.told import Update

_MOST_WAITING: Final = 1_000
_MOST_UNDER_WAY: Final = 2_000  # a chat that Telegram slows down holds some, and must not hold up the others
_REMEMBERED: Final = 10_000  # ids of updates


class Updates:
    """A queue, and the tasks that `answer` what comes out of it."""

    def __init__(self, answer: Callable[[Update], Coroutine[Any, Any, None]]) -> None:
        self._answer = answer
        self._queue: asyncio.Queue[Update] = asyncio.Queue(_MOST_WAITING)
        self._seen: LRUCache[int, bool] = LRUCache(_REMEMBERED)
        self._room = asyncio.Semaphore(_MOST_UNDER_WAY)
        self._under_way: set[asyncio.Task[None]] = set()

    async def put(self, update: Update) -> None:
        """Take `update`, waiting for room."""
        await self._queue.put(update)

    def take(self, update: Update) -> bool:
        """Take `update` if there is room for it; return whether there was."""
        if self._queue.full():
            return False
        self._queue.put_nowait(update)
        return True

    async def answer_all(self) -> None:
        """Answer what comes, until cancelled."""
        while True:
            update = await self._queue.get()
            await self._begin(update)
            self._queue.task_done()

    async def finished(self) -> None:
        """Wait until all that was taken is answered."""
        await self._queue.join()
        while self._under_way:
            await asyncio.wait(self._under_way)

    def give_up(self) -> int:
        """Stop what is still under way; return how many answers that were."""
        for task in self._under_way:
            task.cancel()
        return len(self._under_way)

    async def _begin(self, update: Update) -> None:
        if update["update_id"] in self._seen:  # Telegram sends again what it does not know to have arrived
            return
        self._seen[update["update_id"]] = True
        await self._room.acquire()
        task = asyncio.create_task(self._answer(update))
        self._under_way.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._room.release()
