"""Covers that have no address: drawn in a thread, a few of them kept."""

import asyncio
from collections.abc import Iterable
from typing import Final

from cachetools import LRUCache

from bot.conversation.reply import Card, Cover, Part
from bot.pictures.cover import cover as drawn

_KEPT: Final = 256  # covers of about 75 kB


class DrawnCovers:
    """Draws the covers of a reply that Discord cannot fetch itself."""

    def __init__(self) -> None:
        self._kept: LRUCache[Cover, bytes] = LRUCache(_KEPT)

    async def of(self, parts: Iterable[Part]) -> dict[Cover, bytes]:
        """Return a PNG for each cover in `parts` without an address."""
        wanted = {part.cover for part in parts if isinstance(part, Card) and not fetchable(part.cover)}
        found = {cover: self._kept[cover] for cover in wanted if cover in self._kept}
        missing = wanted - found.keys()
        if missing:
            new = await asyncio.to_thread(_draw, missing)
            self._kept.update(new)
            found |= new
        return found


def fetchable(cover: Cover) -> bool:
    """Return whether Discord can fetch the cover from its address."""
    return (cover.address or "").startswith(("https://", "http://"))


def _draw(covers: Iterable[Cover]) -> dict[Cover, bytes]:
    return {cover: drawn(cover.title, cover.genres, seed=cover.anime_id) for cover in covers}
