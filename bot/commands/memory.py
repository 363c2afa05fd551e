"""What is remembered of people, read together for all who wait at the same moment: every answer begins with it.

Each statement is a way to the driver's thread and back, and beside a busy event loop each way waits for the
interpreter's lock. Where nobody else waits, nobody is waited for.
"""

import asyncio
from collections.abc import Sequence

from storage.database import Database
from storage.visits import Asked, Remembered, remembered

_TOGETHER = 16  # in one statement
_LONGEST_SECONDS = 30  # for one statement, behind which everybody waits
_LAST_READ_SECONDS = 1  # that closing waits: a read that is cancelled leaves its connection open


class Memory:
    """Reads what is remembered. One a process; close it at the end."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[tuple[Asked, asyncio.Future[Remembered | None]]] = []
        self._reader: asyncio.Task[None] | None = None

    async def of(self, asked: Asked) -> Remembered | None:
        """Return what `storage.visits.remembered` does, read after this call: what was written before is in it.

        Raises what the database's driver raises, and TimeoutError.
        """
        answer: asyncio.Future[Remembered | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, answer))
        if self._reader is None or self._reader.done():
            self._reader = asyncio.create_task(self._read())
        return await answer

    async def close(self) -> None:
        """Let the read under way finish, unless it takes too long."""
        if self._reader is not None:
            await asyncio.wait({self._reader}, timeout=_LAST_READ_SECONDS)
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        for _, answer in self._waiting:
            answer.cancel()
        self._waiting.clear()

    async def _read(self) -> None:
        while self._waiting:
            due = self._waiting[:_TOGETHER]
            del self._waiting[:_TOGETHER]
            try:
                known = await self._known([asked for asked, _ in due])
            except Exception as error:  # noqa: BLE001  whoever waits hears of it, and the next are read
                for _, answer in due:
                    if not answer.done():  # who asked has given up
                        answer.set_exception(error)
            else:
                for (_, answer), one in zip(due, known, strict=True):
                    if not answer.done():
                        answer.set_result(one)
            finally:
                for _, answer in due:
                    answer.cancel()

    async def _known(self, asked: Sequence[Asked]) -> list[Remembered | None]:
        async with asyncio.timeout(_LONGEST_SECONDS), self._database.glance() as driver:
            return await remembered(driver, self._database.secrets, asked)
