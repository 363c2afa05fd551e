"""The parts of a reply as blocks of Discord's components, before they are shared out among messages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from discord import ButtonStyle

from bot.conversation.parameters import shorten
from bot.conversation.reply import Attachment, Button, Card, Choices, Cover, Heading, Look, Notice, Part, Picture, Text
from bot.discord import components, limits, markdown
from bot.discord.components import Component
from bot.discord.covers import fetchable
from bot.discord.envelope import sealed
from bot.pictures.colours import most_telling, palette_of

_MOST_BUTTONS: Final = 2 * limits.ROW  # more of them are easier to read in a list that opens
# Characters of Markdown, escapes included; a card's texts are together fewer than a message holds.
_TITLE: Final = 256
_FACTS: Final = 300
_RATING: Final = 150
_REASON: Final = 800
_STORY: Final = 1500
_KEPT: Final = 4_000  # of each of what is shown again and again: lines, and what a card says of an anime to everybody
_PLACEHOLDER: Final = "Choose one"
_LONGEST_NAME: Final = 80  # of a file
BLANK: Final = "…"  # where a text must stand and there is nothing to read
_STYLES: Final = {
    Look.PLAIN: ButtonStyle.secondary,
    Look.CHOSEN: ButtonStyle.success,
    Look.DANGER: ButtonStyle.danger,
}
_FILE_NAME: Final = re.compile(r"[^A-Za-z0-9._-]+")  # what a reference to an attachment cannot hold


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes along with a message, which refers to it by its name."""

    name: str
    content: bytes

    @property
    def address(self) -> str:
        """What a component calls it."""
        return f"attachment://{self.name}"


@dataclass(frozen=True, slots=True)
class Block:
    """A component, with the files that it shows.

    components: how many it is, with those inside of it. characters: how long their texts are together.
    """

    component: Component
    components: int
    characters: int
    uploads: tuple[Upload, ...] = ()


def block(component: Component, *uploads: Upload) -> Block:
    """Return `component`, measured, as a block that shows `uploads`."""
    return Block(component, *components.measured(component), uploads)


class Blocks:
    """Makes blocks of parts for one reader.

    who: the alias of whoever asked, for the buttons. hidden: whether risky covers hide behind a spoiler. drawn: a PNG
    for each cover that Discord cannot fetch.
    """

    def __init__(self, who: str, *, hidden: bool, drawn: Mapping[Cover, bytes]) -> None:
        self._who = who
        self._hidden = hidden
        self._drawn = drawn
        self._sealed = 0
        self._names: set[str] = set()

    def of(self, parts: Sequence[Part]) -> Iterator[Block]:
        """Yield the blocks of `parts`; texts that follow each other are one."""
        texts: list[str] = []
        for part in parts:
            if isinstance(part, Heading | Text) or (isinstance(part, Notice) and not part.buttons):
                texts.append(_markdown(part))
            else:
                yield from _texts(texts)
                texts.clear()
                yield from self._of(part)
        yield from _texts(texts)

    def _of(self, part: Notice | Card | Choices | Picture | Attachment) -> Iterator[Block]:
        match part:
            case Notice():
                return self._notice(part)
            case Card():
                return self._card(part)
            case Choices():
                return self._choices(part)
            case Picture(png, alt):
                return self._picture(png, alt)
            case Attachment(name, content=content):
                return self._file(name, content)

    def _choices(self, choices: Choices) -> Iterator[Block]:
        yield from _texts([markdown.escaped(choices.prompt)])
        yield from map(block, self._rows(choices.buttons))

    def _picture(self, png: bytes, alt: str) -> Iterator[Block]:
        upload = self._upload("picture.png", png)
        yield block(components.picture(upload.address, _line(alt, limits.DESCRIPTION)), upload)

    def _file(self, name: str, content: bytes) -> Iterator[Block]:
        upload = self._upload(name, content)
        yield block(components.file(upload.address), upload)

    def _notice(self, notice: Notice) -> Iterator[Block]:
        """Yield the sentence with its button beside it, or its buttons below."""
        text = _markdown(notice)
        if len(notice.buttons) == 1 and len(text) <= limits.CHARACTERS:
            yield block(components.section(text or BLANK, self._button(notice.buttons[0])))
        else:
            yield from _texts([text])
            yield from map(block, self._rows(notice.buttons))

    def _card(self, card: Card) -> Iterator[Block]:
        media, uploads = card.cover.address or "", list[Upload]()
        if not fetchable(card.cover):
            upload = self._upload("cover.png", self._drawn[card.cover])
            media, uploads = upload.address, [upload]
        thumbnail = components.thumbnail(
            media, _line(card.cover.alt, limits.DESCRIPTION), spoiler=card.cover.risky and self._hidden
        )
        told = components.section(_told(card), thumbnail)
        rows = list(self._rows(card.buttons))
        within = rows if len(card.buttons) <= _MOST_BUTTONS else []
        yield block(components.container([told, *within], _colour(card.cover.genres)), *uploads)
        yield from map(block, rows[len(within) :])

    def _rows(self, buttons: Sequence[Button]) -> Iterator[Component]:
        if len(buttons) <= _MOST_BUTTONS:
            for start in range(0, len(buttons), limits.ROW):
                yield components.row([self._button(button) for button in buttons[start : start + limits.ROW]])
        else:
            for start in range(0, len(buttons), limits.OPTIONS):
                yield components.row([self._select(buttons[start : start + limits.OPTIONS])])

    def _button(self, button: Button) -> Component:
        return components.button(_line(button.label, limits.LABEL), _STYLES[button.look], self._seal(button))

    def _select(self, buttons: Sequence[Button]) -> Component:
        """Return a list that opens, an option a button; what the options mean stands in their values."""
        options = [
            components.option(
                _line(button.label, limits.OPTION),
                self._seal(button),
                _line(button.hint, limits.OPTION) if button.hint else "",
                "✅" if button.look is Look.CHOSEN else "",
            )
            for button in buttons
        ]
        return components.select(f"{self._who}.{self._sealed}.", _PLACEHOLDER, options)

    def _seal(self, button: Button) -> str:
        self._sealed += 1
        return sealed(self._who, self._sealed, button)

    def _upload(self, name: str, content: bytes) -> Upload:
        name = _FILE_NAME.sub("_", name).strip("._")[-_LONGEST_NAME:] or "file"
        if name in self._names:
            name = f"{len(self._names)}-{name}"
        self._names.add(name)
        return Upload(name, content)


