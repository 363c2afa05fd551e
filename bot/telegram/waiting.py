"""A sign that an answer is being made, where it takes long enough for somebody to wonder."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from loguru import logger
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.telegram.arrivals import Spot

AFTER_SECONDS: Final = 0.7
_ACTION_LASTS_SECONDS: Final = 4.5  # Telegram shows it for five
_DRAFT_LASTS_SECONDS: Final = 28.0  # and a draft for thirty


@asynccontextmanager
async def shown_at_work(bot: Bot, spot: Spot) -> AsyncIterator[None]:
    """Show in `spot` that an answer is being made, from 0.7 s on until the block ends."""
    signs: list[asyncio.Task[None]] = []
    # Nearly every answer is there before, so that nothing is started for it but a timer.
    timer = asyncio.get_running_loop().call_later(
        AFTER_SECONDS, lambda: signs.append(asyncio.create_task(_show(bot, spot)))
    )
    try:
        yield
    finally:
        timer.cancel()
        for sign in signs:
            sign.cancel()


async def _show(bot: Bot, spot: Spot) -> None:
    try:
        while True:
            if spot.private:
                # An empty draft is shown as "Thinking…"; its number says only that the next one is the same.
                await bot.send_message_draft(spot.chat_id, 1, "", message_thread_id=spot.thread)
                await asyncio.sleep(_DRAFT_LASTS_SECONDS)
            else:
                await bot.send_chat_action(spot.chat_id, ChatAction.TYPING, message_thread_id=spot.thread)
                await asyncio.sleep(_ACTION_LASTS_SECONDS)
    except TelegramError as error:
        logger.debug("Telegram shows no sign of work: {}", type(error).__name__)
