"""What the registry asks of the house it answers for: who may do what, and which anime a title means."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.conversation.request import Identity, Request


@dataclass(frozen=True, slots=True)
class Named:
    """An anime and the title to show for it."""

    anime_id: int
    title: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search for a title found, best first.

    certain: the first may be taken without asking. exact: what was typed is a title of the first.
    far: nothing is called that; the matches are only the nearest there are.
    """

    matches: tuple[Named, ...] = ()
    certain: bool = False
    exact: bool = False
    far: bool = False


class Host(Protocol):
    """The house, as far as reading a request needs it. Every answer keeps to what the request's chat allows."""

    def is_admin(self, person: Identity) -> bool:
        """Return whether `person` runs this bot."""

    def alias(self, person: Identity) -> str:
        """Return a name for `person` that may stand in a log: a keyed hash, never the platform's id."""

    async def gone(self, person: Identity) -> None:
        """Remember that `person` has blocked the bot, until they speak again."""

    async def moved(self, platform: str, old_id: str, new_id: str) -> None:
        """Remember that a chat of `platform` has another id from now on."""

    def genres(self) -> Sequence[str]:
        """Return the genres and themes that can be wished for, most frequent first."""

    async def title_of(self, anime_id: int, request: Request) -> str | None:
        """Return the title to show for an anime; None where there is no such anime, or it may not appear here."""

    async def find_titles(self, query: str, request: Request) -> Found:
        """Return the anime whose titles are most like `query`."""

    async def complete_titles(self, typed: str, limit: int, request: Request) -> Sequence[Named]:
        """Return at most `limit` anime whose titles may be what is being typed, likeliest first."""

    async def suggest_titles(self, request: Request) -> Sequence[Named]:
        """Return a few anime to offer a person who named none."""
