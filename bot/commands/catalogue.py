"""The catalogue as answers need it: a few anime at a time, from memory where they were asked for before."""

from collections.abc import Iterable

from cachetools import TTLCache

from core.anime import Anime
from storage.catalogue import anime_by_ids
from storage.database import Database

# Some 5 KiB each, with the synopsis. What is shown again and again is a small part of a catalogue.
_KEPT = 6_000
_SECONDS = 300  # within which what an import changed shows; what it adds shows at once


class Catalogue:
    """The anime of a database. One a process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: TTLCache[int, Anime] = TTLCache(_KEPT, _SECONDS)

    async def anime(self, ids: Iterable[int]) -> dict[int, Anime]:
        """Return the anime of these ids; those not in the catalogue are left out."""
        wanted = set(ids)
        found = {anime_id: anime for anime_id in wanted if (anime := self._kept.get(anime_id)) is not None}
        if missing := wanted - found.keys():
            async with self._database.read() as session:
                fetched = await anime_by_ids(session, sorted(missing))
            self._kept.update(fetched)
            found |= fetched
        return found
