import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import Database
from tests.databases import (
    SECRETS,
    create_postgres_database,
    drop_postgres_database,
    emptied,
    postgres_answers,
    sqlite_database,
    sqlite_url,
)


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 5, 17, 20, 15, 3, 141592, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of this session's own, migrated database; skips, aloud, where no server answers."""
    with asyncio.Runner() as runner:
        reason = runner.run(postgres_answers())
        if reason:
            pytest.skip(reason)
        url = runner.run(create_postgres_database())
        yield url
        runner.run(drop_postgres_database(url))


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which of the two a test runs on."""
    if request.param == "postgresql":
        # Here and not in the fixtures below: a loop runs in those already.
        request.getfixturevalue("postgres_url")
    return str(request.param)


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that may hold anything."""
    return sqlite_url(tmp_path / "osusume.db") if kind == "sqlite" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def database(kind: str, url: str, tmp_path: Path) -> AsyncIterator[Database]:
    """A migrated database without a row."""
    opened = await sqlite_database(tmp_path) if kind == "sqlite" else await emptied(Database(url, SECRETS))
    yield opened
    await opened.close()


@pytest.fixture
async def bare_url(kind: str, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database without a table."""
    if kind == "sqlite":
        yield sqlite_url(tmp_path / "bare.db")
        return
    url = await create_postgres_database(migrated=False)
    yield url
    await drop_postgres_database(url)
