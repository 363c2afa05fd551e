"""The library's client: with the fewest intents and caches, logged in, closed in time."""

import asyncio
import threading
from typing import Any, Final

from aiohttp import ClientError
from discord import (
    AllowedMentions,
    AutoShardedClient,
    Client,
    ConnectionClosed,
    DiscordException,
    HTTPException,
    Intents,
    InteractionType,
    LoginFailure,
    MemberCacheFlags,
    VoiceClient,
)
from discord.gateway import KeepAliveHandler
from discord.webhook.async_ import async_context
from loguru import logger

from bot.conversation.conversation import Conversation
from bot.conversation.surface import LoginError
from bot.discord.answers import Answers
from bot.discord.callbacks import Callbacks
from bot.discord.commands import Commands
from bot.discord.forms import line_in
from bot.discord.incoming import Call
from bot.discord.taps import meaning, tappable

TROUBLES: Final = (DiscordException, ClientError, OSError, TimeoutError)  # what reaching Discord may raise
_GUILDS_OF_ONE_SHARD: Final = 2500  # Discord refuses one connection for more
_LONGEST_PAUSE_SECONDS: Final = 30.0  # that Discord may ask for before a request; a longer one is an error
_CLOSE_SECONDS: Final = 1.5
_UNAUTHENTICATED: Final = 4004  # the gateway's word for a token that is none


async def logged_in(token: str, conversation: Conversation, answers: Answers) -> tuple[Client, Commands]:
    """Return a client that is logged in and not yet connected, and its commands. Raises LoginError."""
    client, commands = new_client(Client, conversation, answers)
    await _log_in(client, token)
    guilds = client.application.approximate_guild_count if client.application else 0
    if guilds >= _GUILDS_OF_ONE_SHARD:  # the other client asks Discord how many shards there should be
        await client.close()
        client, commands = new_client(AutoShardedClient, conversation, answers)
        await _log_in(client, token)
    return client, commands


async def close(client: Client) -> None:
    """Close the gateway and all else; a gateway that does not say goodbye is not waited for."""
    try:
        async with asyncio.timeout(_CLOSE_SECONDS):
            await client.close()
    except TimeoutError:
        logger.warning("Discord's gateway did not close in time")
        await client.http.close()
    # A connection that was given up while it was being made leaves its heartbeat behind, and nobody else stops it.
    for thread in threading.enumerate():
        if isinstance(thread, KeepAliveHandler):
            thread.stop()


def why(error: BaseException | None) -> str:
    """Return in a sentence what keeps Discord from being reached."""
    match error:
        case LoginFailure():
            return "Discord does not accept DISCORD_TOKEN."
        case ConnectionClosed(code=code) if code == _UNAUTHENTICATED:
            return "Discord does not accept DISCORD_TOKEN any more."
        case ConnectionClosed(code=code):
            return f"Discord closed the connection for good ({code})."
        case HTTPException(status=status):
            return f"Discord answered with status {status}."
        case _:
            return f"Discord cannot be reached ({type(error).__name__})."


def new_client(kind: type[Client], conversation: Conversation, answers: Answers) -> tuple[Client, Commands]:
    """Return a client that remembers the servers' channels and nothing else, and hands all calls to `answers`."""
    VoiceClient.warn_nacl = VoiceClient.warn_dave = False  # nobody is spoken to
    intents = Intents.none()
    intents.guilds = True
    client = kind(
        intents=intents,
        max_messages=None,
        member_cache_flags=MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
        allowed_mentions=AllowedMentions.none(),
        max_ratelimit_timeout=_LONGEST_PAUSE_SECONDS,
    )
    client.add_dynamic_items(tappable(answers.tap))
    async_context.set(Callbacks())  # type: ignore[no-untyped-call]  # for all tasks that the client begins

    async def on_interaction(call: Call) -> None:
        sent: Any = call.data
        if call.type is InteractionType.modal_submit:
            await answers.line(call, sent["custom_id"], line_in(sent["components"]))
        elif call.type is InteractionType.component:
            # The library drops a tap whose button is no longer in its message, since another tap changed that just now.
            await answers.tap(call, meaning(sent))

    client.event(on_interaction)
    return client, Commands(client, conversation, answers)


async def _log_in(client: Client, token: str) -> None:
    try:
        await client.login(token)
    except BaseException as error:
        await client.close()
        if isinstance(error, TROUBLES):
            raise LoginError(why(error)) from error
        raise
