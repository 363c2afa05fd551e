"""Asking Telegram for updates, one long question after another."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from loguru import logger
from telegram.constants import UpdateType
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.conversation.surface import LoginError
from bot.telegram.plain_bot import PlainBot
from bot.telegram.told import Update

ALLOWED: Final = (
    UpdateType.MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.INLINE_QUERY,
    UpdateType.MY_CHAT_MEMBER,
)
_HELD_FOR: Final = timedelta(seconds=30)  # how long Telegram keeps a question open when there is nothing new
_FIRST_PAUSE_SECONDS: Final = 0.5
_LONGEST_PAUSE_SECONDS: Final = 30.0


class Polling:
    """Hands updates on, and remembers which.

    Not the library's Updater: that one sleeps on when it is told to stop, and ends in silence when a token is revoked.
    """

    def __init__(self, bot: PlainBot, put: Callable[[Update], Awaitable[None]]) -> None:
        self._bot = bot
        self._put = put
        self._offset: int | None = None

    async def run(self) -> None:
        """Hand every update on, until cancelled. Raises LoginError where the token is no longer ours alone."""
        pause = _FIRST_PAUSE_SECONDS
        while True:
            try:
                await self._once()
            except InvalidToken:
                raise LoginError(
                    "Telegram no longer takes the token. Set TELEGRAM_TOKEN to the one BotFather shows."
                ) from None
            except Conflict:
                raise LoginError("Another process uses the same TELEGRAM_TOKEN, or a webhook was set for it.") from None
            except TimedOut:
                continue  # silence is what was asked for
            except TelegramError as error:
                wait = _seconds(error, pause)
                logger.warning("Telegram does not answer ({}). I ask again in {:.3g} s.", type(error).__name__, wait)
                await asyncio.sleep(wait)
                pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
            else:
                pause = _FIRST_PAUSE_SECONDS

    async def confirm(self) -> None:
        """Tell Telegram what was taken, so that it is not sent again to whoever asks next."""
        if self._offset is not None:
            await self._bot.get_updates(self._offset, limit=1, timeout=0, allowed_updates=ALLOWED)

    async def _once(self) -> None:
        for update in await self._bot.updates(self._offset, _HELD_FOR, ALLOWED):
            await self._put(update)
            self._offset = update["update_id"] + 1


def _seconds(error: TelegramError, pause: float) -> float:
    if isinstance(error, RetryAfter) and isinstance(error.retry_after, timedelta):
        return error.retry_after.total_seconds()
    return pause
