"""Covers that have no address: drawn in a thread, a few of them kept."""

import asyncio
from collections.abc import Iterable
from typing import Final

from cachetools import LRUCache

from bot.conversation.order import Order
from bot.conversation.reply import Card, Cover, Part
from bot.discord import limits
from bot.pictures.cover import cover as drawn

_KEPT: Final = 256  # of some 75 kB
_DRAWN_AT_ONCE: Final = 2  # each takes a core for some milliseconds


class DrawnCovers:
    """Draws the covers of a reply that Discord cannot fetch itself."""

    def __init__(self) -> None:
        self._kept: LRUCache[Cover, bytes] = LRUCache(_KEPT)
        self._drawing = asyncio.Semaphore(_DRAWN_AT_ONCE)
        self._order = Order()

    async def of(self, parts: Iterable[Part]) -> dict[Cover, bytes]:
        """Return a PNG for each cover in `parts` without an address."""
        wanted = {part.cover for part in parts if isinstance(part, Card) and not fetchable(part.cover)}
        if not wanted:
            return {}
        return dict(zip(wanted, await asyncio.gather(*map(self._draw, wanted)), strict=True))

    async def _draw(self, cover: Cover) -> bytes:
        """Return the drawn cover; many who want the same one at the same moment wait for one drawing."""
        async with self._order.turn(cover):
            png = self._kept.get(cover)
            if png is None:
                async with self._drawing:
                    png = await asyncio.to_thread(drawn, cover.title, cover.genres, seed=cover.anime_id)
                self._kept[cover] = png
            return png


def fetchable(cover: Cover) -> bool:
    """Return whether Discord can fetch the cover from its address."""
    address = cover.address or ""
    return address.startswith(("https://", "http://")) and len(address) <= limits.ADDRESS
