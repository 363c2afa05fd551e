"""A house of real parts for the tests: a real database with the small world in it, and the engine trained on that."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.commands.all import registry
from bot.commands.house import House
from bot.conversation.action import Action, decode, encode
from bot.conversation.conversation import Conversation
from bot.conversation.reply import Button, Card, Choices, Heading, Notice, Picture, Reply, Text
from bot.conversation.request import Chat, Identity, Request
from core.engine import Engine
from core.taste import Taste
from storage.catalogue import save_anime
from storage.people import person_of
from storage.ratings import taste_of
from tests.databases import sqlite_database
from tests.small_world import small_catalogue, small_engine

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ADMIN = Identity("cli", "admin")
ANN = Identity("web", "ann")
BOB = Identity("web", "bob")


@dataclass
class LiveEngine:
    engine: Engine = field(default_factory=small_engine)
    refreshed: int = 0

    def refresh(self) -> bool:
        self.refreshed += 1
        return False


@dataclass
class Training:
    """A training as the house sees one; the real one has tests of its own."""

    running: bool = False
    fails: bool = False
    runs: int = 0

    async def run(self, progress: Callable[[str, float], None]) -> str:
        self.runs += 1
        progress("training", 0.5)
        if self.fails:
            raise RuntimeError("no memory")
        return "small-2"


def ticking(start: datetime = NOW) -> Callable[[], datetime]:
    moments: Iterator[datetime] = (start + timedelta(seconds=second) for second in range(1_000_000))
    return lambda: next(moments)


@asynccontextmanager
async def opened_house(folder: Path) -> AsyncIterator[House]:
    database = await sqlite_database(folder)
    try:
        async with database.begin() as session:
            await save_anime(session, small_catalogue(), origin="tests", at=NOW)
        house = House(
            database=database, live=LiveEngine(), retraining=Training(), clock=ticking(), admins=frozenset({ADMIN})
        )
        yield house
        await house.close()
    finally:
        await database.close()


@dataclass
class Talk:
    """One person's side of a conversation: says lines, taps buttons as they come back from a platform, as text."""

    house: House
    person: Identity = ANN
    private: bool = True
    adult: bool | None = None
    language: str = "en"
    cards: int = 5
    manager: bool = False
    subject: Identity | None = None

    async def say(self, command: str, text: str = "", **arguments: str) -> Reply:
        return await self._ask(replace(self._request, command=command, arguments=arguments, text=text))

    async def tap(self, button: Button | Action) -> Reply:
        action = button.action if isinstance(button, Button) else button
        return await self._ask(replace(self._request, action=decode(encode(action))))

    async def taste(self) -> Taste:
        async with self.house.database.begin() as session:
            return await taste_of(session, await self.user_id())

    async def user_id(self) -> int:
        async with self.house.database.begin() as session:
            secrets = self.house.database.secrets
            return await person_of(session, secrets, self.person.platform, self.person.id, at=NOW)

    @property
    def _request(self) -> Request:
        chat = Chat(self.person.platform, self.person.id if self.private else "group", self.private, self.adult)
        return Request(
            self.person, chat, language=self.language, cards=self.cards, manager=self.manager, subject=self.subject
        )

    async def _ask(self, request: Request) -> Reply:
        reply = await Conversation(registry, self.house).answer(request)
        for button in buttons_of(reply):
            encode(button.action)
        return reply


def cards_of(reply: Reply) -> list[Card]:
    return [part for part in reply.parts if isinstance(part, Card)]


def ids_of(reply: Reply) -> list[int]:
    return [card.anime_id for card in cards_of(reply)]


def buttons_of(reply: Reply) -> list[Button]:
    return [button for part in reply.parts if isinstance(part, Card | Choices | Notice) for button in part.buttons]


def button(reply: Reply, label: str) -> Button:
    found = [one for one in buttons_of(reply) if one.label.startswith(label)]
    assert found, f"no button {label!r} among {[one.label for one in buttons_of(reply)]}"
    return found[0]


def words_of(reply: Reply) -> str:
    """Return all that a person reads of a reply, buttons apart."""
    said: list[str] = []
    for part in reply.parts:
        match part:
            case Heading() | Text() | Notice():
                said.append(part.text)
            case Choices():
                said.append(part.prompt)
            case Picture():
                said.append(part.alt)
            case Card():
                said += [part.title, part.rating, part.reason]
    return "\n".join(said)


def notice_of(reply: Reply) -> Notice:
    return next(part for part in reply.parts if isinstance(part, Notice))
