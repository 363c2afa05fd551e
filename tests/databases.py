"""Databases for tests of every room: real ones, migrated once and then copied or emptied."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from uuid import uuid4

import asyncpg
from sqlalchemy import text
from sqlalchemy.engine.url import URL, make_url

from storage.database import Database
from storage.secrets import KEY_BYTES, Secrets
from storage.tables import Base

SECRETS_KEY = bytes(range(KEY_BYTES))
SECRETS = Secrets(SECRETS_KEY)

_templates: list[Path] = []


def sqlite_url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


async def sqlite_database(folder: Path) -> Database:
    """Return a migrated, empty SQLite database of its own in `folder`; the caller closes it."""
    file = folder / "osusume.db"
    shutil.copyfile(await _template(), file)
    return Database(sqlite_url(file), SECRETS)


async def _template() -> Path:
    """Return a migrated, empty SQLite file, made on the first call of the process."""
    if not _templates:
        folder = Path(tempfile.mkdtemp(prefix="osusume-tests-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        file = folder / "template.db"
        database = Database(sqlite_url(file), SECRETS)
        await database.upgrade()
        await database.close()
        _templates.append(file)
    return _templates[0]


def postgres_server() -> URL:
    """Return the server to test on, as any of its databases' address."""
    return make_url(os.environ.get("TEST_POSTGRES_URL", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres"))


async def postgres_answers() -> str:
    """Return why there is no PostgreSQL to test on, or nothing where there is one."""
    try:
        await _administer("SELECT 1")
    except (OSError, asyncpg.PostgresError, TimeoutError) as error:
        return f"no PostgreSQL answers at {postgres_server()}: {error}"
    return ""


async def create_postgres_database(*, migrated: bool = True) -> str:
    """Create a database on the server and return its address; whoever asked drops it."""
    name = f"osusume_test_{uuid4().hex}"
    await _administer(f'CREATE DATABASE "{name}"')
    await _administer(f'ALTER DATABASE "{name}" SET synchronous_commit = off')  # nothing in it need survive a power cut
    url = postgres_server().set(database=name).render_as_string(hide_password=False)
    if migrated:
        database = Database(url, SECRETS)
        await database.upgrade()
        await database.close()
    return url


async def drop_postgres_database(url: str) -> None:
    await _administer(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')


async def emptied(database: Database) -> Database:
    """Return the same PostgreSQL database without a row, its numbers beginning anew.

    For a few rows this is several times as fast as TRUNCATE, which makes new files.
    """
    async with database.begin() as session:
        for table in reversed(Base.metadata.sorted_tables):
            await session.execute(table.delete())
        sequences = "SELECT setval(seqrelid::regclass, 1, false) FROM pg_sequence"
        await session.execute(text(sequences))
    return database


async def _administer(statement: str) -> None:
    url = postgres_server().set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(url, timeout=5)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
