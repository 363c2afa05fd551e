"""A conversation of the tests' own on a loopback Discord: its commands can be slow, fail, ask, tell what they heard."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated

from bot.conversation.action import Action
from bot.conversation.conversation import Conversation
from bot.conversation.parameters import Whole, Words
from bot.conversation.registry import Registry
from bot.conversation.reply import (
    Attachment,
    Audience,
    Button,
    Card,
    Choices,
    Cover,
    Heading,
    Notice,
    Part,
    Picture,
    Place,
    Reply,
    Text,
    Tone,
)
from bot.conversation.request import Identity, Request
from bot.discord.surface import DiscordSurface
from tests.bot.conversation.shop import Shop, shop_registry
from tests.platforms.discord.server import DiscordServer

TOKEN = "MTA.kiosk.token"  # noqa: S105  the tests' own server gives it out
EVIL = "**Bold** <@1> [a](https://b.test) `#` || @everyone"
NUMBER = Annotated[str, Words("Which one?")]
Plain = Callable[[Request, "Kiosk"], Awaitable[Reply]]


@dataclass
class Kiosk(Shop):
    """What the commands heard, and what lets the slow ones go on."""

    requests: list[Request] = field(default_factory=list)
    thumbs: list[tuple[str, str]] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)

    def alias(self, person: Identity) -> str:
        return hashlib.sha256(person.id.encode()).hexdigest()[:10]


@dataclass
class Notes:
    """A notebook in memory."""

    kept: dict[str, str] = field(default_factory=dict)

    async def look_up(self, name: str) -> str | None:
        return self.kept.get(name)

    async def note(self, name: str, value: str | None) -> None:
        assert value
        self.kept[name] = value


def card(number: str, *, address: str | None = "https://cdn.test/1.jpg", risky: bool = False) -> Card:
    return Card(
        int(number),
        f"Anime {number}",
        Cover(int(number), f"Anime {number}", ("Drama",), address, risky),
        buttons=(
            Button("👍", Action("thumb", (number,))),
            Button("Why?", Action("because", (number,))),
            Button("Note", Action("remember", (number,)), asks="What do you want to remember?"),
        ),
    )


def kiosk_registry() -> Registry[Kiosk]:  # noqa: C901  a list of commands
    registry: Registry[Kiosk] = shop_registry()  # type: ignore[assignment]

    def command(name: str, about: str = "", audience: Audience = Audience.PERSONAL) -> Callable[[Plain], Plain]:
        return registry.command(
            name, f"What {name} does", family="Discover", example=f"/{name}", about=about, audience=audience
        )

    @command("show")
    async def show(_request: Request, _kiosk: Kiosk) -> Reply:
        return Reply((Heading("For all"), card("1"), card("2")))

    @command("mine")
    async def mine(_request: Request, _kiosk: Kiosk) -> Reply:
        return Reply((Heading("For you"), card("1")), Audience.PERSONAL)

    @command("heard", about="Listen to …")
    async def heard(request: Request, kiosk: Kiosk) -> Reply:
        kiosk.requests.append(request)
        return Reply((Text("Heard."),))

    @command("slow", audience=Audience.PUBLIC)
    async def slow(_request: Request, kiosk: Kiosk) -> Reply:
        await kiosk.open.wait()
        return Reply((Text("At last."),))

    @command("shy", audience=Audience.PUBLIC)
    async def shy(_request: Request, kiosk: Kiosk) -> Reply:
        await kiosk.open.wait()
        return Reply((Text("For you alone, after all."),), Audience.PERSONAL)

    @command("dreamy")
    async def dreamy(_request: Request, kiosk: Kiosk) -> Reply:
        await kiosk.open.wait()
        return Reply((Text("Your dream."),))

    @command("evil")
    async def evil(_request: Request, _kiosk: Kiosk) -> Reply:
        buttons = (Button(EVIL, Action("thumb", ("1",)), hint=EVIL),)
        parts: tuple[Part, ...] = (Heading(EVIL), Text(EVIL), Notice(EVIL), Choices(EVIL, buttons))
        return Reply((*parts, Card(1, EVIL, Cover(1, EVIL, (EVIL,)), EVIL, (EVIL,), (EVIL,), EVIL, EVIL, EVIL)))

    @command("keep")
    async def keep(_request: Request, _kiosk: Kiosk) -> Reply:
        return Reply((Picture(b"\x89PNG", "A picture"), Attachment("mine.csv", "text/csv", b"1,2")), Audience.PERSONAL)

    @command("drawn")
    async def drawn(_request: Request, _kiosk: Kiosk) -> Reply:
        return Reply((card("7", address=None, risky=True),))

    @command("long")
    async def long(_request: Request, _kiosk: Kiosk) -> Reply:
        return Reply(tuple(card(str(number)) for number in range(60)))

    @command("hush")
    async def hush(_request: Request, _kiosk: Kiosk) -> Reply:
        return Reply((Choices("Quiet?", (Button("Hush", Action("silence")),)),))

    @command("broken")
    async def broken(_request: Request, _kiosk: Kiosk) -> Reply:
        return Reply((Choices("Broken?", (Button("Burn", Action("burn", ("#20",))),)),))

    @command("which")
    async def which(_request: Request, _kiosk: Kiosk) -> Reply:
        return Reply((Choices("Which?", tuple(Button(f"No {n}", Action("thumb", (str(n),))) for n in range(20))),))

    @registry.action("silence")
    async def silence(_request: Request, _kiosk: Kiosk) -> Reply:
        return Reply(())

    @registry.action("thumb")
    async def thumb(request: Request, kiosk: Kiosk, number: NUMBER) -> Reply:
        kiosk.thumbs.append((request.person.id, number))
        undo = Button("Undo", Action("thumb", (number,)))
        return Reply((Notice("Noted.", Tone.GOOD, buttons=(undo,)), card("1"), card("2")), place=Place.SAME)

    @registry.action("because")
    async def because(_request: Request, kiosk: Kiosk, number: NUMBER) -> Reply:
        if number == "2":
            await kiosk.open.wait()
        return Reply((Text(f"Because {number}."),), Audience.PERSONAL)

    @registry.action("later")
    async def later(_request: Request, kiosk: Kiosk) -> Reply:
        await kiosk.open.wait()
        return Reply((Text("Later."),), place=Place.SAME)

    @registry.action("secret")
    async def secret(_request: Request, _kiosk: Kiosk) -> Reply:
        return Reply((Text("Your taste."),), Audience.PERSONAL, Place.SAME)

    @registry.action("remember")
    async def remember(
        _request: Request, _kiosk: Kiosk, number: Annotated[int, Whole("Which one?", 0, 99)], line: NUMBER
    ) -> Reply:
        return Reply((Text(f"{number}: {line}"),), place=Place.SAME)

    @command("ways")
    async def ways(_request: Request, _kiosk: Kiosk) -> Reply:
        return Reply((Choices("Which?", (Button("Later", Action("later")), Button("Secret", Action("secret")))),))

    return registry


@asynccontextmanager
async def served(server: DiscordServer, conversation: Conversation, notes: Notes) -> AsyncIterator[asyncio.Task[None]]:
    """Serve `conversation` on `server` until the block ends."""
    opened, stopping = asyncio.Event(), asyncio.Event()
    surface = DiscordSurface(conversation, notes, token=TOKEN, api_url=server.api_url, gateway_url=server.gateway_url)
    serving = asyncio.create_task(surface.serve(opened.set, stopping))
    waiting = asyncio.create_task(opened.wait())
    try:
        await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED, timeout=10)
        assert opened.is_set(), "the surface did not open"
        yield serving
        stopping.set()
        async with asyncio.timeout(8):
            await serving
    finally:
        waiting.cancel()
        serving.cancel()
        await asyncio.wait({serving, waiting})
