"""What the database itself refuses, whoever writes: tested past the functions that would not write it."""

from collections.abc import Mapping
from datetime import datetime

import pytest
from sqlalchemy import bindparam, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.database import Database
from storage.tables.base import Instant
from tests.storage.worlds import some_anime, someone

STATEMENTS: Mapping[str, str] = {
    "a score of 0": "INSERT INTO ratings VALUES (1, 1, 0, NULL, NULL, 'test', :now)",
    "a score of 11": "INSERT INTO ratings VALUES (1, 1, 11, NULL, NULL, 'test', :now)",
    "a thumb of 0": "INSERT INTO ratings VALUES (1, 1, NULL, 0, NULL, 'test', :now)",
    "a thumb of 2": "INSERT INTO ratings VALUES (1, 1, NULL, 2, NULL, 'test', :now)",
    "a status of 0": "INSERT INTO ratings VALUES (1, 1, NULL, NULL, 0, 'test', :now)",
    "a status of 5": "INSERT INTO ratings VALUES (1, 1, NULL, NULL, 5, 'test', :now)",
    "a rating that says nothing": "INSERT INTO ratings VALUES (1, 1, NULL, NULL, NULL, 'test', :now)",
    "a kind of person": "INSERT INTO users (kind, created_at) VALUES ('robot', :now)",
    "a kind of label": "INSERT INTO labels (kind, name) VALUES ('mood', 'Cozy')",
    "a kind of relation": "INSERT INTO relations VALUES (1, 0, 'cousin', 2)",
    "a kind of title": "INSERT INTO titles VALUES (1, 1, 'x', 'romaji', 'nickname')",
    "a language": "INSERT INTO titles VALUES (1, 1, 'x', 'klingon', 'main')",
    "a season": "UPDATE anime SET season = 'rainy'",
    "a type": "UPDATE anime SET type = 'play'",
    "an age rating": "UPDATE anime SET age_rating = 'x'",
    "a consent": "INSERT INTO consent_events (user_id, consent, given, at) VALUES (1, 'ads', true, :now)",
    "an outcome": (
        "INSERT INTO job_runs (job, started_at, finished_at, outcome, detail) VALUES ('x', :now, :now, 'so', '')"
    ),
    "an end without an outcome": (
        "INSERT INTO job_runs (job, started_at, finished_at, detail) VALUES ('x', :now, :now, '')"
    ),
    "a title without an anime": "INSERT INTO titles VALUES (2, 0, 'x', 'romaji', 'main')",
    "a label nobody knows": "INSERT INTO anime_labels VALUES (1, 99, 0)",
}


async def run(database: Database, statement: str, now: datetime) -> None:
    async with database.begin() as session:
        bound = text(statement)
        if ":now" in statement:
            bound = bound.bindparams(bindparam("now", now, Instant()))
        await session.execute(bound)


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=list(STATEMENTS))
async def test_the_database_refuses(database: Database, now: datetime, statement: str) -> None:
    await some_anime(database, 1)
    await someone(database)
    with pytest.raises(DBAPIError, match=r"CHECK|FOREIGN KEY|constraint|too long"):
        await run(database, statement, now)


async def test_the_statements_fail_for_their_own_reason(database: Database, now: datetime) -> None:
    """The same shape with good values is taken, so the refusals above are no typing errors."""
    await some_anime(database, 1)
    await someone(database)
    for statement in (
        "INSERT INTO ratings VALUES (1, 1, 1, -1, 4, 'test', :now)",
        "INSERT INTO users (kind, created_at) VALUES ('simulated', :now)",
        "INSERT INTO consent_events (user_id, consent, given, at) VALUES (1, 'training', true, :now)",
        "INSERT INTO consent_events (user_id, consent, given, at) VALUES (1, 'recommended_for', true, :now)",
        "INSERT INTO relations VALUES (1, 0, 'spin-off', 2)",
        "INSERT INTO titles VALUES (1, 1, 'x', 'native', 'short')",
    ):
        await run(database, statement, now)


async def test_an_anime_that_someone_rated_cannot_vanish(database: Database, now: datetime) -> None:
    await some_anime(database, 1)
    await someone(database)
    await run(database, "INSERT INTO ratings VALUES (1, 1, 8, NULL, NULL, 'test', :now)", now)
    with pytest.raises(IntegrityError):
        await run(database, "DELETE FROM anime", now)
