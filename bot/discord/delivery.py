"""Brings messages to where they belong: in place of the one that was tapped, beside it, or to one person alone."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

from aiohttp import ClientConnectionError
from discord import InteractionResponseType, NotFound
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from bot.discord import limits
from bot.discord.deadline import seen_to_wait
from bot.discord.incoming import Call
from bot.discord.rendering import Message

_ATTEMPTS: Final = 2  # after the first; together within the time that Discord waits
_LONGEST_PAUSE: Final = 0.4  # seconds


@dataclass(frozen=True, slots=True)
class Way:
    """How an answer goes out. edits: in place of the tapped message. hidden: who asked alone sees it."""

    edits: bool
    hidden: bool


async def deliver(call: Call, messages: Sequence[Message], way: Way) -> None:
    """Answer `call` with `messages`, the first of them as `way` says and the others after it.

    Raises discord.HTTPException where Discord refuses, and aiohttp.ClientConnectionError after a few attempts.
    """
    first, *others = messages
    if way.hidden and seen_to_wait(call):  # the answer that fills that message would be seen by all
        with suppress(NotFound):  # an attempt before took it away, and its connection broke
            await _send(call.delete_original_response)
        await _send(partial(_follow_up, call, first, way))
    else:
        await _send(partial(_first, call, first, way))
    limited = call.is_user_integration() and not call.is_guild_integration()
    for message in others[: limits.FOLLOW_UPS] if limited else others:
        await _send(partial(_follow_up, call, message, way))


async def _first(call: Call, message: Message, way: Way) -> None:
    match call.response.type:
        case None if way.edits:
            await call.response.edit_message(view=message.view(), attachments=message.files())
        case None:
            await call.response.send_message(view=message.view(), files=message.files(), ephemeral=way.hidden)
        case InteractionResponseType.deferred_channel_message:
            await call.edit_original_response(view=message.view(), attachments=message.files())
        case InteractionResponseType.deferred_message_update if way.edits:
            await call.edit_original_response(view=message.view(), attachments=message.files())
        case _:
            await _follow_up(call, message, way)


async def _follow_up(call: Call, message: Message, way: Way) -> None:
    await call.followup.send(view=message.view(), files=message.files(), ephemeral=way.hidden)


async def _send(sending: Callable[[], Awaitable[None]]) -> None:
    """Send, and try again where the connection breaks."""
    try:
        await sending()
    except ClientConnectionError:
        await _send_again(sending)


@retry(
    retry=retry_if_exception_type(ClientConnectionError),
    stop=stop_after_attempt(_ATTEMPTS),
    wait=wait_random_exponential(max=_LONGEST_PAUSE),
    reraise=True,
)
async def _send_again(sending: Callable[[], Awaitable[None]]) -> None:
    await sending()
