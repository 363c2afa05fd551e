"""What the process that serves them expects of a surface that has to log in somewhere."""

import asyncio
from collections.abc import Callable
from typing import Protocol


class LoginError(Exception):
    """A surface cannot log in, or was logged out for good; the message is the line to log, and holds no token."""


class Notebook(Protocol):
    """What a surface keeps between runs, by name: digests of what it registered, a picture's id at the platform.

    Nothing personal is written here.
    """

    async def look_up(self, name: str) -> str | None:
        """Return what was noted under `name`."""

    async def note(self, name: str, value: str | None) -> None:
        """Keep `value` under `name`; None removes what stood there."""


class Surface(Protocol):
    """One platform that people talk to us on."""

    @property
    def name(self) -> str:
        """What people call the platform."""

    async def serve(self, opened: Callable[[], None], stopping: asyncio.Event) -> None:
        """Log in, say `opened`, and answer until `stopping` is set; then finish what is under way and return.

        Raises LoginError. It may be called again after it returned or raised.
        """
