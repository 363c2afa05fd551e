"""A reply as messages: as few as hold it, each within Telegram's limits. Nothing is sent here, and nothing asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from telegram.constants import InlineKeyboardMarkupLimit, MessageLimit

from bot.conversation.parameters import shorten
from bot.conversation.reply import Attachment, Button, Card, Choices, Cover, Heading, Notice, Picture, Reply, Text
from bot.telegram.envelope import Way
from bot.telegram.keyboard import Keyboard, Row, key, markup, rows
from bot.telegram.markup import Line, Style, fitted, html, length, pages, said

_NEEDS_WORDS: Final = Line("What would you like?")  # a keyboard cannot stand alone
_SHORT_STORY: Final = 120  # characters of a synopsis where several cards share a message

Media = Cover | Picture | Attachment


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be sent or put in another's place. hidden: its picture goes behind a spoiler."""

    lines: tuple[Line, ...]
    keyboard: tuple[Row, ...] = ()
    media: Media | None = None
    hidden: bool = False

    @property
    def html(self) -> str:
        """Its text or caption."""
        return html(self.lines)

    @property
    def markup(self) -> Keyboard | None:
        """Its buttons."""
        return markup(self.keyboard)


@dataclass(slots=True)
class _Draft:
    lines: list[Line] = field(default_factory=list)
    keyboard: list[Row] = field(default_factory=list)
    media: Media | None = None

    def add(self, lines: Sequence[Line], *, gap: bool) -> None:
        """Add a part's lines. gap: an empty line goes before them."""
        first, *others = said(*lines) or (None,)
        if first is not None:
            self.lines += [first if first.gap == gap else replace(first, gap=gap), *others]


def messages(reply: Reply, alias: str, *, watched: bool, way: Way = Way.RUN) -> list[Outgoing]:
    """Return `reply` for the person of `alias`. watched: others look on, so that a risky cover is hidden.

    way: how a tap is taken that asks for no text first.
    """
    layout = _Layout(alias, way, numbered=sum(isinstance(part, Card) for part in reply.parts) > 1)
    for part in reply.parts:
        match part:
            case Heading(text):
                layout.say(Line(text, Style.BOLD))
            case Text(text):
                layout.go_on(Line(text))
            case Notice(text, code=code, buttons=buttons):
                layout.say(Line(text, Style.ITALIC), Line(code, Style.CODE))
                layout.offer(buttons)
            case Choices(prompt, buttons):
                layout.say(Line(prompt))
                layout.offer(buttons)
            case Card():
                layout.card(part)
            case Picture(alt=alt):
                layout.show(part, Line(alt, Style.ITALIC))
            case Attachment():
                layout.show(part)
    return layout.finished(watched=watched)


def _card_lines(card: Card) -> tuple[Line, ...]:
    """Return what is written of a card, with nothing in a line that has nothing to say."""
    return (
        Line(card.title, Style.BOLD),
        Line(card.subtitle, Style.ITALIC),
        Line(" · ".join(card.facts)),
        Line(" · ".join(card.labels)),
        Line(f"★ {card.rating}" if card.rating else ""),
        Line(card.reason, gap=True),
        Line(card.text, gap=True, spare=True),
    )


class _Layout:
    """The messages so far; the last is still being filled. numbered: several cards share one, told apart by numbers."""

    def __init__(self, alias: str, way: Way, *, numbered: bool) -> None:
        self._alias = alias
        self._way = way
        self._numbered = numbered
        self._cards = 0
        self._drafts = [_Draft()]

    def say(self, *lines: Line) -> None:
        self._drafts[-1].add(lines, gap=True)

    def go_on(self, line: Line) -> None:
        """Say `line` right below the heading, where there is one."""
        before = self._drafts[-1].lines[-1:]
        self._drafts[-1].add([line], gap=not (before and before[0].style is Style.BOLD))

    def offer(self, buttons: Sequence[Button]) -> None:
        most = InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER
        for start in range(0, len(buttons), most):
            some = buttons[start : start + most]
            if sum(map(len, self._drafts[-1].keyboard)) + len(some) > most:
                self._drafts.append(_Draft())
            self._drafts[-1].keyboard += rows([key(button, self._alias, self._way) for button in some])

    def show(self, media: Media, *lines: Line) -> None:
        if self._drafts[-1].media is not None:
            self._drafts.append(_Draft())
        self._drafts[-1].media = media
        self.say(*lines)

    def card(self, card: Card) -> None:
        self._cards += 1
        if not self._numbered:
            self.show(card.cover, *_card_lines(card))
            self.offer(card.buttons)
            return
        mark = f"{self._cards}. "
        self.say(
            *_card_lines(replace(card, title=f"{mark}{card.title}", labels=(), text=shorten(card.text, _SHORT_STORY)))
        )
        self.offer([replace(button, label=f"{mark}{button.label}") for button in card.buttons])

    def finished(self, *, watched: bool) -> list[Outgoing]:
        return [message for draft in self._drafts for message in _within_limits(draft, watched=watched)]


def _within_limits(draft: _Draft, *, watched: bool) -> list[Outgoing]:
    """Return `draft` as one message, or as several where its text is too long for one; the buttons go with the last."""
    lines: Sequence[Line] = draft.lines
    if draft.media is None:
        shares = pages(lines, MessageLimit.MAX_TEXT_LENGTH)
    else:
        needed = length([line for line in lines if not line.spare])
        if needed <= MessageLimit.CAPTION_LENGTH:
            lines = fitted(lines, MessageLimit.CAPTION_LENGTH)
        shares = pages(lines, MessageLimit.CAPTION_LENGTH) or [()]
    if not shares and draft.keyboard:
        shares = [(_NEEDS_WORDS,)]
    result = [Outgoing(share) for share in shares]
    if draft.media is not None:
        hidden = watched and isinstance(draft.media, Cover) and draft.media.risky
        result[0] = replace(result[0], media=draft.media, hidden=hidden)
    if result:
        result[-1] = replace(result[-1], keyboard=tuple(draft.keyboard))
    return result
