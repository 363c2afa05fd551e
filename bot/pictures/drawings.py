"""Covers drawn while a chat waits: in threads, a few at a time, each once however many want it."""

import asyncio
from typing import Final

from cachetools import LRUCache

from bot.pictures.cover import cover

_KEPT: Final = 256  # of some 60 kB
_AT_ONCE: Final = 2  # each takes a core for some milliseconds

Wanted = tuple[str, tuple[str, ...], int]


class Drawings:
    """Draws covers, and keeps those that were asked for last."""

    def __init__(self) -> None:
        self._drawings: LRUCache[Wanted, asyncio.Task[bytes]] = LRUCache(_KEPT)
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def png(self, title: str, genres: tuple[str, ...], *, seed: int) -> bytes:
        """Return what `cover` draws; many who want the same at the same moment wait for one drawing."""
        wanted = (title, genres, seed)
        drawing = self._drawings.get(wanted)
        if drawing is None:
            drawing = self._drawings[wanted] = asyncio.create_task(self._draw(wanted))
        return await asyncio.shield(drawing)  # whoever stops waiting does not stop it for the others

    async def _draw(self, wanted: Wanted) -> bytes:
        title, genres, seed = wanted
        try:
            async with self._room:
                return await asyncio.to_thread(cover, title, genres, seed=seed)
        except BaseException:
            self._drawings.pop(wanted, None)  # so that the next one who wants it does not get this one's error
            raise
