"""Who manages a group: its administrators, asked for at most every ten minutes."""

from dataclasses import replace
from typing import Final

from cachetools import TTLCache
from loguru import logger
from telegram import Bot
from telegram.error import TelegramError

from bot.conversation.request import Request

_FRESH_SECONDS: Final = 600
_MOST_CHATS: Final = 10_000


class Managers:
    """The administrators of the groups that asked something of late."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._known: TTLCache[str, frozenset[str]] = TTLCache(_MOST_CHATS, _FRESH_SECONDS)

    async def known_in(self, request: Request) -> Request:
        """Return `request`, made in a chat, with whether who asks manages that; where Telegram does not tell, no."""
        if request.chat.private:
            return request
        chat_id = request.chat.id
        if chat_id not in self._known:
            self._known[chat_id] = await self._administrators(chat_id)
        return replace(request, manager=request.person.id in self._known[chat_id])

    async def _administrators(self, chat_id: str) -> frozenset[str]:
        try:
            members = await self._bot.get_chat_administrators(int(chat_id))
        except TelegramError as error:
            logger.debug("Telegram does not tell who manages a group: {}", type(error).__name__)
            return frozenset()
        return frozenset(str(member.user.id) for member in members)
