"""Runs the migrations from within the program, without any configuration file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, text

# Any number will do, as long as nobody else locks by it: "osusume" in ASCII.
_LOCK = int.from_bytes(b"osusume")


class OtherVersionError(Exception):
    """The database is at a revision that is unknown here."""


def configuration(connection: Connection) -> Config:
    """Return what Alembic's commands need, to work on `connection` within the transaction it is in."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Bring the tables to the newest form within the connection's transaction.

    Whoever comes second waits until the first is done, and then finds nothing to do: SQLite's transaction began with
    its write lock, PostgreSQL takes a lock by number until the transaction ends. Raises OtherVersionError, and
    RuntimeError where a migration left rows that refer to nothing.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
    try:
        command.upgrade(configuration(connection), "head")
    except CommandError as error:
        raise OtherVersionError(str(error)) from error
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        if broken is not None:
            raise RuntimeError(f"after the migration a row of {broken[0]} refers to nothing in {broken[2]}")
