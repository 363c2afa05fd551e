"""Taps: what each means, who may see its answer, and where that goes."""

from typing import Final

from telegram import Bot
from telegram.helpers import create_deep_linked_url

from bot.conversation.action import Action
from bot.conversation.conversation import Conversation
from bot.conversation.deep_link import payload_of
from bot.conversation.registry import OLD_BUTTON
from bot.conversation.reply import Notice, Place, Reply
from bot.telegram.arrivals import Posted, Tapped
from bot.telegram.delivery import Delivery
from bot.telegram.envelope import Sealed, Way
from bot.telegram.inline import card_with, preview_of, words_of
from bot.telegram.managers import Managers
from bot.telegram.prompts import Prompts
from bot.telegram.showing import Showing
from bot.telegram.toast import Toast
from bot.telegram.waiting import shown_at_work

_NOT_YOURS: Final = "Only the person who asked can do that. Ask me yourself, and I answer you."
_TYPE_IT: Final = "Please type that as a command. /help shows how."


class Taps:
    """Answers taps."""

    def __init__(  # noqa: PLR0913, PLR0917  the parts it stands on
        self,
        bot: Bot,
        conversation: Conversation,
        managers: Managers,
        showing: Showing,
        delivery: Delivery,
        prompts: Prompts,
    ) -> None:
        self._bot = bot
        self._conversation = conversation
        self._managers = managers
        self._showing = showing
        self._delivery = delivery
        self._prompts = prompts

    async def answer(self, tapped: Tapped, toast: Toast) -> None:
        """Do what was tapped and show it, with one word on it in `toast`. Raises TelegramError where that cannot be."""
        alias = self._conversation.alias(tapped.request.person)
        if tapped.sealed is None:
            toast.say(_notice_of(OLD_BUTTON), alert=True)
        elif tapped.sealed.way is Way.SHOW and not tapped.sealed.made_for(alias):
            toast.say(_NOT_YOURS, alert=True)
        elif tapped.message is None:
            await self._in_inline_message(tapped, tapped.sealed, alias, toast)
        elif tapped.sealed.way is Way.ASK:
            if not await self._prompts.ask(tapped.sealed.action, tapped.person, tapped.message.spot):
                toast.say(_TYPE_IT, alert=True)
        else:
            await self._in_chat(tapped, tapped.message, tapped.sealed, toast)

    async def _in_chat(self, tapped: Tapped, message: Posted, sealed: Sealed, toast: Toast) -> None:
        alias = self._conversation.alias(tapped.request.person)
        async with shown_at_work(self._bot, message.spot):
            reply = await self._conversation.answer(await self._managers.known_in(tapped.request))
            if not reply.parts:
                return
            if sealed.way is Way.SHOW:
                toast.say()
                await self._showing.put(message, reply, alias, sealed.way)
            elif reply.place is Place.SAME and sealed.made_for(alias):
                toast.say(_notice_of(reply))
                await self._showing.put(message, reply, alias, sealed.way)
            elif reply.place is Place.SAME:
                self._for_another(reply, toast)
            elif _is_passing(reply):
                toast.say(_notice_of(reply), alert=True)
            else:
                toast.say()
                await self._showing.say(message.spot, reply, alias)

    async def _in_inline_message(self, tapped: Tapped, sealed: Sealed, alias: str, toast: Toast) -> None:
        """Answer a tap under a message that somebody sent by inline mode: there is no chat to write to."""
        if sealed.way is Way.ASK:
            self._lead(sealed.action, toast)
            return
        reply = await self._conversation.answer(tapped.request)
        if reply.place is Place.NEW and not _is_passing(reply):
            self._lead(reply.again or sealed.action, toast)
            return
        own = sealed.made_for(alias)
        toast.say(_notice_of(reply), alert=not own)
        card = card_with(reply, sealed.action)
        if own and card is not None:
            await self._delivery.put_inline(tapped.inline_id, words_of(card, alias), preview_of(card))

    def _for_another(self, reply: Reply, toast: Toast) -> None:
        """Tell somebody who did not ask for the message what was noted of them; their own list is theirs alone."""
        if notice := _notice_of(reply):
            toast.say(notice, alert=True)
        elif reply.again is not None:
            self._lead(reply.again, toast)
        else:
            toast.say(_NOT_YOURS, alert=True)

    def _lead(self, action: Action, toast: Toast) -> None:
        payload = payload_of(action)
        if payload is None:
            toast.say(_TYPE_IT, alert=True)
        else:
            toast.lead_to(create_deep_linked_url(self._bot.username, payload))


def _notice_of(reply: Reply) -> str:
    return next((f"{part.text} {part.code}".strip() for part in reply.parts if isinstance(part, Notice)), "")


def _is_passing(reply: Reply) -> bool:
    """Return whether `reply` is but one sentence, without a way on and without a code to keep."""
    return all(isinstance(part, Notice) and not part.buttons and not part.code for part in reply.parts)
