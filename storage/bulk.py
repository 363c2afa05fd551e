"""Millions of whole numbers into and out of a table, by the quickest way into each database.

PostgreSQL has COPY in a binary format that NumPy reads and writes as it is
(https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"); SQLite's driver takes and gives plain lists.
Both go past SQLAlchemy, over the connection's own driver and within its transaction.
"""

import io
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import SelectBase, Table
from sqlalchemy.ext.asyncio import AsyncConnection

_PART = 100_000  # rows at a time, where they become Python's numbers on the way
_TOGETHER = (
    1_000  # rows in one INSERT: six times as fast as one each, since SQLite's driver waits for the GIL less often
)

_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)  # signature, no flags, no extension
_TRAILER = b"\xff\xff"


async def load(connection: AsyncConnection, table: Table, rows: NDArray[np.int64]) -> None:
    """Add rows to a table that has nothing but BIGINT NOT NULL columns, as many as `rows` has, in their order."""
    driver: Any = (await connection.get_raw_connection()).driver_connection
    if connection.dialect.name == "postgresql":
        names = list(table.columns.keys())
        await driver.copy_to_table(table.name, source=_packed(rows), columns=names, format="binary")
        return
    width = rows.shape[1]
    row = f"({', '.join('?' * width)})"
    for start in range(0, len(rows), _PART):
        part = rows[start : start + _PART]
        whole = len(part) - len(part) % _TOGETHER
        for together, share in ((_TOGETHER, part[:whole]), (1, part[whole:])):
            statement = f"INSERT INTO {table.name} VALUES {', '.join([row] * together)}"  # noqa: S608  no one else's text
            await driver.executemany(statement, share.reshape(-1, width * together).tolist())


async def fetch(connection: AsyncConnection, query: SelectBase) -> NDArray[np.int64]:
    """Return what a query for BIGINT columns gives, none of them NULL: rows × columns."""
    width = len(query.selected_columns)
    sql = str(query.compile(connection.sync_engine, compile_kwargs={"literal_binds": True}))
    driver: Any = (await connection.get_raw_connection()).driver_connection
    if connection.dialect.name == "postgresql":
        copied = io.BytesIO()
        await driver.copy_from_query(sql, output=copied, format="binary")
        return _unpacked(copied.getvalue(), width)
    parts = [np.empty((0, width), dtype=np.int64)]
    async with driver.execute(sql) as cursor:
        while part := await cursor.fetchmany(_PART):
            flat = np.fromiter(chain.from_iterable(part), dtype=np.int64, count=len(part) * width)
            parts.append(flat.reshape(-1, width))
    return np.concatenate(parts)


def _layout(width: int) -> np.dtype[np.void]:
    """Return how COPY writes a row: the number of fields, then each one's number of bytes and its value."""
    return np.dtype([("width", ">i2"), ("fields", [("size", ">i4"), ("value", ">i8")], (width,))])


def _packed(rows: NDArray[np.int64]) -> io.BytesIO:
    packed = np.empty(len(rows), dtype=_layout(rows.shape[1]))
    packed["width"] = rows.shape[1]
    packed["fields"]["size"] = np.dtype(np.int64).itemsize
    packed["fields"]["value"] = rows
    return io.BytesIO(_HEADER + packed.tobytes() + _TRAILER)


def _unpacked(copied: bytes, width: int) -> NDArray[np.int64]:
    rows = np.frombuffer(memoryview(copied)[len(_HEADER) : -len(_TRAILER)], dtype=_layout(width))
    return rows["fields"]["value"].astype(np.int64)
