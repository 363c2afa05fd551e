import asyncio
import multiprocessing
import sqlite3
import time
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from core.taste import Rating
from storage.database import Database, UnusableDatabaseError
from storage.kinds import PersonKind
from storage.people import person_of
from storage.ratings import put_rating, taste_of
from storage.tables import UserRow
from tests.databases import SECRETS, sqlite_database, sqlite_url
from tests.storage.worlds import some_anime, someone


@pytest.mark.parametrize("url", ["sqlite:///x.db", "postgresql://localhost/x", "mysql+aiomysql://localhost/x"])
def test_another_driver_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="a database address begins with"):
        Database(url, SECRETS)


async def test_ping_answers(database: Database) -> None:
    await database.ping()


async def test_ping_raises_where_nobody_answers() -> None:
    database = Database("postgresql+asyncpg://nobody@127.0.0.1:1/nothing", SECRETS)
    with pytest.raises(OSError, match="Connect"):
        await database.ping()
    await database.close()


async def test_closing_does_not_wait_for_a_server_that_fell_silent(postgres_url: str) -> None:
    """As where the network between broke: nothing comes back, and nothing says so."""
    server = make_url(postgres_url)
    silent, cut = asyncio.Event(), asyncio.Event()

    async def passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (said := await reader.read(65_536)) and not silent.is_set():
            writer.write(said)

    async def between(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        theirs, ours = await asyncio.open_connection(server.host, server.port)
        try:
            await asyncio.gather(passed_on(reader, ours), passed_on(theirs, writer))
            await cut.wait()
        finally:
            for end in (ours, writer):
                end.close()
                await end.wait_closed()

    line = await asyncio.start_server(between, "127.0.0.1", 0)
    database = Database(
        server.set(host="127.0.0.1", port=line.sockets[0].getsockname()[1]).render_as_string(hide_password=False),
        SECRETS,
    )
    await database.ping()
    silent.set()
    began = time.monotonic()
    await database.close()
    assert time.monotonic() - began < 4
    cut.set()
    line.close()
    await line.wait_closed()
    await asyncio.sleep(0.1)


async def test_closing_a_file_takes_the_time_it_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow disk is no silent server: what is called off in the middle would be logged as an error, which fails."""
    database = await sqlite_database(tmp_path)
    monkeypatch.setattr("storage.database._GOODBYE_SECONDS", 0)
    await some_anime(database, 1)
    log = tmp_path / "osusume.db-wal"
    assert log.exists()
    await database.close()
    assert not log.exists()


async def test_opening_a_new_file_waits_for_whoever_has_it_locked(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    database = Database(sqlite_url(file), SECRETS)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        opening = asyncio.create_task(database.ping())
        await asyncio.sleep(0.6)  # more than once what the driver waits at a time
        assert not opening.done()
        other.execute("ROLLBACK")
        await opening
    await database.close()


async def test_upgrade_says_in_a_sentence_where_nobody_answers() -> None:
    database = Database("postgresql+asyncpg://nobody:hunter2@127.0.0.1:1/nothing", SECRETS)
    with pytest.raises(UnusableDatabaseError, match=r"nothing at 127\.0\.0\.1:1 does not answer") as refused:
        await database.upgrade()
    assert "hunter2" not in str(refused.value)
    await database.close()


async def test_upgrade_says_that_a_file_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"no database at all" * 100)
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", SECRETS)
    with pytest.raises(UnusableDatabaseError, match=r"x\.db cannot be used: file is not a database"):
        await database.upgrade()
    await database.close()


async def test_upgrade_leaves_a_newer_database_alone(tmp_path: Path) -> None:
    database = await sqlite_database(tmp_path)
    async with database.begin() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnusableDatabaseError, match="made by another version of Osusume"):
        await database.upgrade()
    await database.close()


async def test_a_block_that_fails_leaves_no_trace(database: Database) -> None:
    class OopsError(Exception):
        pass

    async def fail() -> None:
        async with database.begin() as session:
            await person_of(session, SECRETS, "web", "x", at=datetime.fromisoformat("2026-01-01T00:00Z"))
            raise OopsError

    with pytest.raises(OopsError):
        await fail()
    async with database.read() as session:
        assert (await session.execute(select(func.count()).select_from(UserRow))).scalar_one() == 0


async def test_reading_cannot_write(database: Database, now: datetime) -> None:
    with pytest.raises(DBAPIError):
        async with database.read() as session:
            await person_of(session, SECRETS, "web", "x", at=now)
    await someone(database)  # and writing goes on as before


async def test_a_reader_sees_one_moment(database: Database, now: datetime) -> None:
    user_id = await someone(database)
    await some_anime(database, 1)
    async with database.read() as reader:
        assert not (await taste_of(reader, user_id)).ratings
        async with database.begin() as writer:
            await put_rating(writer, user_id, 1, Rating(8), origin="test", at=now)
        assert not (await taste_of(reader, user_id)).ratings
    async with database.read() as reader:
        assert (await taste_of(reader, user_id)).ratings == {1: Rating(8)}


async def test_many_at_once_in_one_process(database: Database, now: datetime) -> None:
    """Each reads before it writes, which is what makes careless SQLite transactions collide."""
    user_id = await someone(database)
    await some_anime(database, *range(1, 31))

    async def rate(anime_id: int) -> None:
        async with database.begin() as session:
            await taste_of(session, user_id)
            await put_rating(session, user_id, anime_id, Rating(8), origin="test", at=now)

    await asyncio.gather(*(rate(anime_id) for anime_id in range(1, 31)))
    async with database.read() as session:
        assert len((await taste_of(session, user_id)).ratings) == 30


async def rate_each(url: str, user_id: int, anime_ids: range) -> None:
    """Rate one by one, reading before writing, as a command does."""
    database = Database(url, SECRETS)
    for anime_id in anime_ids:
        async with database.begin() as session:
            before = await taste_of(session, user_id)
            rating = Rating(1 + len(before.ratings) % 10)
            at = datetime.fromisoformat("2026-01-01T00:00Z")
            await put_rating(session, user_id, anime_id, rating, origin="test", at=at)
    await database.close()


def rate_in_this_process(url: str, user_id: int, anime_ids: range) -> None:
    asyncio.run(rate_each(url, user_id, anime_ids))


async def test_two_processes_write_at_once(tmp_path: Path) -> None:
    database = await sqlite_database(tmp_path)
    user_id = await someone(database)
    await some_anime(database, *range(1, 200))
    url = sqlite_url(tmp_path / "osusume.db")
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=rate_in_this_process, args=(url, user_id, range(1, 40)))
    process.start()
    written = 40
    while process.is_alive() and written < 200:  # so that both are at it for as long as it takes to start
        await rate_each(url, user_id, range(written, written + 10))
        written += 10
    await asyncio.to_thread(process.join)
    assert process.exitcode == 0
    async with database.read() as session:
        assert len((await taste_of(session, user_id)).ratings) == written - 1
    await database.close()


async def test_times_come_back_as_they_went_in(database: Database) -> None:
    tokyo = timezone(timedelta(hours=9))
    moments = [
        datetime(2026, 5, 17, 5, 15, 3, 141593, tzinfo=tokyo),
        datetime.fromisoformat("1969-12-31T23:59:59.999999Z"),
        datetime.fromisoformat("2038-01-19T03:14:08Z"),
    ]
    async with database.begin() as session:
        for at in moments:
            await session.execute(insert(UserRow).values(kind=PersonKind.PERSON, created_at=at))
    async with database.read() as session:
        kept = (await session.execute(select(UserRow.created_at).order_by(UserRow.id))).scalars().all()
    assert kept == moments
    assert {at.utcoffset() for at in kept} == {timedelta(0)}


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime.fromisoformat("2026-01-01T00:00")
    with pytest.raises(StatementError, match="needs its time zone"):
        async with database.begin() as session:
            await session.execute(insert(UserRow).values(kind=PersonKind.PERSON, created_at=naive))


async def test_errors_do_not_show_what_someone_rated(database: Database, now: datetime) -> None:
    user_id = await someone(database)
    with pytest.raises(IntegrityError) as caught:
        async with database.begin() as session:
            await put_rating(session, user_id, 424242, Rating(8), origin="secret place", at=now)
    assert "secret place" not in str(caught.value)


async def test_sqlite_is_set_up_for_a_chat_and_an_import_side_by_side(tmp_path: Path) -> None:
    database = await sqlite_database(tmp_path)
    settings = {}
    async with database.begin() as session:
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
            settings[name] = (await session.execute(text(f"PRAGMA {name}"))).scalar_one()
    await database.close()
    assert settings == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 250}


async def test_who_waits_long_to_write_gets_there_and_can_be_called_off(tmp_path: Path, now: datetime) -> None:
    database = await sqlite_database(tmp_path)

    async def write() -> None:
        async with database.begin() as session:
            await person_of(session, SECRETS, "web", "1", at=now)

    with closing(sqlite3.connect(tmp_path / "osusume.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await write()
        assert time.monotonic() - began < 3
        waiting = asyncio.create_task(write())
        await asyncio.sleep(1)
        assert not waiting.done()
        other.execute("ROLLBACK")
        await waiting
    await database.close()
