"""Reasons as a picture: what speaks for an anime to the right of a line, what speaks against it to the left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PIL import ImageDraw

from bot.pictures.colours import Colour
from bot.pictures.panel import COOL, EDGE, LABEL_SIZE, LINE, QUIET, TITLE_SIZE, WARM, WIDTH, WORDS, panel, png, write
from bot.pictures.type import Face

_ROW: Final = 98  # a label, and its bar below
_BAR: Final = 32
_HEAD: Final = 116
_AMOUNTS: Final = 104  # the width kept beyond either end of the bars for the figures
_SHORTEST: Final = 6  # so that the smallest reason can still be seen
_BEYOND: Final = 14  # between a bar and its figure


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
    height = _HEAD + _ROW * (len(rows) + 1) + EDGE
    image = panel(height)
    draw = ImageDraw.Draw(image)
    write(draw, title, EDGE + TITLE_SIZE / 2, TITLE_SIZE, WORDS)
    scale = _Scale.over([*(row.amount for row in rows), total])
    for place, row in enumerate(rows):
        _row(draw, row, _HEAD + _ROW * place, scale, QUIET)
    foot = _HEAD + _ROW * len(rows)
    draw.line((EDGE, foot, WIDTH - EDGE, foot), fill=LINE, width=2)
    _row(draw, Bar("Altogether", total), foot + 16, scale, WORDS)
    return png(image)


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
        left, right = EDGE + (_AMOUNTS if lowest else 0), WIDTH - EDGE - (_AMOUNTS if highest else 0)
        span = highest + lowest
        against = lowest / span if span else 0.0
        return cls(left + against * (right - left), span, right - left)

    def length(self, amount: float) -> float:
        """Return the pixels that a bar takes; not so few that it could not be seen, where there is an amount at all."""
        # Divided first: the smallest numbers there are would make an infinite scale.
        return max(abs(amount) / self.span * self.room, _SHORTEST) if amount else 0.0


def _row(draw: ImageDraw.ImageDraw, row: Bar, top: float, scale: _Scale, colour: Colour) -> None:
    write(draw, row.label, top + LABEL_SIZE / 2, LABEL_SIZE, colour)
    upper = top + LABEL_SIZE + 12
    lower, middle = upper + _BAR, upper + _BAR / 2
    length = scale.length(row.amount)
    speaks_for = row.amount >= 0
    start, end = (scale.zero, scale.zero + length) if speaks_for else (scale.zero - length, scale.zero)
    outer = (not speaks_for, speaks_for, speaks_for, not speaks_for)  # the corners away from zero are round
    colour = WARM if speaks_for else COOL
    draw.rounded_rectangle((start, upper, end, lower), min(9, length / 2), fill=colour, corners=outer)
    draw.line((scale.zero, upper - 5, scale.zero, lower + 5), fill=LINE, width=3)
    figure = f"{row.amount:+.2f}".replace("-", "\N{MINUS SIGN}") if round(row.amount, 2) else "0.00"
    place, anchor = ((end + _BEYOND, middle), "lm") if speaks_for else ((start - _BEYOND, middle), "rm")
    Face(LABEL_SIZE).write(draw, place, figure, WORDS, anchor=anchor)
