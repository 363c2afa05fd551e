"""What is remembered of people, read together for all who wait at the same moment: every answer begins with it.

Each statement is a way to the driver's thread and back, and beside a busy event loop each way waits for the
interpreter's lock. Where nobody else waits, nobody is waited for.
"""

import asyncio

from bot.commands.last_reads import finish
from storage.database import Database
from storage.visits import Asked, Remembered, remembered

_TOGETHER = 16  # in one statement
_LONGEST_SECONDS = 30  # for one statement, behind which everybody waits

_Read = asyncio.Task[list[Remembered | None]]


class Memory:
    """Reads what is remembered. One a process; close it at the end."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = asyncio.Lock()  # one statement after another
        self._next: tuple[list[Asked], _Read] | None = None  # the one that has not begun, and whom it is for
        self._reads: set[_Read] = set()

    async def of(self, asked: Asked) -> Remembered | None:
        """Return what `storage.visits.remembered` does, read after this call: what was written before is in it.

        Raises what the database's driver raises, and TimeoutError.
        """
        if self._next is None or len(self._next[0]) == _TOGETHER:
            self._next = self._another()
        together, read = self._next
        place = len(together)
        together.append(asked)
        known = await asyncio.shield(read)  # who gives up takes nothing from the others
        return known[place]

    async def close(self) -> None:
        """Let the reads under way finish, unless they take too long."""
        self._next = None
        await finish(self._reads)

    def _another(self) -> tuple[list[Asked], _Read]:
        together: list[Asked] = []
        read = asyncio.create_task(self._read(together))
        self._reads.add(read)
        read.add_done_callback(self._reads.discard)
        return together, read

    async def _read(self, together: list[Asked]) -> list[Remembered | None]:
        async with self._turn:
            if self._next is not None and self._next[0] is together:
                self._next = None
            async with asyncio.timeout(_LONGEST_SECONDS), self._database.glance() as driver:
                return await remembered(driver, self._database.secrets, together)
