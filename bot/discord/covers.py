"""Covers that have no address Discord could fetch: drawn."""

import asyncio
from collections.abc import Iterable

from bot.conversation.reply import Card, Cover, Part
from bot.discord import limits
from bot.pictures.drawings import Drawings


class DrawnCovers:
    """Draws the covers of a reply that Discord cannot fetch itself."""

    def __init__(self) -> None:
        self._drawings = Drawings()

    async def of(self, parts: Iterable[Part]) -> dict[Cover, bytes]:
        """Return a PNG for each cover in `parts` without an address."""
        wanted = {part.cover for part in parts if isinstance(part, Card) and not fetchable(part.cover)}
        if not wanted:
            return {}
        drawn = (self._drawings.png(cover.title, cover.genres, seed=cover.anime_id) for cover in wanted)
        return dict(zip(wanted, await asyncio.gather(*drawn), strict=True))


def fetchable(cover: Cover) -> bool:
    """Return whether Discord can fetch the cover from its address."""
    address = cover.address or ""
    return address.startswith(("https://", "http://")) and len(address) <= limits.ADDRESS
