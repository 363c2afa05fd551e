"""Answers in the order asked: one turn at a time a chat, while other chats go on."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Order:
    """Turns by key, a chat's say. A key costs nothing while nobody has or awaits its turn."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, key: Hashable) -> AsyncIterator[None]:
        """Wait for all turns of `key` that were asked for before, and hold it until the block ends."""
        lock = self._locks.get(key)
        if lock is None:
            lock = self._locks[key] = asyncio.Lock()
        async with lock:  # asyncio's locks are taken in the order they were asked for
            yield
