"""What Alembic runs for every command: on the program's connection, or on the one named by `alembic -x url=…`."""

import asyncio
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlalchemy.engine.url import make_url

from storage.engines import migrating_engine
from storage.tables import Base
from storage.tables.base import Instant, StatusCode, ThumbSign

# How our own types are spelled in a new migration, which must not change when the types' classes do.
SPELLINGS = {
    Instant: 'sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")',
    StatusCode: "sa.SmallInteger()",
    ThumbSign: "sa.SmallInteger()",
}


def spelled(_kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Return how a type is written in a new migration, or False for those Alembic can write itself."""
    return SPELLINGS.get(type(item), False)


def migrate(connection: Connection) -> None:
    """Run the migrations in one transaction, so that a failing one leaves everything as it was."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,  # SQLite alters a table by copying it
        render_item=spelled,
        transactional_ddl=True,  # which SQLite has too, once the driver no longer commits by itself
    )
    with context.begin_transaction():
        context.run_migrations()


async def connect_and_migrate(url: str) -> None:
    """Migrate the database at `url`: for developers at the command line."""
    engine = migrating_engine(make_url(url))
    try:
        async with engine.begin() as connection:
            await connection.run_sync(migrate)
    finally:
        await engine.dispose()


given: Connection | None = context.config.attributes.get("connection")
if given is None:
    asyncio.run(connect_and_migrate(context.get_x_argument(as_dictionary=True)["url"]))
else:
    migrate(given)
