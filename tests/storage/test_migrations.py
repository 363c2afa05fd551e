"""The history of the tables leads exactly to what the classes say, on both databases, and back."""

import asyncio
import shutil
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import CommandLine, Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, bindparam, inspect, text
from sqlalchemy.engine.url import make_url

from storage import migrations
from storage.database import Database
from storage.engines import migrating_engine
from storage.migrations import NEWEST
from storage.migrations.upgrade import configuration, upgrade
from storage.tables import Base
from storage.tables.base import Instant
from tests.databases import SECRETS, sqlite_url

Result = TypeVar("Result")


async def on(url: str, call: Callable[[Connection], Result]) -> Result:
    engine = migrating_engine(make_url(url))
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(call)
    finally:
        await engine.dispose()


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def downgrade(connection: Connection) -> None:
    command.downgrade(configuration(connection), "base")


def differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True}
    found: list[object] = compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
    return found


def constraints(connection: Connection) -> dict[str, Any]:
    """Return what Alembic does not compare: checks, keys and how deletions go on."""
    inspector = inspect(connection)
    return {
        name: (
            sorted((check["name"] or "", check["sqltext"]) for check in inspector.get_check_constraints(name)),
            inspector.get_pk_constraint(name)["name"] or "unnamed",
            sorted((key["name"] or "", str(key["options"])) for key in inspector.get_foreign_keys(name)),
            sorted(
                (unique["name"] or "", tuple(unique["column_names"]))
                for unique in inspector.get_unique_constraints(name)
            ),
        )
        for name in tables(connection)
    }


async def test_up_down_up(bare_url: str) -> None:
    await on(bare_url, upgrade)
    assert await on(bare_url, tables) == set(Base.metadata.tables)
    await on(bare_url, downgrade)
    assert await on(bare_url, tables) == set()
    await on(bare_url, upgrade)
    assert await on(bare_url, tables) == set(Base.metadata.tables)


async def test_the_migrated_tables_are_those_of_the_classes(bare_url: str) -> None:
    await on(bare_url, upgrade)
    assert await on(bare_url, differences) == []


async def test_the_migrated_constraints_are_those_of_the_classes(bare_url: str) -> None:
    await on(bare_url, upgrade)
    migrated = await on(bare_url, constraints)
    await on(bare_url, downgrade)
    await on(bare_url, Base.metadata.create_all)
    assert migrated == await on(bare_url, constraints)
    assert any(checks for checks, *_ in migrated.values())


async def test_sqlite_keeps_rows_as_the_classes_say(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "bare.db")

    def options(connection: Connection) -> dict[str, tuple[bool, bool]]:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        return {name: ("WITHOUT ROWID" in sql, "AUTOINCREMENT" in sql) for name, sql in rows}

    await on(url, upgrade)
    migrated = await on(url, options)
    await on(url, downgrade)
    await on(url, Base.metadata.create_all)
    assert migrated == await on(url, options)
    assert migrated["ratings"] == (True, False)
    assert migrated["users"] == (False, True)


async def test_upgrading_again_changes_nothing_and_two_at_once_are_safe(bare_url: str) -> None:
    one, other = Database(bare_url, SECRETS), Database(bare_url, SECRETS)
    await asyncio.gather(one.upgrade(), other.upgrade())
    await one.upgrade()
    await asyncio.gather(one.close(), other.close())
    assert await on(bare_url, tables) == set(Base.metadata.tables)


async def test_a_consent_survives_the_second_revision_and_back(bare_url: str) -> None:
    def first(connection: Connection) -> None:
        command.upgrade(configuration(connection), "0001")
        insert = "INSERT INTO users (id, kind, created_at) VALUES (7, 'person', :at)"
        at = bindparam("at", datetime(2026, 1, 1, tzinfo=UTC), Instant())
        connection.execute(text(insert).bindparams(at))
        agree(connection, "training")

    def agree(connection: Connection, consent: str) -> None:
        insert = "INSERT INTO consent_events (user_id, consent, given, at) VALUES (7, :consent, true, :at)"
        at = bindparam("at", datetime(2026, 1, 1, tzinfo=UTC), Instant())
        connection.execute(text(insert).bindparams(at), {"consent": consent})

    def consents(connection: Connection) -> list[str]:
        return list(connection.execute(text("SELECT consent FROM consent_events ORDER BY id")).scalars())

    await on(bare_url, first)
    await on(bare_url, upgrade)
    await on(bare_url, lambda connection: agree(connection, "recommended_for"))
    assert await on(bare_url, consents) == ["training", "recommended_for"]
    await on(bare_url, lambda connection: command.downgrade(configuration(connection), "0001"))
    assert await on(bare_url, consents) == ["training"]


async def test_a_failing_migration_leaves_everything_as_it_was(bare_url: str) -> None:
    def collide(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE promotions (id INTEGER)"))

    await on(bare_url, collide)
    with pytest.raises(Exception, match="promotions"):
        await on(bare_url, upgrade)
    assert await on(bare_url, tables) == {"promotions"}


async def test_a_migration_that_orphans_rows_is_refused(tmp_path: Path) -> None:
    """On SQLite, which does not check while tables are changed."""
    url = sqlite_url(tmp_path / "bare.db")

    def orphan(connection: Connection) -> None:
        connection.execute(text("INSERT INTO chat_settings (chat_id, adult) VALUES (99, 0)"))

    await on(url, upgrade)
    await on(url, orphan)
    with pytest.raises(RuntimeError, match="chat_settings refers to nothing in chats"):
        await on(url, upgrade)


def test_the_newest_revision_is_the_one_that_is_named() -> None:
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert scripts.get_heads() == [NEWEST]


async def test_a_start_with_nothing_to_migrate_waits_for_no_writer(tmp_path: Path) -> None:
    one, other = (
        Database(sqlite_url(tmp_path / "osusume.db"), SECRETS),
        Database(sqlite_url(tmp_path / "osusume.db"), SECRETS),
    )
    await one.upgrade()
    async with one.begin(), asyncio.timeout(5):
        await other.upgrade()
    await one.close()
    await other.close()


def test_the_command_line_needs_no_ini(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    url = f"url={sqlite_url(tmp_path / 'new.db')}"
    with pytest.raises(SystemExit):  # before, there is something to do
        CommandLine().main(["-x", url, "check"])
    CommandLine().main(["-x", url, "upgrade", "head"])
    CommandLine().main(["-x", url, "check"])


def test_a_new_migration_spells_out_its_types(tmp_path: Path) -> None:
    """It must mean the same in ten years, whatever becomes of the classes it was made from."""
    folder = tmp_path / "migrations"
    shutil.copytree(Path(__file__).parents[2] / "storage" / "migrations", folder, ignore=shutil.ignore_patterns("0*"))
    config = Config(cmd_opts=Namespace(x=[f"url={sqlite_url(tmp_path / 'new.db')}"]))
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    command.revision(config, "The first tables once more", autogenerate=True, rev_id="0001")
    written = (folder / "versions" / "0001_the_first_tables_once_more.py").read_text()
    assert 'sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")' in written
    assert "storage" not in written
    command.upgrade(config, "head")
    command.check(config)
