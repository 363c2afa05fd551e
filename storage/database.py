"""The database: opened by its address, brought up to date, and used one transaction at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import inspect, text
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.util import greenlet_spawn

from storage.driver import Driver
from storage.engines import POSTGRESQL, SQLITE, migrating_engine, reading_engine, writing_engine
from storage.migrations import NEWEST
from storage.secrets import Secrets

_GOODBYE_SECONDS = 1  # for a server that may be gone, when the process is told to stop


class UnusableDatabaseError(Exception):
    """The database does not answer, or is none of ours; the message is the sentence to show."""


class Database:
    """SQLite or PostgreSQL, by URL. One object a process; close it at the end.

    secrets: what turns platform ids into what is stored of them; at hand here because both belong to one deployment.
    """

    def __init__(self, url: str, secrets: Secrets) -> None:
        """Take `sqlite+aiosqlite:///FILE` or `postgresql+asyncpg://…`; raise ValueError for another driver."""
        parsed = make_url(url)
        if parsed.drivername not in {SQLITE, POSTGRESQL}:
            raise ValueError(
                f"a database address begins with {SQLITE}:// or {POSTGRESQL}://, not {parsed.drivername}://"
            )
        self.secrets = secrets
        self._url = parsed
        self._writing = writing_engine(parsed)
        self._reading = reading_engine(parsed, self._writing)
        self._begin = async_sessionmaker(self._writing, expire_on_commit=False)
        self._read = async_sessionmaker(self._reading, expire_on_commit=False)

    async def upgrade(self) -> None:
        """Bring the tables to the newest form; nothing happens to those that are, and two at once are safe.

        Raises UnusableDatabaseError.
        """
        try:
            if not await self._is_newest():
                await self._migrate()
        except DBAPIError as error:
            said = str(error.orig).partition("\n")[0].rpartition(">: ")[2]
            raise UnusableDatabaseError(f"The database {self._name} cannot be used: {said}.") from error
        except OSError as error:
            raise UnusableDatabaseError(f"The database {self._name} does not answer: {error}.") from error

    async def _is_newest(self) -> bool:
        """Return whether there is nothing to migrate, without the lock that others may hold for long."""
        async with self._reading.connect() as connection:
            if not await connection.run_sync(lambda it: inspect(it).has_table("alembic_version")):
                return False
            return (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalars().all() == [
                NEWEST
            ]

    async def _migrate(self) -> None:
        from storage.migrations.upgrade import OtherVersionError, upgrade  # noqa: PLC0415  Alembic, which few starts need

        engine = migrating_engine(self._url)
        try:
            async with engine.begin() as connection:
                await connection.run_sync(upgrade)
        except OtherVersionError as error:
            raise UnusableDatabaseError(
                f"The database {self._name} was made by another version of Osusume: {error}."
            ) from error
        finally:
            await engine.dispose()

    @property
    def _name(self) -> str:
        """Return what it is called in a sentence, without a user or a password."""
        if self._url.drivername == SQLITE:
            return self._url.database or "in memory"
        return f"{self._url.database} at {self._url.host}:{self._url.port or 5432}"

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction that may write: committed at the end of the block, rolled back by an exception.

        On SQLite others wait to write until it ends, so keep slow work outside of it; and never open a second one
        within it, which would wait for the first.
        """
        async with self._begin.begin() as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction that sees one moment and waits for nobody; the database refuses any write in it."""
        async with self._read.begin() as session:
            yield session

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[Driver]:
        """Open a connection's driver for one SELECT: it sees one moment by itself, without a transaction."""
        raw = await self._reading.raw_connection()
        try:
            yield Driver(self._reading.dialect, raw.driver_connection)
        finally:
            await greenlet_spawn(raw.close)

    async def ping(self) -> None:
        """Return when the database answers; raise what its driver or SQLAlchemy raises where it does not."""
        async with self._reading.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close all connections; nothing may be under way. A server that does not answer is left after a second.

        SQLite is never left: it writes its log into the file when the last connection closes.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(None if self._url.drivername == SQLITE else _GOODBYE_SECONDS):
                await self._writing.dispose()
                await self._reading.dispose()
