"""The kinds of parameter a command can have: how each is read from text, written into a button, and completed."""

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from rapidfuzz import fuzz, process

from bot.conversation.host import Host, Named
from bot.conversation.request import Request

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

MOST_OPTIONS = 25  # of a choice or a completion: Discord's limit
LONGEST_LABEL = 100  # of an option, in characters: Discord's limit
LONGEST_QUERY = 200  # longer than any title of the catalogue
_OFFERED = 3  # what is offered where something was not understood
_LIKE = 70  # RapidFuzz's ratio, 0-100, from which an option is worth offering
_ID = re.compile(r"#(\d{1,10})")
_NUMBER = re.compile(r"([+-]?\d{1,9})(?:/10)?")


@dataclass(frozen=True, slots=True)
class Completion:
    """An option while typing: what is shown (at most 100 characters) and what is then sent."""

    label: str
    value: str


class Unclear(Exception):  # noqa: N818  a question to the person, not an error of the program
    """What was given cannot be taken as it is. `text` asks, `options` are likely answers."""

    def __init__(self, text: str, options: Sequence[Completion] = ()) -> None:
        super().__init__(text)
        self.text = text
        self.options = tuple(options)


@dataclass(frozen=True)
class Kind(ABC, Generic[T]):
    """A kind of parameter. `prompt` asks for it, in at most 100 characters; surfaces show it as the description."""

    prompt: str

    @abstractmethod
    async def read(self, raw: str, request: Request, host: Host) -> T:
        """Return the value that `raw` means. Raises Unclear where it means none, or more than one."""

    @abstractmethod
    def write(self, value: T) -> str:
        """Return the short text that `read` takes for `value` again, for a button."""

    def claims(self, text: str, host: Host) -> bool:  # noqa: ARG002  for the kinds with options
        """Return whether `text`, one or a few words of a longer line, can only be meant for this parameter."""
        return False

    def nearest(self, text: str, host: Host) -> list[Completion]:  # noqa: ARG002  for the kinds with options
        """Return the few options most like `text`."""
        return []

    async def complete(self, typed: str, request: Request, host: Host) -> list[Completion]:  # noqa: ARG002  the same
        """Return the options for what is being typed, at most 25."""
        return []

    async def suggest(self, request: Request, host: Host) -> list[Completion]:
        """Return what to offer where nothing was given though something must be."""
        return await self.complete("", request, host)


@dataclass(frozen=True)
class Title(Kind[int]):
    """An anime by any of its titles, or by its id as "#5114", which is what buttons and completions send."""

    async def read(self, raw: str, request: Request, host: Host) -> int:
        """Return the anime's id. Raises Unclear with the nearest anime where the title is not certain."""
        if by_id := _ID.fullmatch(raw.strip()):
            anime_id = int(by_id[1])
            if await host.title_of(anime_id, request) is None:
                raise Unclear("I have no such anime to show here.")
            return anime_id
        if len(raw) > LONGEST_QUERY:
            raise Unclear("That is too long for a title. Its first few words will do.")
        found = await host.find_titles(raw, request)
        if found.matches and found.certain:
            return found.matches[0].anime_id
        if not found.matches:
            raise Unclear(no_such_title(raw), await self.suggest(request, host))
        if found.far:
            raise Unclear(f"I found no anime called “{shorten(raw)}”. The nearest are:", _completions(found.matches))
        raise Unclear(f"Which one do you mean by “{shorten(raw)}”?", _completions(found.matches))

    def write(self, value: int) -> str:
        """Return "#5114"."""
        return f"#{value}"

    async def complete(self, typed: str, request: Request, host: Host) -> list[Completion]:
        """Return the anime whose titles may be meant, likeliest first."""
        return _completions(await host.complete_titles(typed[:LONGEST_QUERY], MOST_OPTIONS, request))

    async def suggest(self, request: Request, host: Host) -> list[Completion]:
        """Return a few anime that this person may want to name."""
        return _completions(await host.suggest_titles(request))


