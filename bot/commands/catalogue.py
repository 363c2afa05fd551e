"""The catalogue as answers need it: a few anime at a time, from memory where they were asked for before."""

import asyncio
import time
from collections.abc import Callable, Iterable
from itertools import islice

from loguru import logger
from sqlalchemy.exc import SQLAlchemyError

from bot.commands.last_reads import finish
from core.anime import Anime
from storage.catalogue import Edition, anime_by_ids, edition
from storage.database import Database

_KEPT = 20_000  # some 5 KiB each, with the synopsis; what is kept longest goes first, and is read again if need be
_LOOK_EVERY_SECONDS = 60  # within which what an import changed shows; what it adds shows at once


class Catalogue:
    """The anime of a database. One a process; close it at the end. clock: seconds, from any beginning."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._kept: dict[int, Anime] = {}
        self._edition: Edition | None = None
        self._look_at = clock()
        self._looking: asyncio.Task[None] | None = None

    async def anime(self, ids: Iterable[int]) -> dict[int, Anime]:
        """Return the anime of these ids; those not in the catalogue are left out."""
        self._look_now_and_then()
        wanted = set(ids)
        kept = self._kept
        found = {anime_id: kept[anime_id] for anime_id in wanted if anime_id in kept}
        if missing := wanted - found.keys():
            async with self._database.read() as session:
                fetched = await anime_by_ids(session, sorted(missing))
            kept.update(fetched)  # if what is kept began anew meanwhile, into what nobody reads any more
            for anime_id in tuple(islice(kept, max(0, len(kept) - _KEPT))):
                del kept[anime_id]
            found |= fetched
        return found

    async def close(self) -> None:
        """Stop looking for changes; a look under way is let finish, unless it takes too long."""
        if self._looking is not None:
            await finish([self._looking])

    def _look_now_and_then(self) -> None:
        """Have a look at whether anything changed where the last one is a while ago; nobody waits for it."""
        if self._clock() >= self._look_at:
            self._look_at = self._clock() + _LOOK_EVERY_SECONDS
            self._looking = asyncio.create_task(self._look())

    async def _look(self) -> None:
        """Begin anew if the catalogue is another one than at the last look."""
        try:
            async with self._database.read() as session:
                newest = await edition(session)
        except (SQLAlchemyError, OSError) as error:
            logger.warning("I could not look whether the catalogue changed ({}); I look again", type(error).__name__)
            return
        if self._edition not in {None, newest}:
            self._kept = {}
        self._edition = newest
