"""Things that happen one after another and are waited for, each once."""

import asyncio
from typing import Generic, TypeVar

T = TypeVar("T")


class Arrivals(Generic[T]):
    """What came, oldest first, in `all`; `next` gives each of them once, in order."""

    __slots__ = ("_taken", "_waiting", "all")

    def __init__(self) -> None:
        self.all: list[T] = []
        self._taken = 0
        self._waiting: list[asyncio.Future[None]] = []

    def add(self, item: T) -> None:
        self.all.append(item)
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)
        self._waiting.clear()

    @property
    def waiting(self) -> list[T]:
        """What came and was not asked for yet."""
        return self.all[self._taken :]

    async def next(self, timeout: float, what: str) -> T:  # noqa: ASYNC109 -- its message says what did not come
        """Return the next one. Raises TimeoutError, naming `what`, when none comes in time."""
        try:
            async with asyncio.timeout(timeout):
                while len(self.all) <= self._taken:
                    waiting = asyncio.get_running_loop().create_future()
                    self._waiting.append(waiting)
                    await waiting
        except TimeoutError:
            raise TimeoutError(f"{what} did not come within {timeout} s") from None
        self._taken += 1
        return self.all[self._taken - 1]
