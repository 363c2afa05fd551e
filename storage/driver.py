"""A connection's own driver, for the few statements that every answer waits for.

What they give is taken as it is stored: to make SQLAlchemy's rows of it took longer than the database did.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class Driver:
    """The driver of an open connection, and the dialect that statements for it are written in."""

    dialect: Dialect
    connection: Any  # aiosqlite's or asyncpg's

    @classmethod
    async def of(cls, connection: AsyncConnection) -> Self:
        """Return the driver of `connection`: what it fetches is of the transaction that is open there."""
        return cls(connection.dialect, (await connection.get_raw_connection()).driver_connection)

    async def fetch(self, sql: str, values: Sequence[object]) -> list[Sequence[Any]]:
        """Return all rows that a SELECT gives, `values` standing in its places in order."""
        if self.dialect.name == "postgresql":
            return list(await self.connection.fetch(sql, *values))
        return list(await self.connection.execute_fetchall(sql, values))