def _no_words() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Choice(Kind[E]):
    """One of at most 25 options that never change. options: each one's label. also: other words people use for them."""

    options: Mapping[E, str]
    also: Mapping[str, E] = field(default_factory=_no_words)

    async def read(self, raw: str, request: Request, host: Host) -> E:  # noqa: ARG002  nothing needs to be looked up
        """Return the option. Raises Unclear with the nearest ones."""
        option = self._meanings().get(plain(raw))
        if option is None:
            raise Unclear(f"“{shorten(raw)}” is not an option here. {self.prompt}", self._near(raw) or self._all())
        return option

    def write(self, value: E) -> str:
        """Return the option's value."""
        return value.value

    def claims(self, text: str, host: Host) -> bool:  # noqa: ARG002  options are known without it
        """Return whether `text` is an option, its label, or another word for it."""
        return plain(text) in self._meanings()

    def nearest(self, text: str, host: Host) -> list[Completion]:  # noqa: ARG002  the same
        """Return the options spelled most like `text`."""
        return self._near(text)

    async def complete(self, typed: str, request: Request, host: Host) -> list[Completion]:  # noqa: ARG002  the same
        """Return the options that contain what is typed, or else look like it."""
        return [option for option in self._all() if plain(typed) in plain(option.label)] or self._near(typed)

    def _meanings(self) -> dict[str, E]:
        words = {plain(word): option for word, option in self.also.items()}
        labels = {plain(label): option for option, label in self.options.items()}
        return words | labels | {plain(option.value): option for option in self.options}

    def _all(self) -> list[Completion]:
        return [Completion(label, option.value) for option, label in self.options.items()]

    def _near(self, text: str) -> list[Completion]:
        meanings = self._meanings()
        near = [meanings[word] for word in _most_like(text, meanings)]
        return [Completion(self.options[option], option.value) for option in dict.fromkeys(near)]


@dataclass(frozen=True)
class Genre(Kind[str]):
    """A genre or theme of the catalogue: too many for a choice, so completed while typing.

    also: other words people use for them; those for genres that the catalogue does not have mean nothing.
    """

    also: Mapping[str, str] = field(default_factory=_no_words)

    async def read(self, raw: str, request: Request, host: Host) -> str:  # noqa: ARG002  the same in every chat
        """Return the genre as the catalogue spells it. Raises Unclear with the nearest ones."""
        genre = self._meant(raw, host)
        if genre is None:
            raise Unclear(f"I know no genre called “{shorten(raw)}”.", self.nearest(raw, host))
        return genre

    def write(self, value: str) -> str:
        """Return the genre itself."""
        return value

    def claims(self, text: str, host: Host) -> bool:
        """Return whether `text` is a genre, however it is hyphenated, or another word for one."""
        return self._meant(text, host) is not None

    def nearest(self, text: str, host: Host) -> list[Completion]:
        """Return the genres spelled most like `text`."""
        meanings = self._meanings(host)
        near = dict.fromkeys(meanings[word] for word in _most_like(text, meanings))
        return [Completion(genre, genre) for genre in near]

    async def complete(self, typed: str, request: Request, host: Host) -> list[Completion]:  # noqa: ARG002  the same
        """Return the genres that begin with what is typed, then those that contain it, or else look like it."""
        wanted = plain(typed)
        holding = [genre for genre in host.genres() if wanted in plain(genre)]
        holding.sort(key=lambda genre: not plain(genre).startswith(wanted))
        if not holding and (genre := self._meant(typed, host)):
            holding = [genre]
        return [Completion(genre, genre) for genre in holding[:MOST_OPTIONS]] or self.nearest(typed, host)

    def _meant(self, text: str, host: Host) -> str | None:
        """Return the genre that `text` names, in the singular or plural; None where it names none."""
        meanings, wanted = self._meanings(host), plain(text)
        return meanings.get(wanted) or meanings.get(wanted.removesuffix("s"))

    def _meanings(self, host: Host) -> dict[str, str]:
        genres = {plain(genre): genre for genre in host.genres()}
        words = {plain(word): genres[plain(genre)] for word, genre in self.also.items() if plain(genre) in genres}
        return words | genres


