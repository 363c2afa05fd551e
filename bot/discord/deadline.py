"""Discord's three seconds: a call that is not answered within one is told that the answer takes longer."""

import asyncio
from typing import Final, Self

from discord import InteractionType

from bot.discord.incoming import Call

PATIENCE_SECONDS: Final = 1.0  # a third of what Discord waits, for the way there and back
_SEEN: Final = "all see that an answer is worked out"  # among the extras of a call


class Deadline:
    """Defers `call` when the block lasts too long. hidden: whether the answer is for who asked alone.

    alone: whether the answer cannot take the place of the message that was tapped.
    """

    def __init__(self, call: Call, *, hidden: bool, alone: bool) -> None:
        self._call = call
        self._hidden = hidden
        self._alone = alone or call.type is InteractionType.application_command
        self._deferring: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._start)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    async def met(self) -> None:
        """Say that the answer is there. Raises discord.HTTPException where deferring failed."""
        self._timer.cancel()
        if self._deferring is not None:
            await self._deferring

    def _start(self) -> None:
        self._deferring = asyncio.create_task(self._defer())

    async def _defer(self) -> None:
        self._call.extras[_SEEN] = self._alone and not self._hidden
        await self._call.response.defer(ephemeral=self._hidden, thinking=self._alone)


def seen_to_wait(call: Call) -> bool:
    """Return whether everybody sees that the answer to `call` takes longer."""
    return bool(call.extras.get(_SEEN))
