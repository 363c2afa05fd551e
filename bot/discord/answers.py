"""Answers every call once, in the order of its channel and in time, and ends well whatever goes wrong."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final

from aiohttp import ClientError
from cachetools import TTLCache
from discord import HTTPException, InteractionType, Member, User
from discord.app_commands import Choice
from loguru import logger

from bot.conversation.action import Action, OldButton
from bot.conversation.conversation import Conversation
from bot.conversation.declaration import Command
from bot.conversation.order import Order
from bot.conversation.registry import OLD_BUTTON
from bot.conversation.reply import Audience, Notice, Place, Reply, Tone
from bot.conversation.request import Request
from bot.discord.covers import DrawnCovers
from bot.discord.deadline import Deadline
from bot.discord.delivery import Way, deliver
from bot.discord.envelope import Envelope, opened
from bot.discord.forms import form
from bot.discord.incoming import Call, asked, tapped
from bot.discord.rendering import Message, rendered

_ACKNOWLEDGED: Final = 40060  # the first answer was given before
_UNKNOWN_CALL: Final = 10062  # its three seconds are over
_UNKNOWN_WEBHOOK: Final = 10015  # it was never answered at all
_INVALID_TOKEN: Final = 50027  # its fifteen minutes are over
_TOO_LATE: Final = frozenset({_ACKNOWLEDGED, _UNKNOWN_CALL, _UNKNOWN_WEBHOOK, _INVALID_TOKEN})
_REMEMBERED: Final = 10_000  # calls
_REMEMBERED_SECONDS: Final = 15 * 60  # after that Discord takes no answer
_FINISH_SECONDS: Final = 3.5  # for what is under way, of the five there are for all
_HOLD_ON: Final = Reply((Notice("One moment, please.", Tone.SORRY),), Audience.PERSONAL)
_OLD_COMMAND: Final = Reply(
    (Notice("That command has changed. Please try it again in a minute.", Tone.SORRY),), Audience.PERSONAL
)


class Answers:
    """The conversation's answers to what people do on Discord."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._covers = DrawnCovers()
        self._order = Order()
        self._taken: TTLCache[int, bool] = TTLCache(_REMEMBERED, _REMEMBERED_SECONDS)
        self._under_way: set[asyncio.Task[Any]] = set()
        self._closed = False

    async def command(
        self, call: Call, command: Command[Any], arguments: Mapping[str, str], subject: Member | User | None = None
    ) -> None:
        """Answer a command. subject: the person from whose menu it was chosen."""
        request = asked(call, command.name, arguments, subject)
        await self._take(call, request, partial(self._answer, call, request, audience=command.audience))

    async def old_command(self, call: Call) -> None:
        """Answer a command that people can still see, and that is no longer what it was."""
        request = asked(call, "", {})
        await self._take(call, request, partial(self._show, call, request, _OLD_COMMAND))

    async def tap(self, call: Call, custom_id: str) -> None:
        """Answer a tap, or ask for the line of text that has to come first."""
        envelope = await self._opened(call, custom_id)
        if envelope is None:
            return
        request = tapped(call, envelope.action)
        if envelope.asks:
            await self._take(call, request, partial(call.response.send_modal, form(custom_id, envelope.asks)))
        else:
            await self._take(call, request, partial(self._answer, call, request, envelope.who))

    async def line(self, call: Call, custom_id: str, text: str) -> None:
        """Answer the line of text that a tap asked for."""
        envelope = await self._opened(call, custom_id)
        if envelope is None:
            return
        request = tapped(call, Action(envelope.action.name, (*envelope.action.arguments, text)))
        await self._take(call, request, partial(self._answer, call, request, envelope.who))

    async def complete(self, call: Call, command: str, parameter: str, typed: str) -> None:
        """Offer what may be meant by what was typed so far; nothing, where that fails."""
        request = asked(call, command, {})
        choices: list[Choice[str]] = []
        try:
            options = await self._conversation.complete(command, parameter, typed, request)
            choices = [Choice(name=option.label, value=option.value) for option in options if option.label.strip()]
        except Exception as error:  # noqa: BLE001  a keystroke's options are not worth a word to the person
            self._conversation.trouble(error, request)
        try:
            await call.response.autocomplete(choices)
        except (HTTPException, ClientError, TimeoutError) as error:
            logger.debug("options on Discord came too late: {code}", code=_code(error))

    async def finish(self) -> None:
        """Take no more calls, and wait for a few seconds until those under way are answered."""
        self._closed = True
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_FINISH_SECONDS)

    async def _opened(self, call: Call, custom_id: str) -> Envelope | None:
        """Return what `custom_id` holds; None where it is too old for that, which is said."""
        try:
            return opened(custom_id)
        except OldButton:
            request = asked(call, "", {})
            await self._take(call, request, partial(self._show, call, request, OLD_BUTTON))
            return None

    async def _take(self, call: Call, request: Request, answer: Callable[[], Awaitable[object]]) -> None:
        """Run `answer` once for `call`; where it fails, say so with a code.

        In order: a call that came before, or while closing, is left alone; one that is over is a line in the log; all
        else is the conversation's trouble, and where not even that can be said, a line in the log.
        """
        if self._closed or call.id in self._taken:
            return
        self._taken[call.id] = True
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  a coroutine runs in a task
        self._under_way.add(task)
        try:
            await answer()
        except Exception as error:  # noqa: BLE001  the one place where what nobody foresaw on this surface ends
            await self._apologise(call, request, error)
        finally:
            self._under_way.discard(task)

    async def _apologise(self, call: Call, request: Request, error: Exception) -> None:
        if isinstance(error, HTTPException) and error.code in _TOO_LATE:
            logger.warning("an answer on Discord came too late: {code}", code=error.code)
            return
        reply = self._conversation.trouble(error, request)
        try:
            await self._show(call, request, reply)
        except (HTTPException, ClientError, TimeoutError) as again:
            logger.warning("trouble could not be told on Discord: {code}", code=_code(again))

    async def _answer(
        self, call: Call, request: Request, who: str | None = None, audience: Audience = Audience.PERSONAL
    ) -> None:
        """Answer `request`. who: the alias of whoever got the message that was tapped. audience: of a slow answer."""
        another = who is not None and who != self._conversation.alias(request.person)
        hidden = not request.chat.private and audience is Audience.PERSONAL
        with Deadline(call, hidden=hidden, alone=another) as deadline:
            async with self._order.turn(request.chat.id):
                reply = await self._conversation.answer(request)
                said = reply if reply.parts else _HOLD_ON
                messages = await self._messages(request, said)
                await deadline.met()
                if reply.parts or call.type is InteractionType.application_command or call.response.is_done():
                    await deliver(call, messages, _way(call, request, said, another=another))
                else:
                    await call.response.defer()  # the button stops spinning, and nothing is said

    async def _show(self, call: Call, request: Request, reply: Reply) -> None:
        """Answer with a `reply` that needs no working out."""
        await deliver(call, await self._messages(request, reply), _way(call, request, reply, another=False))

    async def _messages(self, request: Request, reply: Reply) -> list[Message]:
        return rendered(
            reply,
            self._conversation.alias(request.person),
            hidden=not request.chat.private,
            drawn=await self._covers.of(reply.parts),
        )


def _way(call: Call, request: Request, reply: Reply, *, another: bool) -> Way:
    """Return how `reply` goes out: what tells of a person's taste is never shown where others look on.

    another: whether somebody tapped who had not asked.
    """
    private = request.chat.private
    personal = reply.audience is Audience.PERSONAL
    seen_by_others = not private and call.message is not None and not call.message.flags.ephemeral
    edits = call.message is not None and reply.place is Place.SAME and not another
    return Way(edits=edits and not (personal and seen_by_others), hidden=not private and (personal or another))


def _code(error: Exception) -> int | str:
    return error.code if isinstance(error, HTTPException) else type(error).__name__
