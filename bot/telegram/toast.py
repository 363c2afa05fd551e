"""The answer that every tap gets: a line that pops up, a way into the private chat, or only the end of its waiting."""

import asyncio
from types import TracebackType
from typing import Final, Self

from loguru import logger
from telegram import Bot
from telegram.constants import CallbackQueryLimit
from telegram.error import TelegramError

from bot.telegram.markup import cut
from bot.telegram.patience import patiently

_PATIENCE_SECONDS: Final = 5.0  # after which the button stops waiting, whatever is still to come


class Toast:
    """The one answer to a tap. At the end of the block it is given, empty if nothing else was said."""

    def __init__(self, bot: Bot, query_id: str) -> None:
        self._bot = bot
        self._query_id = query_id
        self._giving: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._timer = asyncio.get_running_loop().call_later(_PATIENCE_SECONDS, self.say)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self.say()
        if self._giving is not None:
            await self._giving

    def say(self, text: str = "", *, alert: bool = False) -> None:
        """Say `text`, unless something was said before. alert: it stays until it is tapped away."""
        self._give(text=cut(text, CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH), alert=alert)

    def lead_to(self, link: str) -> None:
        """Open `link`, one of ours into the private chat, unless something was said before."""
        self._give(link=link)

    def _give(self, *, text: str = "", alert: bool = False, link: str | None = None) -> None:
        if self._giving is None:  # on its way while the answer itself is delivered
            self._giving = asyncio.create_task(self._answer(text, link, alert=alert))

    async def _answer(self, text: str, link: str | None, *, alert: bool) -> None:
        try:
            await patiently(
                lambda: self._bot.answer_callback_query(self._query_id, text or None, alert or None, link),
                twice_is_once=True,
            )
        except TelegramError as error:
            logger.debug("a tap is not waited for any more: {}", type(error).__name__)
