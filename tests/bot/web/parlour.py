"""A conversation of the tests' own that shows every kind of part, so that the surface is tested without a model."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from bot.conversation.action import Action
from bot.conversation.conversation import Conversation
from bot.conversation.declaration import Permission
from bot.conversation.host import Found, Named
from bot.conversation.parameters import Choice, Genre, Title, Whole
from bot.conversation.registry import Inline, Registry
from bot.conversation.reply import (
    Attachment,
    Button,
    Card,
    Choices,
    Cover,
    Heading,
    Look,
    Notice,
    Picture,
    Place,
    Reply,
    Text,
    Tone,
)
from bot.conversation.request import Identity, Request
from bot.pictures.bars import Bar, bars

SHELF = {
    1: ("Cowboy Bebop", "Cowboy Bebop", ("Action", "Sci-Fi", "Space"), "TV, 26 episodes, 1998, Sunrise"),
    6: ("Trigun", "Trigun", ("Action", "Adventure", "Sci-Fi"), "TV, 26 episodes, 1998, Madhouse"),
    205: (
        "Samurai Champloo",
        "Samurai Champloo",
        ("Action", "Adventure", "Samurai"),
        "TV, 26 episodes, 2004",
    ),
    5114: (
        "Fullmetal Alchemist: Brotherhood",
        "Hagane no Renkinjutsushi",
        ("Action", "Adventure", "Drama", "Fantasy", "Military"),
        "TV, 64 episodes, 2009, Bones",
    ),
    164: ("Princess Mononoke", "Mononoke Hime", ("Action", "Adventure", "Fantasy"), "Film, 134 min, 1997, Ghibli"),
    2001: (
        "Gurren Lagann",
        "Tengen Toppa Gurren Lagann",
        ("Action", "Mecha", "Sci-Fi"),
        "TV, 27 episodes, 2007",
    ),
    457: ("Mushi-Shi", "Mushishi", ("Adventure", "Mystery", "Slice of Life"), "TV, 26 episodes, 2005, Artland"),
    32281: ("Your Name.", "Kimi no Na wa.", ("Drama", "Romance", "Supernatural"), "Film, 106 min, 2016, CoMix Wave"),
    5680: ("K-On!", "K-On!", ("Comedy", "Slice of Life", "Music"), "TV, 13 episodes, 2009, Kyoto Animation"),
    20583: ("Haikyu!!", "Haikyuu!!", ("Sports", "Team Sports", "School"), "TV, 25 episodes, 2014, Production I.G"),
    777: ("Hellsing <Ultimate> & Co", "Hellsing", ("Action", "Horror", "Vampire"), "OVA, 10 episodes, 2006, Madhouse"),
    19: ("Monster", "Monster", ("Drama", "Mystery", "Suspense"), "TV, 74 episodes, 2004, Madhouse"),
}
SYNOPSIS = (
    "Two people who have nothing but a ship and an old song take on jobs that pay too little, meet those they once"
    " ran from, and find that the past keeps better books than they do. "
)
BOSS = "boss"
SHOWN = 10


class Mood(StrEnum):
    COZY = "cozy"
    FUNNY = "funny"
    DARK = "dark"


@dataclass
class Parlour:
    """Remembers thumbs by person. asked: every request that got to a handler."""

    thumbs: dict[str, dict[int, str]] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    pictures: dict[int, str] = field(default_factory=dict)  # addresses of covers
    risky: frozenset[int] = frozenset()

    def is_admin(self, person: Identity) -> bool:
        return person.id == BOSS

    def alias(self, person: Identity) -> str:
        return "someone" if person.id else "nobody"

    async def gone(self, person: Identity) -> None:
        raise AssertionError(f"nobody goes here: {person.platform}")

    async def moved(self, platform: str, old_id: str, new_id: str) -> None:  # noqa: ARG002  the host's
        raise AssertionError(f"nothing moves here: {platform}")

    def genres(self) -> Sequence[str]:
        return ("Action", "Comedy", "Sci-Fi", "Slice of Life")

    async def title_of(self, anime_id: int, request: Request) -> str | None:
        assert request.person
        return SHELF[anime_id][0] if anime_id in SHELF else None

    async def find_titles(self, query: str, request: Request) -> Found:
        named = await self.complete_titles(query, SHOWN, request)
        return Found(tuple(named), certain=len(named) == 1)

    async def complete_titles(self, typed: str, limit: int, request: Request) -> Sequence[Named]:
        assert request.person
        return [Named(i, row[0]) for i, row in SHELF.items() if typed.casefold() in row[0].casefold()][:limit]

    async def suggest_titles(self, request: Request) -> Sequence[Named]:
        return (await self.complete_titles("", 3, request))[:3]

    def noted(self, request: Request) -> dict[int, str]:
        return self.thumbs.setdefault(request.person.id, {})


def card(anime_id: int, parlour: Parlour) -> Card:
    title, subtitle, labels, facts = SHELF[anime_id]
    return Card(
        anime_id,
        title,
        Cover(anime_id, title, labels, parlour.pictures.get(anime_id), risky=anime_id in parlour.risky),
        subtitle=subtitle if subtitle != title else "",
        facts=tuple(facts.split(", ")),
        labels=labels,
        rating="about 8.4 for you (simulated)",
        text=SYNOPSIS * (3 if anime_id == 1 else 1),
        reason="Because you liked Planetes, and it comes from the years you like best.",
        buttons=(
            Button("👍", Action("up", (str(anime_id),)), hint=f"I like {title}"),
            Button("👎", Action("down", (str(anime_id),)), hint=f"I do not like {title}"),
            Button("Seen it", Action("seen", (str(anime_id),)), hint=f"I have seen {title}"),
            Button("Not for me", Action("dismiss", (str(anime_id),)), hint=f"{title} is not for me"),
            Button("Why?", Action("why", (str(anime_id),)), hint=f"Why {title}?"),
        ),
    )


def listed(parlour: Parlour, request: Request, *above: Notice, place: Place = Place.NEW) -> Reply:
    left = [anime_id for anime_id in SHELF if anime_id not in parlour.noted(request)][:SHOWN]
    return Reply((*above, Heading("For you tonight"), *(card(one, parlour) for one in left)), place=place)


def parlour_registry() -> Registry[Parlour]:
    registry: Registry[Parlour] = Registry(
        plain="anime", inline=Inline("similar", "recommend"), families=("Start", "Discover", "Taste", "You", "Admin")
    )

    @registry.command("start", "Find my taste in three taps", family="Start", example="/start")
    async def start(request: Request, parlour: Parlour) -> Reply:
        parlour.asked.append(request)
        buttons = tuple(Button(row[0], Action("up", (str(i),))) for i, row in list(SHELF.items())[:6])
        return Reply((Heading("Welcome!"), Text("Tap what you like.\nThree will do."), Choices("Which?", buttons)))

    @registry.command("similar", "Anime like the one you name", family="Discover", example="/similar Cowboy Bebop")
    async def similar(request: Request, parlour: Parlour, anime: Annotated[int, Title("Which anime?")]) -> Reply:
        parlour.asked.append(request)
        return Reply((Heading(f"If you like {SHELF[anime][0]}"), card(6, parlour), card(205, parlour)))

    @registry.command("recommend", "Anime for this evening", family="Discover", example="/recommend mood=cozy")
    async def recommend(
        request: Request,
        parlour: Parlour,
        mood: Annotated[Mood | None, Choice("Which mood?", {m: m.value.title() for m in Mood})] = None,
        genre: Annotated[str | None, Genre("Which genre?")] = None,
    ) -> Reply:
        parlour.asked.append(request)
        above = [Notice(f"mood {mood}, genre {genre}")] if mood or genre else []
        return listed(parlour, request, *above)

    @registry.command("anime", "All about one anime", family="Discover", example="/anime Monster")
    async def anime(request: Request, parlour: Parlour, anime: Annotated[int, Title("Which anime?")]) -> Reply:
        parlour.asked.append(request)
        return Reply((card(anime, parlour),))

    @registry.command("rate", "Rate an anime", family="Taste", example="/rate Monster 9")
    async def rate(
        request: Request,
        parlour: Parlour,
        anime: Annotated[int, Title("Which anime?")],
        score: Annotated[int | None, Whole("How good?", 1, 10)] = None,
    ) -> Reply:
        parlour.asked.append(request)
        return Reply((Notice(f"{SHELF[anime][0]}: {score}", Tone.GOOD),))

    _declare_your_data(registry)
    _declare_taps(registry)
    return registry


def _declare_your_data(registry: Registry[Parlour]) -> None:
    @registry.command("export", "Take your data with you", family="You", example="/export")
    async def export(request: Request, parlour: Parlour) -> Reply:
        assert parlour.noted(request) is not None
        return Reply((Text("All that I hold about you:"), Attachment("you.json", "application/json", b'{"you": 1}')))

    @registry.command("forget", "Delete all about you", family="You", example="/forget")
    async def forget(_request: Request, _parlour: Parlour) -> Reply:
        sure = Button("Delete everything", Action("forget_now"), Look.DANGER)
        return Reply((Choices("Really forget you?", (sure, Button("Keep it", Action("start"), Look.CHOSEN))),))

    @registry.command("slow", "Takes its time", family="You", example="/slow")
    async def slow(_request: Request, _parlour: Parlour) -> Reply:
        await asyncio.sleep(0.9)
        return Reply((Text("There."),))

    @registry.command("boss", "For the boss", family="Admin", example="/boss", permission=Permission.ADMIN)
    async def boss(_request: Request, _parlour: Parlour) -> Reply:
        return Reply((Text("Yes, boss."),))

    @registry.action("forget_now")
    async def forget_now(request: Request, parlour: Parlour) -> Reply:
        parlour.thumbs.pop(request.person.id, None)
        return Reply((Notice("Forgotten.", Tone.GOOD),), place=Place.SAME)


def _declare_taps(registry: Registry[Parlour]) -> None:
    def noting(name: str, words: str) -> None:
        @registry.action(name)
        async def note(request: Request, parlour: Parlour, anime: Annotated[int, Whole("Which?", 1, 99999)]) -> Reply:
            parlour.noted(request)[anime] = name
            undo = Button("Undo", Action("undo", (str(anime),)), hint=f"Take back {words} for {SHELF[anime][0]}")
            return listed(
                parlour, request, Notice(f"{words} {SHELF[anime][0]}: noted.", Tone.GOOD, "", (undo,)), place=Place.SAME
            )

    for name, words in {"up": "👍", "down": "👎", "seen": "Seen", "dismiss": "Not for you:"}.items():
        noting(name, words)

    @registry.action("undo")
    async def undo(request: Request, parlour: Parlour, anime: Annotated[int, Whole("Which?", 1, 99999)]) -> Reply:
        parlour.noted(request).pop(anime, None)
        return listed(parlour, request, Notice(f"{SHELF[anime][0]}: as it was."), place=Place.SAME)

    @registry.action("why")
    async def why(_request: Request, _parlour: Parlour, anime: Annotated[int, Whole("Which?", 1, 99999)]) -> Reply:
        rows = [Bar("You liked Planetes", 1.3), Bar("Adventure", 0.4), Bar("Your 3 for Bleach", -0.5)]
        return Reply(
            (
                Heading(f"Why {SHELF[anime][0]}?"),
                Picture(bars(f"Why {SHELF[anime][0]}?", rows), "Planetes for, Bleach against"),
                Text("You liked Planetes, which speaks for it most. Your 3 for Bleach speaks against it."),
            )
        )


def parlour_conversation(parlour: Parlour) -> Conversation:
    return Conversation(parlour_registry(), parlour)
