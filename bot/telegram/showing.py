"""Replies shown in a chat, with discretion: in a group a personal one is not, until who asked has said so."""

from telegram import Bot

from bot.conversation.reply import Reply
from bot.telegram.arrivals import Posted, Spot
from bot.telegram.delivery import Delivery
from bot.telegram.discretion import in_its_stead, is_confidential, is_shown_in_public
from bot.telegram.envelope import Way
from bot.telegram.layout import Outgoing, messages
from bot.telegram.prompts import Prompts


class Showing:
    """Lays replies out and delivers them."""

    def __init__(self, bot: Bot, delivery: Delivery, prompts: Prompts) -> None:
        self._bot = bot
        self._delivery = delivery
        self._prompts = prompts

    async def say(self, spot: Spot, reply: Reply, alias: str) -> None:
        """Send `reply` to the person of `alias`. Raises TelegramError."""
        open_to_all = spot.private or not is_confidential(reply)
        await self._delivery.send(spot, await self._laid_out(reply, alias, spot, open_to_all=open_to_all))

    async def put(self, place: Posted, reply: Reply, alias: str, way: Way) -> None:
        """Put `reply` in the place of a message that the person of `alias` asked for. Raises TelegramError.

        way: the one of the tap, which says whether they have what tells of them shown there; a file never is.
        """
        spot = place.spot
        shown = way in {Way.SHOW, Way.SHOWN} and is_shown_in_public(reply)
        open_to_all = spot.private or shown or not is_confidential(reply)
        await self._delivery.put(place, await self._laid_out(reply, alias, spot, open_to_all=open_to_all))

    async def _laid_out(self, reply: Reply, alias: str, spot: Spot, *, open_to_all: bool) -> list[Outgoing]:
        if not open_to_all:
            return [in_its_stead(reply, alias, self._bot.username)]
        await self._prompts.keep(reply)
        way = Way.SHOWN if is_confidential(reply) and not spot.private else Way.RUN
        return messages(reply, alias, watched=not spot.private, way=way)
