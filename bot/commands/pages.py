"""The messages that change in place when a button under them is tapped, and the few bytes a button names them with.

A button holds at most 64 bytes and outlives the process, so these letters never change their meaning:

    rcms.5~0a1b2c3d   for you: mood, type, length, adventure by the letters below ("." is none), from the 6th on,
                      and after "~" a genre: the first 8 hexadecimal digits of BLAKE2s of its lower-case name
    s5114.5           like anime 5114, from the 6th on
    a5114             anime 5114 alone
    h10               history, from the 11th entry on
    q2.9              the first taste: two taps done, from the 10th title on
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.conversation.host import Host
from bot.conversation.parameters import Kind, Unclear
from bot.conversation.request import Request
from core.anime import AnimeType
from core.wish import Adventure, Length, Mood, Wish

E = TypeVar("E", bound=StrEnum)

NONE = "."
MOODS = {
    Mood.COZY: "c",
    Mood.FUNNY: "f",
    Mood.EXCITING: "e",
    Mood.DARK: "d",
    Mood.TEARS: "t",
    Mood.ROMANTIC: "r",
    Mood.MIND_BENDING: "m",
    Mood.EPIC: "p",
}
TYPES = {
    AnimeType.TV: "t",
    AnimeType.MOVIE: "m",
    AnimeType.OVA: "v",
    AnimeType.ONA: "n",
    AnimeType.SPECIAL: "s",
    AnimeType.MUSIC: "u",
    AnimeType.UNKNOWN: "x",
}
LENGTHS = {Length.SHORT: "s", Length.MEDIUM: "m", Length.LONG: "l"}
ADVENTURES = {Adventure.SAFE: "s", Adventure.BALANCED: NONE, Adventure.ADVENTUROUS: "a"}
_CODE = re.compile(
    r"r(?P<wish>[a-z.]{4})(?P<from>\d{1,4})(?:~(?P<genre>[0-9a-f]{8}))?"
    r"|s(?P<like>\d{1,10})\.(?P<on>\d{1,4})|a(?P<one>\d{1,10})|h(?P<past>\d{1,6})|q(?P<taps>\d)\.(?P<titles>\d{1,4})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class ForYou:
    """A list for a taste; of the wish only what a person says, not the settings."""

    wish: Wish
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Like:
    """A list of anime like one."""

    anime_id: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class One:
    """One anime's full card."""

    anime_id: int


@dataclass(frozen=True, slots=True)
class Past:
    """What a person said, newest first."""

    offset: int = 0


@dataclass(frozen=True, slots=True)
class FirstTaste:
    """The titles a newcomer is asked about. taps: how many were answered."""

    taps: int = 0
    offset: int = 0


Page = ForYou | Like | One | Past | FirstTaste


@dataclass(frozen=True)
class PageCode(Kind[Page]):
    """The parameter of an action that says which page its button sits under."""

    prompt: str = "Which message?"

    async def read(self, raw: str, request: Request, host: Host) -> Page:  # noqa: ARG002  the same in every chat
        """Return the page. Raises Unclear for another coding, or a genre that the catalogue has no more."""
        page = page_of(raw, host.genres())
        if page is None:
            raise Unclear("That message is too old.")
        return page

    def write(self, value: Page) -> str:
        """Return the page's coding."""
        return code_of(value)


def code_of(page: Page) -> str:
    """Return the coding of `page`, at most 20 bytes for offsets up to 9999."""
    match page:
        case ForYou(wish, offset):
            letters = "".join(
                (
                    MOODS[wish.mood] if wish.mood else NONE,
                    TYPES[wish.type] if wish.type else NONE,
                    LENGTHS[wish.length] if wish.length else NONE,
                    ADVENTURES[wish.adventure],
                )
            )
            return f"r{letters}{offset}" + (f"~{_digest(wish.genre)}" if wish.genre else "")
        case Like(anime_id, offset):
            return f"s{anime_id}.{offset}"
        case One(anime_id):
            return f"a{anime_id}"
        case Past(offset):
            return f"h{offset}"
        case FirstTaste(taps, offset):
            return f"q{taps}.{offset}"


def page_of(code: str, genres: Iterable[str]) -> Page | None:
    """Return the page that `code` names; None where it names none, or a genre that is not among `genres`."""
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    if found["wish"]:
        wish = _wish(found["wish"], found["genre"], genres)
        return None if wish is None else ForYou(wish, int(found["from"]))
    if found["like"]:
        return Like(int(found["like"]), int(found["on"]))
    if found["one"]:
        return One(int(found["one"]))
    return Past(int(found["past"])) if found["past"] else FirstTaste(int(found["taps"]), int(found["titles"]))


def _wish(letters: str, digest: str | None, genres: Iterable[str]) -> Wish | None:
    mood, kind, length, adventure = tuple(letters)
    genre = next((genre for genre in genres if _digest(genre) == digest), None) if digest else None
    try:
        wish = Wish(
            mood=_meant(MOODS, mood),
            type=_meant(TYPES, kind),
            length=_meant(LENGTHS, length),
            adventure=_meant(ADVENTURES, adventure) or Adventure.BALANCED,
            genre=genre,
        )
    except KeyError:
        return None
    return None if digest and genre is None else wish


def _meant(letters: Mapping[E, str], letter: str) -> E | None:
    """Return the option of that letter, None for no letter. Raises KeyError for a letter that is nobody's."""
    return None if letter == NONE else {one: option for option, one in letters.items()}[letter]


def _digest(genre: str) -> str:
    return hashlib.blake2s(genre.casefold().encode(), digest_size=4).hexdigest()
