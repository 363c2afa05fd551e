"""Opens the two kinds of databases so that the rest of the room need not know which it has.

All engines hide parameters: errors get logged, and what someone rated is nobody else's business.
"""

import sqlite3
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.engine.url import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

SQLITE = "sqlite+aiosqlite"
POSTGRESQL = "postgresql+asyncpg"

# How long one writer waits for another, which may be an import of millions of rows; and one reader for a connection.
PATIENCE_SECONDS = 60

# How long SQLite's driver waits for a lock at a time: in a thread, where waiting cannot be called off.
_AT_A_TIME_SECONDS = 0.25

# Connections that read at once: more than a machine has processors to spare, and none is opened and closed in between.
_READERS = 8

_ALWAYS = (
    "PRAGMA journal_mode = WAL",  # readers go on while someone writes
    "PRAGMA synchronous = NORMAL",  # with WAL: safe from corruption; a power cut may cost the last moment's writes
    "PRAGMA journal_size_limit = 67108864",  # 64 MiB: an import's log is given back to the disk
    "PRAGMA cache_size = -32768",  # 32 MiB a connection
    "PRAGMA temp_store = MEMORY",
)


def writing_engine(url: URL) -> AsyncEngine:
    """Return an engine for transactions that may write.

    SQLite lets one writer in at a time. A transaction that begins by reading and wants to write later can be refused
    for good ("database is locked"), so each takes the lock when it begins; and those of this process wait in the
    pool's queue for its only connection, in order, instead of racing for the lock.
    """
    if url.drivername == SQLITE:
        engine = create_async_engine(
            url, hide_parameters=True, pool_size=1, max_overflow=0, pool_timeout=PATIENCE_SECONDS
        )
        _prepare_sqlite(engine, begin="BEGIN IMMEDIATE", pragmas=("PRAGMA foreign_keys = ON",))
        return engine
    return create_async_engine(url, hide_parameters=True, pool_pre_ping=True)


def reading_engine(url: URL, writing: AsyncEngine) -> AsyncEngine:
    """Return an engine for transactions that only read: they see one moment, wait for no writer, and cannot write.

    What a transaction began it ends itself, so on SQLite a connection is not rolled back once more when it is given
    back: that would be a way to the driver's thread and back for every answer.
    """
    if url.drivername == SQLITE:
        engine = create_async_engine(
            url,
            hide_parameters=True,
            pool_size=_READERS,
            max_overflow=0,
            pool_timeout=PATIENCE_SECONDS,
            pool_use_lifo=True,  # the one used last has the pages that were asked for in its cache
            pool_reset_on_return=None,
        )
        _prepare_sqlite(engine, begin="BEGIN", pragmas=("PRAGMA query_only = ON", _waiting(PATIENCE_SECONDS)))
        return engine
    return writing.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def migrating_engine(url: URL) -> AsyncEngine:
    """Return an engine for changing tables.

    SQLite changes a table by copying it and dropping the old one, and dropping would delete by cascade whatever refers
    to its rows: so foreign keys are off here, and the caller checks them before it commits.
    """
    engine = create_async_engine(url, hide_parameters=True, poolclass=NullPool)
    if url.drivername == SQLITE:
        pragmas = ("PRAGMA foreign_keys = OFF", _waiting(PATIENCE_SECONDS))
        _prepare_sqlite(engine, begin="BEGIN IMMEDIATE", pragmas=pragmas)
    return engine


def _prepare_sqlite(engine: AsyncEngine, *, begin: str, pragmas: tuple[str, ...]) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        untyped: Any = connection  # the driver's own attribute, which PEP 249 does not know
        untyped.isolation_level = None  # the driver shall begin nothing by itself
        cursor = connection.cursor()
        # First of all: switching a new file to WAL needs the lock too.
        for pragma in (_waiting(_AT_A_TIME_SECONDS), *_ALWAYS, *pragmas):
            _patiently(partial(cursor.execute, pragma))
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        _patiently(partial(connection.exec_driver_sql, begin))


def _waiting(seconds: float) -> str:
    return f"PRAGMA busy_timeout = {int(seconds * 1000)}"


def _patiently(execute: Callable[[], object]) -> None:
    """Execute again while the database is busy, as long as patience lasts.

    SQLite's own waiting would not be enough: it refuses at once where two would wait for each other, as two may who
    both switch a new file to WAL (https://www.sqlite.org/c3ref/busy_handler.html), and where another recovers what a
    crash left.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            execute()
        except (OperationalError, sqlite3.OperationalError) as error:
            if not _is_busy(error) or time.monotonic() > until:
                raise
        else:
            return


def _is_busy(error: OperationalError | sqlite3.OperationalError) -> bool:
    refused = error.orig if isinstance(error, OperationalError) else error
    code: int = getattr(refused, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_BUSY
