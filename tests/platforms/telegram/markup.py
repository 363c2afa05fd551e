"""Telegram's HTML style: https://core.telegram.org/bots/api#html-style, with the errors of TDLib's parser."""

import re
import sys
from typing import NamedTuple

from telegram.constants import MessageEntityType as Kind

from tests.platforms.telegram.refusal import Json, RefusalError

KINDS = {
    "b": Kind.BOLD,
    "strong": Kind.BOLD,
    "i": Kind.ITALIC,
    "em": Kind.ITALIC,
    "u": Kind.UNDERLINE,
    "ins": Kind.UNDERLINE,
    "s": Kind.STRIKETHROUGH,
    "strike": Kind.STRIKETHROUGH,
    "del": Kind.STRIKETHROUGH,
    "tg-spoiler": Kind.SPOILER,
    "span": Kind.SPOILER,
    "code": Kind.CODE,
    "pre": Kind.PRE,
    "blockquote": Kind.BLOCKQUOTE,
    "a": Kind.TEXT_LINK,
    "tg-emoji": Kind.CUSTOM_EMOJI,
}
TROUBLE = "Bad Request: can't parse entities"
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_special = re.compile(r"[<>&]")
_reference = re.compile(r"&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,8})|(lt|gt|amp|quot));")
_tag = re.compile(r"""<(/?)([^\s<>/]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_attribute = re.compile(r"""\s+([^\s=>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]+)))?""")


class _Open(NamedTuple):
    tag: str
    attributes: dict[str, str]
    at: int


def utf16_length(text: str) -> int:
    """Return a text's length as Telegram counts it."""
    return len(text) if text.isascii() else len(text) + sum(character > "\uffff" for character in text)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Return the text without its tags, and the entities that they made.

    Raises RefusalError where Telegram's parser does, and for a single `&` or `>`, which Telegram lets pass
    although its documentation demands that they are escaped.
    """
    return _Parser(source).parsed()


class _Parser:
    """Goes through a source once. `_length` is how much text there is so far, in UTF-16 units."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._pieces: list[str] = []
        self._length = 0
        self._nested: list[_Open] = []
        self._entities: list[Json] = []

    def parsed(self) -> tuple[str, list[Json]]:
        position = 0
        while special := _special.search(self._source, position):
            self._write(self._source[position : special.start()])
            read = self._read_tag if special[0] == "<" else self._read_reference
            position = read(special.start())
        if self._nested:
            raise self._error(f'Can\'t find end tag corresponding to start tag "{self._nested[-1].tag}"')
        self._write(self._source[position:])
        self._entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self._pieces), self._entities

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += utf16_length(text)

    def _read_reference(self, begin: int) -> int:
        """Take in the reference at `begin`; returns the position behind it."""
        reference = _reference.match(self._source, begin)
        if reference is None:
            raise self._error(f'Unescaped "{self._source[begin]}"', begin)
        self._write(_character(reference))
        return reference.end()

    def _read_tag(self, begin: int) -> int:
        """Take in the tag at `begin`; returns the position behind it."""
        found = _tag.match(self._source, begin)
        if found is None:
            raise self._error("Unclosed start tag", begin)
        closing, tag, attributes = found[1], found[2].lower(), found[3]
        if closing:
            self._close(tag, begin)
        elif tag in KINDS:
            self._open(tag, attributes, begin)
        else:
            raise self._error(f'Unsupported start tag "{tag}"', begin)
        return found.end()

    def _open(self, tag: str, attributes: str, begin: int) -> None:
        opened = _Open(tag, _attributes(attributes), self._length)
        if tag == "span" and opened.attributes.get("class") != "tg-spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', begin)
        self._nested.append(opened)

    def _close(self, tag: str, begin: int) -> None:
        if not self._nested:
            raise self._error("Unexpected end tag", begin)
        opened = self._nested.pop()
        if tag not in {"", opened.tag}:
            expected = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise self._error(f"Unmatched end tag at byte offset {self._bytes_before(begin)}, {expected}")
        around = self._nested[-1] if self._nested else None
        language = opened.attributes.get("class", "").removeprefix("language-")
        if opened.tag == "code" and language and around and around.tag == "pre" and around.at == opened.at:
            around.attributes["language"] = language
        elif self._length > opened.at and (entity := _entity(opened)):
            self._entities.append({**entity, "offset": opened.at, "length": self._length - opened.at})

    def _bytes_before(self, position: int) -> int:
        return len(self._source[:position].encode())

    def _error(self, what: str, begin: int | None = None) -> RefusalError:
        place = "" if begin is None else f" at byte offset {self._bytes_before(begin)}"
        return RefusalError(f"{TROUBLE}: {what}{place}")


def _character(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    if name:
        return NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if not 0 < code <= sys.maxunicode or "\ud800" <= chr(code) <= "\udfff":
        raise RefusalError(f"{TROUBLE}: Invalid character reference {reference[0]}")
    return chr(code)


def _attributes(text: str) -> dict[str, str]:
    return {
        name.lower(): _reference.sub(_character, double or single or bare)
        for name, double, single, bare in _attribute.findall(text)
    }


def _entity(opened: _Open) -> Json | None:
    """Return an entity without its place; None for a link that leads nowhere."""
    kind = KINDS[opened.tag]
    match kind:
        case Kind.TEXT_LINK:
            url = opened.attributes.get("href", "")
            return {"type": kind.value, "url": url} if url.startswith(("http://", "https://", "tg://")) else None
        case Kind.PRE if language := opened.attributes.get("language"):
            return {"type": kind.value, "language": language}
        case Kind.BLOCKQUOTE if "expandable" in opened.attributes:
            return {"type": Kind.EXPANDABLE_BLOCKQUOTE.value}
        case Kind.CUSTOM_EMOJI:
            return {"type": kind.value, "custom_emoji_id": opened.attributes.get("emoji-id", "")}
        case _:
            return {"type": kind.value}
