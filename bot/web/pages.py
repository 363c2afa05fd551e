"""Replies as HTML: one template for each kind of part, everything escaped."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from struct import unpack
from typing import Any, Final, get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.conversation.action import encode
from bot.conversation.declaration import Command
from bot.conversation.parameters import Choice, Genre, Name, Title, Whole
from bot.conversation.reply import Choices, Heading, Notice, Part, Reply, Text
from bot.web.covers import CoverAddresses
from bot.web.icons import with_icons, with_words
from bot.web.visitors import Visitor

HERE: Final = Path(__file__).parent
_EXAMPLES: Final = 3
_MOST_CHIPS: Final = 12
_SHOWN: Final = 230  # characters of a text on a card before the rest is folded away
_KILO: Final = 1024


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was said, where something was, and what is answered."""

    said: str
    reply: Reply


class Pages:
    """Renders whole pages for browsers without scripts, and single messages for those with.

    plain: the command that a line without one is given to, whose titles are completed.
    """

    def __init__(self, covers: CoverAddresses, *, plain: str) -> None:
        self._plain = plain
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.tests |= {
            kind.__name__.lower(): lambda part, kind=kind: isinstance(part, kind) for kind in get_args(Part)
        }
        self._templates.globals |= {"encode": encode, "drawn": covers.address_of, "summary": summary}
        self._templates.filters |= {
            "inline": _inline,
            "size": _size,
            "folded": _folded,
            "icons": with_icons,
            "sentence": with_words,
            "shown_size": _shown_size,
        }

    def page(self, visitor: Visitor, commands: Sequence[Command[Any]], exchange: Exchange | None = None) -> str:
        """Return the chat's page: empty with a welcome, or with one exchange."""
        return self._templates.get_template("page.html").render(
            token=visitor.token,
            palette=[declared(command) for command in commands],
            plain=self._plain,
            examples=_inviting(commands),
            exchange=exchange,
        )

    def message(self, visitor: Visitor, reply: Reply) -> str:
        """Return one answer alone."""
        return self._templates.get_template("message.html").render(token=visitor.token, reply=reply)

    def error(self, title: str, text: str, code: str, *, alone: bool) -> str:
        """Return a kind word about what went wrong, as a page, or as a message `alone` for the chat to show."""
        template = self._templates.get_template("trouble.html" if alone else "error.html")
        return template.render(title=title, text=text, code=code)


def _inviting(commands: Sequence[Command[Any]]) -> list[Command[Any]]:
    """Return the commands whose examples a newcomer is offered: "start", as every chat begins, then the first."""
    return sorted(commands, key=lambda command: command.name != "start")[:_EXAMPLES]


def declared(command: Command[Any]) -> dict[str, Any]:
    """Return what the palette in the browser needs to know of a command, ready for JSON."""
    return {
        "name": command.name,
        "description": command.description,
        "family": command.family,
        "parameters": [
            {
                "name": parameter.name,
                "prompt": parameter.kind.prompt,
                "required": parameter.required,
                "kind": _KINDS.get(type(parameter.kind), "words"),
                "options": _options(parameter.kind),
            }
            for parameter in command.parameters
        ],
    }


_KINDS: Final[dict[type, str]] = {Title: "title", Name: "title", Choice: "choice", Genre: "genre", Whole: "whole"}


def _options(kind: object) -> list[dict[str, str]]:
    """Return the options that are few and never change; the others are completed while typing."""
    if isinstance(kind, Choice):
        return [{"label": label, "value": option.value} for option, label in kind.options.items()]
    if isinstance(kind, Whole) and kind.highest - kind.lowest < _MOST_CHIPS:
        return [{"label": str(n), "value": str(n)} for n in range(kind.lowest, kind.highest + 1)]
    return []


def summary(reply: Reply) -> str:
    """Return what a screen reader says when `reply` arrives: its first words, and how much there is to explore."""
    first = ""
    for part in reply.parts:
        if isinstance(part, Heading | Text | Notice):
            first = part.text
            break
        if isinstance(part, Choices):
            first = part.prompt
            break
    cards = sum(hasattr(part, "cover") for part in reply.parts)
    return f"{first} {cards} anime." if cards > 1 else first


def _inline(content: bytes, media_type: str) -> str:
    """Return a data address: the content itself, so that nothing personal is kept here to be fetched later."""
    return f"data:{media_type};base64,{b64encode(content).decode()}"


def _shown_size(png: bytes) -> tuple[int, int]:
    """Return the width and height at which to show a picture: half its pixels, for screens that are twice as fine."""
    width, height = unpack(">II", png[16:24])  # where the PNG specification has them
    return width // 2, height // 2


def _size(content: bytes) -> str:
    return f"{len(content)} bytes" if len(content) < _KILO else f"{len(content) / _KILO:.0f} kB"


def _folded(text: str) -> tuple[str, str]:
    """Return what of a long text is shown at once, and the rest; cut between words."""
    if len(text) <= _SHOWN + _SHOWN // 4:
        return text, ""
    cut = text.rfind(" ", 0, _SHOWN)
    cut = cut if cut > 0 else _SHOWN
    return text[:cut], text[cut:].lstrip()
