"""What arrived, answered: the one way through the surface, with the one place where its errors end."""

from contextlib import AsyncExitStack
from typing import Final

from cachetools import TTLCache
from loguru import logger
from telegram.error import Forbidden, TelegramError

from bot.conversation.conversation import Conversation
from bot.conversation.order import Order
from bot.conversation.reply import Notice, Reply, Tone
from bot.conversation.request import Request
from bot.conversation.surface import Notebook
from bot.telegram import inline, told
from bot.telegram.arrivals import (
    PLATFORM,
    Arrival,
    Asked,
    Faceless,
    Gone,
    Moved,
    Spot,
    Tapped,
    Typed,
    Wordless,
    arrival,
    chat_key,
)
from bot.telegram.covers import Covers
from bot.telegram.delivery import Delivery
from bot.telegram.managers import Managers
from bot.telegram.menus import Menus
from bot.telegram.plain_bot import PlainBot
from bot.telegram.prompts import Prompts
from bot.telegram.showing import Showing
from bot.telegram.taps import Taps
from bot.telegram.toast import Toast
from bot.telegram.waiting import shown_at_work

_FACELESS: Final = Reply(
    (Notice("I cannot see who you are here. Please ask as yourself, or in our private chat.", Tone.SORRY),)
)
_WORDLESS: Final = Reply((Notice("I read words alone. A title will do, or /help.", Tone.SORRY),))
_NOBODY: Final = ""
_REMIND_AFTER_SECONDS: Final = 60  # an album comes as ten messages, and one answer to it is enough
_MOST_REMINDED: Final = 10_000  # chats

_Other = Asked | Typed | Faceless | Wordless | Gone | Moved  # all but a tap


class Answers:
    """Answers updates for one bot that has logged in."""

    def __init__(self, bot: PlainBot, conversation: Conversation, notebook: Notebook, menus: Menus) -> None:
        delivery = Delivery(bot, Covers(notebook, bot.id), self._moved)
        prompts = Prompts(bot, notebook)
        self._bot = bot
        self._conversation = conversation
        self._menus = menus
        self._names = frozenset(command.name for command in conversation.commands)
        self._order = Order()
        self._reminded: TTLCache[int, bool] = TTLCache(_MOST_REMINDED, _REMIND_AFTER_SECONDS)
        self._managers = Managers(bot)
        self._showing = Showing(bot, delivery, prompts)
        self._taps = Taps(bot, conversation, self._managers, self._showing, delivery, prompts)

    async def answer(self, update: told.Update) -> None:
        """Answer `update` when its chat comes to it; different chats go on side by side.

        Raises nothing: what fails is logged with a code, and said with the same where it can be.
        """
        arrived = None
        async with AsyncExitStack() as held:
            try:
                arrived = arrival(update, self._bot.bot, self._names)
                turn = self._order.turn(chat_key(update))
                if isinstance(arrived, Tapped):
                    # First of all, so that a button does not wait for all that is to be answered before it.
                    toast = await held.enter_async_context(Toast(self._bot, arrived.query_id))
                    await held.enter_async_context(turn)
                    await self._taps.answer(arrived, toast)
                elif arrived is not None:
                    await held.enter_async_context(turn)
                    await self._answer(arrived)
            except Exception as error:  # noqa: BLE001  the one place where what nobody foresaw ends
                await self._failed(error, arrived)

    async def _answer(self, arrived: _Other) -> None:
        match arrived:
            case Asked(request, spot):
                await self._asked(await self._managers.known_in(request), spot)
            case Typed():
                await inline.offer(self._bot, self._conversation, arrived)
            case Faceless(spot):
                await self._remind(spot, _FACELESS)
            case Wordless(spot):
                await self._remind(spot, _WORDLESS)
            case Gone(person):
                await self._conversation.gone(person)
            case Moved(old_id, new_id):
                await self._moved(old_id, new_id)

    async def _asked(self, request: Request, spot: Spot) -> None:
        async with shown_at_work(self._bot, spot):
            reply = await self._conversation.answer(request)
            if reply.parts:
                await self._showing.say(spot, reply, self._conversation.alias(request.person))
        await self._menus.show_to_admin(request)

    async def _remind(self, spot: Spot, reply: Reply) -> None:
        """Say how to be understood, unless that was said there a moment ago."""
        if spot.chat_id not in self._reminded:
            self._reminded[spot.chat_id] = True
            await self._showing.say(spot, reply, _NOBODY)

    async def _moved(self, old_id: int, new_id: int) -> None:
        async with self._order.turn(new_id):  # so that what is asked there next finds what was known of the old one
            await self._conversation.moved(PLATFORM, str(old_id), str(new_id))

    async def _failed(self, error: Exception, arrived: Arrival | None) -> None:
        """Log `error` with a code, and say so where that can be; where we may not write, nobody is to be told."""
        request = arrived.request if isinstance(arrived, Asked | Tapped | Typed) else None
        if isinstance(error, Forbidden):
            logger.info("nothing may be sent any more where somebody asked")
            if request is not None and request.chat.private:
                await self._conversation.gone(request.person)
            return
        if request is None:
            logger.opt(exception=error).error("an update that asks nothing failed")
            return
        trouble = self._conversation.trouble(error, request)
        spot = _spot(arrived)
        if spot is not None:
            await self._tell(trouble, spot)

    async def _tell(self, trouble: Reply, spot: Spot) -> None:
        try:
            await self._showing.say(spot, trouble, _NOBODY)
        except TelegramError as error:
            logger.warning("the trouble could not be told: {}", type(error).__name__)


def _spot(arrived: Arrival | None) -> Spot | None:
    match arrived:
        case Asked(spot=spot):
            return spot
        case Tapped(message=message) if message is not None:
            return message.spot
        case _:
            return None
