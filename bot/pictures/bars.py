"""Reasons as a picture: what speaks for an anime to the right of a line, what speaks against it to the left."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

from bot.pictures.colours import Colour
from bot.pictures.type import Face, drawable

# All lengths in pixels of the finished picture, which is shown at half that size; narrow enough to be read on a phone.
_WIDTH: Final = 880
_EDGE: Final = 44
_TITLE_SIZE: Final = 38
_LABEL_SIZE: Final = 29
_ROW: Final = 98  # a label, and its bar below
_BAR: Final = 32
_HEAD: Final = 116
_AMOUNTS: Final = 104  # the width kept beyond either end of the bars for the figures
_SHORTEST: Final = 6  # so that the smallest reason can still be seen
_BEYOND: Final = 14  # between a bar and its figure

# A panel of its own colour, because nobody knows whether the chat behind it is light or dark.
_PANEL: Final[Colour] = (0x2A, 0x21, 0x35)
_LINE: Final[Colour] = (0x6E, 0x61, 0x80)
_WORDS: Final[Colour] = (0xF6, 0xF0, 0xF7)
_QUIET: Final[Colour] = (0xC9, 0xBD, 0xD3)
_FOR: Final[Colour] = (0xFF, 0x9A, 0x62)
_AGAINST: Final[Colour] = (0x6F, 0xB7, 0xF2)


@dataclass(frozen=True, slots=True)
class Bar:
    """One signed amount and what it is; above zero speaks for, below against."""

    label: str
    amount: float


def bars(title: str, rows: Sequence[Bar]) -> bytes:
    """Return a PNG, 1200 pixels wide, of the rows in the order given and their total below.

    Raises ValueError where there are no rows or an amount is no finite number.
    """
    if not rows:
        raise ValueError("a picture of reasons needs at least one")
    total = sum(row.amount for row in rows)
    if not abs(total) < float("inf"):
        raise ValueError(f"amounts must be finite, not {[row.amount for row in rows]}")
    height = _HEAD + _ROW * (len(rows) + 1) + _EDGE
    image = Image.new("RGB", (_WIDTH, height), _PANEL)
    draw = ImageDraw.Draw(image)
    _write(draw, title, _EDGE + _TITLE_SIZE / 2, _TITLE_SIZE, _WORDS)
    scale = _Scale.over([*(row.amount for row in rows), total])
    for place, row in enumerate(rows):
        _row(draw, row, _HEAD + _ROW * place, scale, _QUIET)
    foot = _HEAD + _ROW * len(rows)
    draw.line((_EDGE, foot, _WIDTH - _EDGE, foot), fill=_LINE, width=2)
    _row(draw, Bar("Altogether", total), foot + 16, scale, _WORDS)
    stream = BytesIO()
    # Flat colours and smooth letters: a palette holds them all, and the file is a third as large.
    image.quantize(128, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where zero is, in pixels from the left, and which amount takes how much room."""

    zero: float
    span: float  # the largest amount for and the largest against, together
    room: float  # the pixels that they share

    @classmethod
    def over(cls, amounts: Sequence[float]) -> "_Scale":
        """Fit all `amounts`; the sides share the width as the largest amounts need it."""
        highest, lowest = max(0.0, *amounts), max(0.0, *(-amount for amount in amounts))
        left, right = _EDGE + (_AMOUNTS if lowest else 0), _WIDTH - _EDGE - (_AMOUNTS if highest else 0)
        span = highest + lowest
        against = lowest / span if span else 0.0
        return cls(left + against * (right - left), span, right - left)

    def length(self, amount: float) -> float:
        """Return the pixels that a bar takes; not so few that it could not be seen, where there is an amount at all."""
        # Divided first: the smallest numbers there are would make an infinite scale.
        return max(abs(amount) / self.span * self.room, _SHORTEST) if amount else 0.0


def _row(draw: ImageDraw.ImageDraw, row: Bar, top: float, scale: _Scale, colour: Colour) -> None:
    _write(draw, row.label, top + _LABEL_SIZE / 2, _LABEL_SIZE, colour)
    upper = top + _LABEL_SIZE + 12
    lower, middle = upper + _BAR, upper + _BAR / 2
    length = scale.length(row.amount)
    speaks_for = row.amount >= 0
    start, end = (scale.zero, scale.zero + length) if speaks_for else (scale.zero - length, scale.zero)
    outer = (not speaks_for, speaks_for, speaks_for, not speaks_for)  # the corners away from zero are round
    colour = _FOR if speaks_for else _AGAINST
    draw.rounded_rectangle((start, upper, end, lower), min(9, length / 2), fill=colour, corners=outer)
    draw.line((scale.zero, upper - 5, scale.zero, lower + 5), fill=_LINE, width=3)
    figure = f"{row.amount:+.2f}".replace("-", "\N{MINUS SIGN}") if round(row.amount, 2) else "0.00"
    place, anchor = ((end + _BEYOND, middle), "lm") if speaks_for else ((start - _BEYOND, middle), "rm")
    Face(_LABEL_SIZE).write(draw, place, figure, _WORDS, anchor=anchor)


def _write(draw: ImageDraw.ImageDraw, text: str, middle: float, size: int, colour: Colour) -> None:
    """Write one line from the left edge, vertically centred on `middle`, cut where it is too long."""
    face = Face(size)
    text = face.shortened(drawable(text), _WIDTH - 2 * _EDGE)
    face.write(draw, (_EDGE, middle), text, colour, anchor="lm")
