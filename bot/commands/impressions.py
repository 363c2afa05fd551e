"""What was shown, written together: a list is shown without waiting for the database's one writer."""

import asyncio
from collections.abc import Sequence

from loguru import logger
from sqlalchemy.exc import SQLAlchemyError

from storage.database import Database
from storage.feedback import Impression, add_impressions

_EVERY_SECONDS = 0.25
_AFTER_FAILURE_SECONDS = 5
_TOGETHER = 2_000  # in one transaction, so that a thumb does not wait long for its turn
_MOST = 100_000  # that wait in memory while the database takes none; some 30 MB


class Impressions:
    """Collects impressions and writes them a few times a second. One a process; close it at the end.

    What could not be written waits for the next time, in order. Only where more wait than memory is for, the oldest are
    dropped, and the log says how many.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[Impression] = []
        self._turn = asyncio.Lock()
        self._writer: asyncio.Task[None] | None = None

    def add(self, shown: Sequence[Impression]) -> None:
        """Take what was shown; it is in the database a moment later."""
        self._waiting += shown
        self._drop_surplus()
        if self._waiting and (self._writer is None or self._writer.done()):
            self._writer = asyncio.create_task(self._write())

    async def flush(self) -> None:
        """Write what waits, now: before impressions are read, or people deleted or joined.

        Raises sqlalchemy.exc.SQLAlchemyError where the database does not take it; it goes on waiting then.
        """
        async with self._turn:
            due = len(self._waiting)  # what comes meanwhile is for the next time
            while due > 0:
                part = self._waiting[: min(due, _TOGETHER)]
                del self._waiting[: len(part)]
                try:
                    async with self._database.begin() as session:
                        await add_impressions(session, part)
                except BaseException:
                    self._waiting[:0] = part
                    self._drop_surplus()
                    raise
                due -= len(part)

    async def close(self) -> None:
        """Write what waits and stop; what the database does not take now is lost, and the log says so."""
        async with self._turn:  # the writer writes nothing at this moment
            if self._writer is not None:
                self._writer.cancel()
        try:
            await self.flush()
        except (SQLAlchemyError, OSError):
            logger.exception("{} impressions are lost: they could not be written", len(self._waiting))

    def _drop_surplus(self) -> None:
        if (surplus := len(self._waiting) - _MOST) > 0:
            del self._waiting[:surplus]
            logger.error("{} impressions were dropped, since too many wait to be written", surplus)

    async def _write(self) -> None:
        pause: float = _EVERY_SECONDS
        while self._waiting:
            await asyncio.sleep(pause)
            try:
                await self.flush()
                pause = _EVERY_SECONDS
            except (SQLAlchemyError, OSError):
                logger.exception("{} impressions could not be written, and wait for the next time", len(self._waiting))
                pause = _AFTER_FAILURE_SECONDS
