"""The library's bot, which can be asked in plain JSON too."""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from telegram import Bot

from bot.telegram.told import Update


class PlainBot(Bot):
    """A bot that need not make objects of what goes to Telegram as it is, nor of what comes back.

    One for each button of an answer, and some sixteen for the message that Telegram makes of it, were more work than
    laying the answer out.
    """

    async def call(self, method: str, **parameters: object) -> object:
        """Return what Telegram answers to `method`, as it wrote it; what is None is left out. Raises TelegramError."""
        return await self._post(method, parameters)

    async def updates(self, offset: int | None, held_for: timedelta, allowed: Sequence[str]) -> list[Update]:
        """Return what happened from `offset` on, of the kinds `allowed`. Raises TelegramError.

        held_for: how long Telegram waits for something to happen before it answers.
        """
        asked = {"offset": offset, "timeout": held_for, "allowed_updates": allowed}
        patience = (self.request.read_timeout or 0) + held_for.total_seconds()
        return cast("list[Update]", await self._post("getUpdates", asked, read_timeout=patience))