@dataclass(frozen=True)
class Whole(Kind[int]):
    """A whole number from `lowest` to `highest`, both included; "9/10" is nine."""

    lowest: int
    highest: int

    async def read(self, raw: str, request: Request, host: Host) -> int:  # noqa: ARG002  nothing needs to be looked up
        """Return the number. Raises Unclear where it is none or out of range."""
        number = _NUMBER.fullmatch(raw.strip())
        if number is None or not self.lowest <= int(number[1]) <= self.highest:
            raise Unclear(f"Please give me a whole number from {self.lowest} to {self.highest}.", self._few())
        return int(number[1])

    def write(self, value: int) -> str:
        """Return the number in digits."""
        return str(value)

    def claims(self, text: str, host: Host) -> bool:  # noqa: ARG002  numbers need no looking up
        """Return whether `text` is a number in range."""
        number = _NUMBER.fullmatch(text)
        return number is not None and self.lowest <= int(number[1]) <= self.highest

    async def complete(self, typed: str, request: Request, host: Host) -> list[Completion]:  # noqa: ARG002  the same
        """Return the numbers that begin with what is typed, where they are few."""
        numbers = map(str, range(self.lowest, min(self.highest, self.lowest + MOST_OPTIONS - 1) + 1))
        return [Completion(number, number) for number in numbers if number.startswith(typed.strip())]

    def _few(self) -> list[Completion]:
        """Return all the numbers where they are few enough to choose from."""
        numbers = range(self.lowest, self.highest + 1)
        return [Completion(str(number), str(number)) for number in numbers] if len(numbers) <= MOST_OPTIONS else []


@dataclass(frozen=True)
class Words(Kind[str]):
    """Free text, at most `longest` characters, with the space around it taken off."""

    longest: int = LONGEST_QUERY

    async def read(self, raw: str, request: Request, host: Host) -> str:  # noqa: ARG002  nothing needs to be looked up
        """Return the text. Raises Unclear where it is too long."""
        text = raw.strip()
        if len(text) > self.longest:
            raise Unclear(f"That is too long. Please say it in {self.longest} characters.")
        return text

    def write(self, value: str) -> str:
        """Return the text itself."""
        return value


@dataclass(frozen=True)
class Name(Words):
    """Free text that names an anime, so that titles are completed; what is not a title is taken as well."""

    async def complete(self, typed: str, request: Request, host: Host) -> list[Completion]:
        """Return the titles that may be meant, likeliest first."""
        named = await host.complete_titles(typed[:LONGEST_QUERY], MOST_OPTIONS, request)
        labels = dict.fromkeys(shorten(anime.title, LONGEST_LABEL) for anime in named)
        return [Completion(label, label) for label in labels]

    async def suggest(self, request: Request, host: Host) -> list[Completion]:  # noqa: ARG002  nothing is looked up
        """Return nothing: whoever names no anime is better asked than shown some."""
        return []


def no_such_title(raw: str) -> str:
    """Return what is said where no title is anything like `raw`, above a few well known ones."""
    return f"I found no anime called “{shorten(raw)}”. Try another spelling, or one of these:"


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return `text` without case, width, spaces and punctuation: how options are compared ("sci fi" is "Sci-Fi")."""
    return "".join(character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum())


def shorten(text: str, longest: int = 60) -> str:
    """Return `text` on one line, cut to `longest` characters with an ellipsis."""
    some = text[: 2 * longest]  # enough of a synopsis, unless it is mostly spaces
    line = " ".join(some.split())
    if len(line) <= longest and len(some) < len(text):
        line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _completions(named: Iterable[Named]) -> list[Completion]:
    return [Completion(shorten(anime.title, LONGEST_LABEL), f"#{anime.anime_id}") for anime in named]


def _most_like(text: str, options: Iterable[str]) -> list[str]:
    found = process.extract(plain(text), list(options), scorer=fuzz.ratio, limit=_OFFERED, score_cutoff=_LIKE)
    return [option for option, _, _ in found]
