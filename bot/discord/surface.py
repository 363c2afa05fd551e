"""Discord as a surface: logs in, keeps the gateway open, and stops well."""

import asyncio
from collections.abc import Callable

from discord import Client
from discord.gateway import DiscordWebSocket
from discord.http import Route
from loguru import logger
from yarl import URL

from bot.conversation.conversation import Conversation
from bot.conversation.surface import LoginError, Notebook
from bot.discord.answers import Answers
from bot.discord.client import TROUBLES, close, logged_in, why
from bot.discord.commands import Commands


class DiscordSurface:
    """The conversation on Discord; a `bot.conversation.surface.Surface`.

    api_url, gateway_url: where Discord is, if it is not at its own addresses.
    """

    name = "Discord"

    def __init__(
        self,
        conversation: Conversation,
        notebook: Notebook,
        *,
        token: str,
        api_url: str | None,
        gateway_url: str | None,
    ) -> None:
        self._conversation = conversation
        self._notebook = notebook
        self._token = token
        if api_url:  # the library holds both addresses once for the process
            Route.BASE = api_url
        if gateway_url:
            DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)

    async def serve(self, opened: Callable[[], None], stopping: asyncio.Event) -> None:
        """Log in, say `opened`, and answer until `stopping` is set; then finish what is under way and return.

        Raises LoginError.
        """
        answers = Answers(self._conversation)
        client, commands = await logged_in(self._token, self._conversation, answers)
        try:
            await self._register(commands)
            await _stay(client, opened, stopping)
        finally:
            await answers.finish()
            await close(client)

    async def _register(self, commands: Commands) -> None:
        """Tell Discord of the commands; where that fails, those it knows do for now."""
        try:
            await commands.register(self._notebook)
        except TROUBLES as error:
            logger.warning("Discord was not told of the commands: {why}", why=why(error))


async def _stay(client: Client, opened: Callable[[], None], stopping: asyncio.Event) -> None:
    """Keep the gateway open until `stopping` is set. Raises LoginError where Discord closes it for good."""
    news = [opened]

    async def on_connect() -> None:  # at each new session, and only the first is news
        while news:
            news.pop()()

    client.event(on_connect)
    connection = asyncio.create_task(client.connect(), name="Discord's gateway")
    told = asyncio.create_task(stopping.wait(), name="Discord's end")
    try:
        await asyncio.wait({connection, told}, return_when=asyncio.FIRST_COMPLETED)
        if connection.done():
            error = connection.exception()
            if isinstance(error, AttributeError):  # the library wants to resume a session that never was
                error = error.__context__
            raise LoginError(why(error)) from error
    finally:
        told.cancel()
        connection.cancel()  # nothing more is read; what is under way is still answered over HTTP
        await asyncio.wait({connection, told})
