"""What a person does on any platform, and what they see then: one protocol, and a driver for each platform."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from bot.conversation.request import Identity
from tests.bot.contract.seen import Key, Seen

WITHIN_SECONDS = 10


@dataclass(frozen=True)
class Someone:
    """A person. account: the one at the platform."""

    who: Identity
    account: Any


@dataclass(frozen=True)
class Room:
    """A private chat with the bot, or a place of many. place: the one at the platform; id: as requests name it."""

    place: Any
    id: str
    private: bool


class Outcome(Protocol):
    """What comes of one act, as it stands now."""

    @property
    def seen(self) -> Seen:
        """Return what the answer's messages show."""

    async def said(self) -> str:
        """Return the line that only pops up, where the platform has such lines, once the platform was answered."""


Came = TypeVar("Came", bound=Outcome)


class Driver(Protocol[Came]):
    """One platform with the bot on it. cards: how many one of its messages holds."""

    platform: str
    cards: int

    def person(self, name: str) -> Someone:
        """Return somebody new, on whom nothing is known."""

    def private(self, someone: Someone) -> Room:
        """Return their chat with the bot."""

    def club(self, *people: Someone) -> Room:
        """Return a place of many; the first of them manages it."""

    async def says(self, someone: Someone, room: Room, command: str, options: Mapping[str, str]) -> Came:
        """Give a command as people give it there."""

    async def says_about(self, someone: Someone, room: Room, command: str, subject: Someone) -> Came:
        """Give a command that is about somebody else in the room."""

    async def taps(self, someone: Someone, room: Room, outcome: Came, key: Key) -> Came:
        """Tap a button that an outcome shows or showed."""

    async def answers(self, someone: Someone, room: Room, outcome: Came, key: Key, line: str) -> Came:
        """Tap a button that asks for a line of text, and give that line."""

    def problems(self) -> list[str]:
        """Return what the platform found fault with, and what was left without an answer."""


async def until(check: Callable[[], object]) -> None:
    """Wait until `check` raises no AssertionError; raise its last one in the end."""
    try:
        async with asyncio.timeout(WITHIN_SECONDS):
            while True:
                try:
                    check()
                except AssertionError:
                    await asyncio.sleep(0.002)
                else:
                    return
    except TimeoutError:
        check()
