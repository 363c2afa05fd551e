"""How reads that are under way end when the process does."""

import asyncio
from collections.abc import Iterable
from typing import Any

_LONGEST_SECONDS = 1  # that closing waits: a read that is cancelled leaves its connection open


async def finish(reads: Iterable[asyncio.Task[Any]]) -> None:
    """Let these reads finish, and call off those that take too long."""
    under_way = set(reads)
    if under_way:
        await asyncio.wait(under_way, timeout=_LONGEST_SECONDS)
    for read in under_way:
        read.cancel()
    await asyncio.gather(*under_way, return_exceptions=True)
