"""Discord on a loopback socket, for the unmodified discord.py: REST and gateway, refusing what Discord refuses."""

from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web

from tests.platforms.discord.clock import Clock
from tests.platforms.discord.commands import Commands
from tests.platforms.discord.faults import Faults
from tests.platforms.discord.gateway import GUILDS, Gateway
from tests.platforms.discord.interactions import Interaction
from tests.platforms.discord.messages import Message
from tests.platforms.discord.openapi import official
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel, Context, Guild
from tests.platforms.discord.rest import Asked, Rest
from tests.platforms.discord.routes import Routes

if TYPE_CHECKING:
    from tests.platforms.discord.refusals import Json

REMEMBERED = 20_000
"""How many messages, interactions and calls are kept; older ones are gone, as after a very long time."""


class DiscordServer:
    """One application with one bot, and the people, guilds and chats around it.

    `problems` lists what no test may leave behind: requests and answers against the official description, messages that
    could ping, forms that Discord refuses, routes that are not there. `refusals` lists every no, `closings` the
    codes with which the gateway hung up.
    """

    def __init__(self, token: str, *, checked: bool = True) -> None:
        """Without `checked`, nothing is held against the official description: for benchmarks."""
        self.token = token
        self.clock = Clock()
        self.application_id = self.clock.snowflake()
        self.bot_user: Json = {
            "id": self.application_id,
            "username": "Osusume",
            "avatar": None,
            "discriminator": "0001",
            "public_flags": 0,
            "flags": 0,
            "global_name": None,
            "primary_guild": None,
            "bot": True,
        }
        self.api_url = ""
        self.gateway_url = ""
        self.cdn_url = ""
        self.people: list[Person] = []
        self.guilds: list[Guild] = []
        self.channels: dict[str, Channel] = {}
        self.messages: OrderedDict[str, Message] = OrderedDict()
        self.interactions: OrderedDict[str, Interaction] = OrderedDict()
        self.calls: deque[Asked] = deque(maxlen=REMEMBERED)
        self.problems: list[str] = []
        self.refusals: list[str] = []
        self.closings: list[int] = []
        self.commands = Commands(self)
        self.gateway = Gateway(self)
        self._routes = Routes(self).handlers
        self._rest = Rest(self, official() if checked else None)
        self.faults = Faults(frozenset(self._routes))

    @asynccontextmanager
    async def running(self, port: int = 0) -> AsyncIterator["DiscordServer"]:
        """Listen on a free port of the loopback address for as long as the context lasts."""
        app = web.Application(client_max_size=64 << 20)
        for route, handler in self._routes.items():
            method, path = route.split()
            app.router.add_route(method, f"/api/v10{path}", self._rest.serving(route, handler))
        app.router.add_route("*", "/api/{rest:.*}", self._rest.unknown)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_get("/attachments/{channel}/{attachment}/{name}", self._attachment)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", port)
            await site.start()
            address = "{}:{}".format(*runner.addresses[0][:2])
            self.cdn_url = f"http://{address}"
            self.api_url = f"http://{address}/api/v10"
            self.gateway_url = f"ws://{address}/gateway"
            yield self
        finally:
            await self.gateway.drop(1001, resumable=False)
            await runner.cleanup()

    def person(self, name: str, *, locale: str = "en-US") -> Person:
        """Return somebody new."""
        person = Person(self, name, locale)
        self.people.append(person)
        return person

    def guild(self, name: str, *members: Person, has_bot: bool = True, locale: str = "en-US") -> Guild:
        """Return a new guild; the first member owns it and may do everything there."""
        guild = Guild(self, self.clock.snowflake(), name, members, has_bot, locale)
        self.guilds.append(guild)
        if has_bot:
            self.gateway.dispatch("GUILD_CREATE", guild.payload, guild=guild.id, intent=GUILDS)
        return guild

    def dm(self, person: Person) -> Channel:
        """Return the private chat of a person with the bot."""
        for channel in self.channels.values():
            if channel.context is Context.BOT_DM and channel.people == (person,):
                return channel
        return self.add(Channel(self, self.clock.snowflake(), "", (person,), Context.BOT_DM))

    def private_channel(self, *people: Person) -> Channel:
        """Return a new chat of people, to which they bring the application along."""
        return self.add(Channel(self, self.clock.snowflake(), "", people, Context.PRIVATE_CHANNEL))

    def add(self, channel: Channel) -> Channel:
        """Note a channel."""
        self.channels[channel.id] = channel
        return channel

    def keep(self, message: Message) -> None:
        """Note a message."""
        self.messages[message.id] = message
        if len(self.messages) > REMEMBERED:
            self.messages.popitem(last=False)

    def expect(self, interaction: Interaction) -> None:
        """Note an interaction, which the bot will answer."""
        self.interactions[interaction.token] = interaction
        if len(self.interactions) > REMEMBERED:
            self.interactions.popitem(last=False)

    @property
    def unanswered(self) -> list[str]:
        """What the bot has not acknowledged at all."""
        return [one.what for one in self.interactions.values() if one.acknowledged_as is None]

    def asked(self, route: str) -> list[Asked]:
        """Return the requests on a route, the oldest first."""
        return [call for call in self.calls if call.route == route]

    async def drop_gateway(self, *, resumable: bool = True, code: int = 4000) -> None:
        """Close the connections with a code (`sessions.ABNORMAL` cuts them); the bot may resume, or must come anew."""
        await self.gateway.drop(code, resumable=resumable)

    async def _attachment(self, request: web.Request) -> web.Response:
        for message in self.messages.values():
            for attachment in message.attachments:
                if attachment["id"] == request.match_info["attachment"]:
                    return web.Response(body=message.files[attachment["filename"]])
        raise web.HTTPNotFound
