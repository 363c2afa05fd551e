"""A surface's notebook, kept in the database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from storage import notes
from storage.database import Database


@dataclass(frozen=True, slots=True)
class StoredNotebook:
    """What the surface of one platform keeps between runs; a `bot.conversation.surface.Notebook`."""

    database: Database
    platform: str
    clock: Callable[[], datetime]

    async def look_up(self, name: str) -> str | None:
        """Return what was noted under `name`."""
        async with self.database.read() as session:
            return await notes.look_up(session, self.platform, name)

    async def note(self, name: str, value: str | None) -> None:
        """Keep `value` under `name`; None removes what stood there."""
        async with self.database.begin() as session:
            await notes.note(session, self.platform, name, value, at=self.clock())
