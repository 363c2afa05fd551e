from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import Database
from tests.databases import sqlite_database

DATA = Path(__file__).parents[3] / "shared" / "data" / "anime"


@pytest.fixture
def at() -> datetime:
    return datetime(2026, 3, 4, 5, 6, tzinfo=UTC)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await sqlite_database(tmp_path)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data; skips, aloud, where it is not."""
    if not DATA.is_dir():
        pytest.skip("needs the real data in ../shared/data/anime")
    return DATA
