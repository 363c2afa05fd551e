"""A small house and registry of the tests' own: a shop with a few anime, so that reading is tested without a model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from bot.conversation.action import Action
from bot.conversation.declaration import Permission
from bot.conversation.host import Found, Named
from bot.conversation.parameters import Choice, Genre, Title, Whole, Words
from bot.conversation.registry import Inline, Registry
from bot.conversation.reply import Part, Reply, Text
from bot.conversation.request import Chat, Identity, Request

TITLES = {
    5114: "Fullmetal Alchemist: Brotherhood",
    20: "Naruto",
    1735: "Naruto: Shippuuden",
    41457: "86",
    50: "Mob 100",
}
FAMILIES = ("Discover", "Taste", "Play", "Care")
ADMIN = Identity("cli", "boss")


class Color(StrEnum):
    RED = "red"
    DARK_BLUE = "dark blue"


@dataclass
class Shop:
    searches: list[str] = field(default_factory=list)

    def is_admin(self, person: Identity) -> bool:
        return person == ADMIN

    def alias(self, person: Identity) -> str:
        return "someone" if person.id else "nobody"

    async def gone(self, person: Identity) -> None:
        raise AssertionError(f"nobody goes here: {person.platform}")

    async def moved(self, platform: str, old_id: str, new_id: str) -> None:  # noqa: ARG002  the host's
        raise AssertionError(f"nothing moves here: {platform}")

    def genres(self) -> Sequence[str]:
        return ("Comedy", "Sci-Fi", "Slice of Life", "Music")

    async def title_of(self, anime_id: int, request: Request) -> str | None:
        return None if request.chat.adult else TITLES.get(anime_id)

    async def find_titles(self, query: str, request: Request) -> Found:
        assert request.person
        self.searches.append(query)
        wanted = query.casefold()
        exact = [Named(key, title) for key, title in TITLES.items() if title.casefold() == wanted]
        near = [Named(key, title) for key, title in TITLES.items() if wanted in title.casefold()]
        return Found(tuple(exact or near), certain=bool(exact) or len(near) == 1, exact=bool(exact))

    async def complete_titles(self, typed: str, limit: int, request: Request) -> Sequence[Named]:
        return (await self.find_titles(typed, request)).matches[:limit]

    async def suggest_titles(self, request: Request) -> Sequence[Named]:
        assert request.person
        return [Named(20, "Naruto")]


def said(text: str) -> Reply:
    return Reply((Text(text),))


def shop_registry() -> Registry[Shop]:
    registry: Registry[Shop] = Registry(plain="similar", inline=Inline("similar", "paint"), families=FAMILIES)

    @registry.command("similar", "Anime like the one you name", family="Discover", example="/similar Naruto")
    async def similar(_request: Request, _shop: Shop, anime: Annotated[int, Title("Which anime?")]) -> Reply:
        return said(f"similar {anime}")

    @registry.command("rate", "Rate an anime", family="Taste", example="/rate Naruto 9")
    async def rate(
        _request: Request,
        _shop: Shop,
        anime: Annotated[int, Title("Which anime?")],
        score: Annotated[int | None, Whole("How good?", 1, 10)] = None,
    ) -> Reply:
        return said(f"rate {anime} {score}")

    @registry.command("paint", "Paint something", family="Play", example="/paint red comedy")
    async def paint(
        _request: Request,
        _shop: Shop,
        color: Annotated[Color | None, Choice("Which colour?", {Color.RED: "Red", Color.DARK_BLUE: "Navy"})] = None,
        genre: Annotated[str | None, Genre("Which genre?")] = None,
    ) -> Reply:
        return said(f"paint {color} {genre}")

    @registry.command("note", "Keep a note", family="Play", example="/note hello")
    async def note(_request: Request, _shop: Shop, words: Annotated[str, Words("What?", longest=20)]) -> Reply:
        return said(f"note {words}")

    @registry.command("close", "Close the shop", family="Care", example="/close", permission=Permission.ADMIN)
    async def close(_request: Request, _shop: Shop) -> Reply:
        return said("closed")

    @registry.action("burn")
    async def burn(_request: Request, _shop: Shop, anime: Annotated[int, Title("Which anime?")]) -> Reply:
        raise RuntimeError(f"{anime} burns")

    return registry


def asked(
    command: str = "",
    text: str = "",
    *,
    action: Action | None = None,
    person: Identity | None = None,
    arguments: Mapping[str, str] | None = None,
) -> Request:
    who = person or Identity("web", "someone-secret")
    chat = Chat("web", "1", private=True)
    return Request(who, chat, command=command, text=text, action=action, arguments=arguments or {})


def only_part(reply: Reply) -> Part:
    assert len(reply.parts) == 1
    return reply.parts[0]
