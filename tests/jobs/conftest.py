from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.catalogue import save_anime
from storage.database import Database
from storage.datasets import save_dataset_ratings
from storage.kinds import PersonKind
from tests.databases import sqlite_database
from tests.small_world import PEOPLE, TRAINED_AT, small_catalogue, small_interactions


@pytest.fixture
async def filled(tmp_path: Path) -> AsyncIterator[Database]:
    """A database that holds the small world."""
    database = await sqlite_database(tmp_path)
    people = [f"person {number}" for number in range(PEOPLE)]
    async with database.begin() as session:
        await save_anime(session, small_catalogue(), origin="tests", at=TRAINED_AT)
        await save_dataset_ratings(
            session,
            database.secrets,
            "simulation",
            people,
            small_interactions(),
            kind=PersonKind.SIMULATED,
            at=TRAINED_AT,
        )
    yield database
    await database.close()
