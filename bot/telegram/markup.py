"""Text as Telegram takes it: lines with one style each, counted in UTF-16 units, cut at words, escaped last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape
from typing import Final

from telegram.constants import MessageLimit

_UTF16: Final = "utf-16-le"
_BYTES_A_UNIT: Final = 2
_BREAK: Final = "\n"
_GAP: Final = "\n\n"
_ELLIPSIS: Final = "…"
_FAR_ENOUGH: Final = 0.6  # of what fits; where no space comes after that, a word is cut


class Style(StrEnum):
    """How a whole line is set: Telegram's tag for it."""

    PLAIN = ""
    BOLD = "b"
    ITALIC = "i"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or several with one style. gap: an empty line goes above it. spare: it is cut first for room."""

    text: str
    style: Style = Style.PLAIN
    gap: bool = False
    spare: bool = False


def units(text: str) -> int:
    """Return the length of `text` as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode(_UTF16, "surrogatepass")) // _BYTES_A_UNIT


def length(lines: Sequence[Line]) -> int:
    """Return the units of `lines` with the breaks between them."""
    return sum(units(line.text) + 1 + line.gap for line in lines) - (1 + lines[0].gap if lines else 0)


def html(lines: Iterable[Line]) -> str:
    """Return `lines` as Telegram's HTML."""
    return "".join(f"{_GAP if line.gap else _BREAK}{_tagged(line)}" for line in lines).lstrip(_BREAK)


def said(*lines: Line) -> tuple[Line, ...]:
    """Return those of `lines` in which something can be seen, with no half characters in them."""
    return tuple(line for line in map(_with_whole, lines) if any(map(str.isprintable, line.text)))


def cut(text: str, most: int) -> str:
    """Return `text` within `most` units, shortened at a word, with an ellipsis."""
    if units(text) <= most:
        return text
    head = _head(text, most - 1)
    return f"{head[: _break_in(head)].rstrip()}{_ELLIPSIS}" if most > 0 else ""


def fitted(lines: Sequence[Line], most: int) -> tuple[Line, ...]:
    """Return `lines` within `most` units: the spare ones are cut first, then the last."""
    if length(lines) <= most:
        return tuple(lines)
    for index in range(len(lines) - 1, -1, -1):
        over = length(lines) - most
        if over > 0 and lines[index].spare:
            lines = _with_shorter(lines, index, over)
    for index in range(len(lines) - 1, -1, -1):
        over = length(lines) - most
        if over > 0:
            lines = _with_shorter(lines, index, over)
    return tuple(lines)


def pages(lines: Sequence[Line], most: int) -> list[tuple[Line, ...]]:
    """Return `lines` shared out among messages of `most` units and of Telegram's number of entities each.

    They are broken between lines, and a line too long for one message at words.
    """
    result: list[tuple[Line, ...]] = []
    page: list[Line] = []
    room = most  # on this page; what stands first has no break before it
    for line in lines:
        needed = units(line.text)
        if page and (needed + 1 + line.gap > room or len(page) == MessageLimit.MESSAGE_ENTITIES):
            result.append(tuple(page))
            page, room = [], most
        rest = line
        while needed > most:
            head = _head(rest.text, most)
            at = _break_in(head)
            result.append((replace(rest, text=rest.text[:at].rstrip()),))
            rest = replace(rest, text=rest.text[at:].lstrip())
            needed = units(rest.text)
        room -= needed + (1 + rest.gap if page else 0)
        page.append(rest)
    return [seen for page in (*result, page) if (seen := said(*page))]


def _tagged(line: Line) -> str:
    text = escape(line.text, quote=False)
    return f"<{line.style}>{text}</{line.style}>" if line.style else text


def _with_whole(line: Line) -> Line:
    """Return `line` with a sign in place of half a surrogate pair, which no message can hold."""
    text = line.text.strip()
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return line if text == line.text else replace(line, text=text)


def _head(text: str, most: int) -> str:
    """Return the beginning of `text` within `most` units, never half a pair."""
    return text.encode(_UTF16, "surrogatepass")[: max(most, 0) * _BYTES_A_UNIT].decode(_UTF16, "ignore")


def _break_in(head: str) -> int:
    """Return where to break after `head`: at its last space or line break, if that is far enough."""
    at = max(head.rfind(" "), head.rfind("\n"))
    return at if at > len(head) * _FAR_ENOUGH else len(head)


def _with_shorter(lines: Sequence[Line], index: int, over: int) -> tuple[Line, ...]:
    line = lines[index]
    text = cut(line.text, units(line.text) - over)
    shorter = (replace(line, text=text),) if text.strip(_ELLIPSIS) else ()
    return (*lines[:index], *shorter, *lines[index + 1 :])
