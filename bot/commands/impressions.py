"""What was shown, written together: a list is shown without waiting for the database's one writer."""

import asyncio
from collections.abc import Sequence

from loguru import logger
from sqlalchemy.exc import SQLAlchemyError

from bot.conversation.registry import new_code
from storage.database import Database
from storage.feedback import Impression, add_impressions

_EVERY_SECONDS = 1
_AFTER_FAILURE_SECONDS = 5
_WHEN_CLOSING_SECONDS = 1  # the process is told to stop, and has ten for all
_TOGETHER = 2_000  # in one transaction, so that a thumb does not wait long for its turn
_MOST = 100_000  # that wait in memory while the database takes none; some 30 MB


class Impressions:
    """Collects impressions and writes them once a second. One a process; close it at the end.

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
        try:
            async with asyncio.timeout(_WHEN_CLOSING_SECONDS):
                async with self._turn:  # the writer writes nothing at this moment
                    await self._end_writer()
                await self.flush()
        except (SQLAlchemyError, OSError) as error:
            await self._end_writer()  # and what it was writing waits again
            _log("{code}: {count} impressions are lost, since they could not be written: {why}", self._waiting, error)

    async def _end_writer(self) -> None:
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.wait({self._writer})

    def _drop_surplus(self) -> None:
        if (surplus := len(self._waiting) - _MOST) > 0:
            del self._waiting[:surplus]
            code = new_code()
            logger.error("{code}: {count} impressions were dropped, since too many wait", code=code, count=surplus)

    async def _write(self) -> None:
        pause: float = _EVERY_SECONDS
        while self._waiting:
            await asyncio.sleep(pause)
            try:
                await self.flush()
                pause = _EVERY_SECONDS
            except (SQLAlchemyError, OSError) as error:
                _log("{code}: {count} impressions could not be written and wait: {why}", self._waiting, error)
                pause = _AFTER_FAILURE_SECONDS


def _log(said: str, waiting: Sequence[Impression], error: Exception) -> None:
    """Write one line: while the database is away, another one follows every few seconds."""
    why = str(error).partition("\n")[0] or type(error).__name__  # what follows are the statement and its values' places
    logger.error(said, code=new_code(), count=len(waiting), why=why)