def _texts(texts: Sequence[str]) -> Iterator[Block]:
    together = "\n".join(text for text in texts if text)
    for piece in markdown.pieces(together, limits.CHARACTERS):
        yield block(components.text(piece))


def _markdown(part: Heading | Text | Notice) -> str:
    match part:
        case Heading(text):
            return f"## {_line_of(text, _TITLE)}" if markdown.line(text) else ""
        case Text(text):
            return markdown.escaped(text)
        case Notice(text, code=code):
            said = markdown.cut(markdown.escaped(text), _STORY)
            return f"{said}\n-# {markdown.escaped(code)}" if code else said


def _told(card: Card) -> str:
    """Return all that a card says, as Markdown."""
    lines = (
        _above(card.title, card.subtitle, card.facts, card.labels),
        _in("**{}**", _line_of(card.rating, _RATING)),
        _line_of(card.reason, _REASON),
        _story(card.text),
    )
    return "\n".join(line for line in lines if line)


@lru_cache(_KEPT)
def _above(title: str, subtitle: str, facts: tuple[str, ...], labels: tuple[str, ...]) -> str:
    """Return what a card says above what is said to this person: of one anime it is nearly always the same."""
    lines = (
        _in("### {}", _line_of(title, _TITLE) or BLANK),
        _in("-# {}", _line_of(subtitle, _TITLE)),
        _line_of(" · ".join(facts), _FACTS),
        _in("-# {}", _line_of(" · ".join(labels), _FACTS)),
    )
    return "\n".join(line for line in lines if line)


@lru_cache(_KEPT)
def _story(text: str) -> str:
    return markdown.cut(markdown.escaped(text), _STORY)


def _in(form: str, text: str) -> str:
    """Return `text` in Markdown's `form`; "" where there is none."""
    return form.format(text) if text else ""


@lru_cache(_KEPT)
def _colour(genres: tuple[str, ...]) -> int:
    """Return the colour of an anime of these genres, 0xRRGGBB."""
    red, green, blue = palette_of(next(iter(most_telling(genres)), None)).light
    return red << 16 | green << 8 | blue


def _line_of(text: str, longest: int) -> str:
    return markdown.cut(markdown.escaped(markdown.line(text)), longest)


@lru_cache(_KEPT)
def _line(text: str, longest: int) -> str:
    """Return `text` for a place that knows no Markdown and must not be empty."""
    return shorten(markdown.seen(text), longest) or BLANK
