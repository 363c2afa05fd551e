"""The messages that change in place when a button under them is tapped, and the few bytes a button names them with.

A button holds at most 64 bytes and outlives the process, so these letters never change their meaning:

    rcms.5~0a1b2c3d   for you: mood, type, length, adventure by the letters below ("." is none), from the 6th on,
                      after "~" a genre: the first 8 hexadecimal digits of BLAKE2s of its lower-case name, "!" for
                      dislikes that do not count, and after each "-" in hexadecimal an anime that does not
    s5114.5           like anime 5114, from the 6th on
    a5114             anime 5114 alone
    h10               history, from the 11th entry on
    q2~BQ             the first taste: two taps done, and in base64url one bit a question that was asked, the first of
                      the first byte being the lowest; "q2.9", as it once was, is the first 9 questions
"""

import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from bot.conversation.host import Host
from bot.conversation.parameters import Kind, Unclear
from bot.conversation.request import Request
from core.anime import AnimeType
from core.quiz import QUESTIONS
from core.wish import Adventure, Dislikes, Length, Mood, Wish

E = TypeVar("E", bound=StrEnum)

MOST_BYTES = 30  # of a page's coding: what is left in a button beside two anime and a place in a list
LAST = 9999  # the last place in a list that a button is given

_KEPT = 1_000  # codings: an answer's buttons name its page a dozen times, and most people ask for the same few

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
    r"r(?P<wish>[a-z.]{4})(?P<from>\d{1,4})(?:~(?P<genre>[0-9a-f]{8}))?(?P<ignore>!)?(?P<without>(?:-[0-7]?[0-9a-f]{1,7})*)"
    r"|s(?P<like>\d{1,10})\.(?P<on>\d{1,4})|a(?P<one>\d{1,10})|h(?P<past>\d{1,6})|q(?P<taps>\d)(?:\.(?P<titles>\d{1,4})|~(?P<asked>[-\w]{0,20}))",
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
    """The titles a newcomer is asked about. taps: how many were answered. asked: the numbers of earlier questions."""

    taps: int = 0
    asked: frozenset[int] = frozenset()


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


@lru_cache(_KEPT)
def code_of(page: Page) -> str:
    """Return the coding of `page`, at most `MOST_BYTES` for offsets up to `LAST` and what `can_leave_out` allows."""
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
            genre = f"~{_digest(wish.genre)}" if wish.genre else ""
            ignore = "!" if wish.dislikes is Dislikes.IGNORE else ""
            without = "".join(f"-{anime_id:x}" for anime_id in sorted(wish.without))
            return f"r{letters}{offset}{genre}{ignore}{without}"
        case Like(anime_id, offset):
            return f"s{anime_id}.{offset}"
        case One(anime_id):
            return f"a{anime_id}"
        case Past(offset):
            return f"h{offset}"
        case FirstTaste(taps, asked):
            return f"q{taps}~{_bits(asked)}"


def can_leave_out(wish: Wish, anime_id: int) -> bool:
    """Return whether a button has room for this anime too among what the wish is without."""
    return _longest(replace(wish, without=wish.without | {anime_id})) <= MOST_BYTES


def page_of(code: str, genres: Iterable[str]) -> Page | None:
    """Return the page that `code` names; None where it names none, or a genre that is not among `genres`."""
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    if found["wish"]:
        wish = _wish(found, genres)
        return None if wish is None else ForYou(wish, int(found["from"]))
    if found["like"]:
        return Like(int(found["like"]), int(found["on"]))
    if found["one"]:
        return One(int(found["one"]))
    return Past(int(found["past"])) if found["past"] else _first_taste(found)


def _first_taste(found: re.Match[str]) -> FirstTaste | None:
    taps = int(found["taps"])
    if found["titles"]:
        return FirstTaste(taps, frozenset(range(min(int(found["titles"]), QUESTIONS))))
    coded = found["asked"]
    try:
        bits = int.from_bytes(urlsafe_b64decode(coded + "=" * (-len(coded) % 4)), "little")
    except Error:
        return None
    return FirstTaste(taps, frozenset(number for number in range(QUESTIONS) if bits >> number & 1))


def _bits(asked: frozenset[int]) -> str:
    bits = sum(1 << number for number in asked)
    return urlsafe_b64encode(bits.to_bytes((bits.bit_length() + 7) // 8, "little")).decode().rstrip("=")


def _wish(found: re.Match[str], genres: Iterable[str]) -> Wish | None:
    mood, kind, length, adventure = tuple(found["wish"])
    digest = found["genre"]
    genre = next((genre for genre in genres if _digest(genre) == digest), None) if digest else None
    try:
        wish = Wish(
            mood=_meant(MOODS, mood),
            type=_meant(TYPES, kind),
            length=_meant(LENGTHS, length),
            adventure=_meant(ADVENTURES, adventure) or Adventure.BALANCED,
            genre=genre,
            dislikes=Dislikes.IGNORE if found["ignore"] else Dislikes.COUNT,
            without=frozenset(int(anime_id, 16) for anime_id in found["without"].split("-")[1:]),
        )
    except KeyError:
        return None
    return None if (digest and genre is None) or _longest(wish) > MOST_BYTES else wish


def _longest(wish: Wish) -> int:
    return len(code_of(ForYou(wish, LAST)))


def _meant(letters: Mapping[E, str], letter: str) -> E | None:
    """Return the option of that letter, None for no letter. Raises KeyError for a letter that is nobody's."""
    return None if letter == NONE else {one: option for option, one in letters.items()}[letter]


def _digest(genre: str) -> str:
    return hashlib.blake2s(genre.casefold().encode(), digest_size=4).hexdigest()
