"""Figures as a picture: a bar for each model, and a line over as much of it as chance could have made."""

from collections.abc import Sequence
from typing import Final

from PIL import ImageDraw

from bot.pictures.panel import COOL, EDGE, LABEL_SIZE, LINE, QUIET, TITLE_SIZE, WARM, WIDTH, WORDS, panel, png, write
from bot.pictures.type import Face
from core.evaluation.records import Record

_HEAD: Final = 164
_NOTE: Final = 112  # the middle of the line below the title
_ROW: Final = 92  # a name, and its bar below
_BAR: Final = 26
_FIGURE: Final = 110  # the width kept beyond the longest bar for the figure
_BEYOND: Final = 14  # between what is drawn and the figure
_WHISKER: Final = 10  # half the height of an interval's ends


def intervals(title: str, note: str, rows: Sequence[Record], highlighted: frozenset[str]) -> bytes:
    """Return a PNG with a bar for each record in the order given, from zero; the highlighted models in a warm colour.

    note: a line below the title: of whom, and what is good. Raises ValueError where there are no records.
    """
    if not rows:
        raise ValueError("a picture of figures needs at least one")
    image = panel(_HEAD + _ROW * len(rows) + EDGE)
    draw = ImageDraw.Draw(image)
    write(draw, title, EDGE + TITLE_SIZE / 2, TITLE_SIZE, WORDS)
    write(draw, note, _NOTE, LABEL_SIZE, QUIET)
    most = max(max(row.value, row.high or 0.0) for row in rows)
    scale = (WIDTH - 2 * EDGE - _FIGURE) / most if most > 0 else 0.0
    for place, row in enumerate(rows):
        _row(draw, row, _HEAD + _ROW * place, scale, highlighted=row.model in highlighted)
    return png(image)


def _row(draw: ImageDraw.ImageDraw, row: Record, top: float, scale: float, *, highlighted: bool) -> None:
    write(draw, row.model, top + LABEL_SIZE / 2, LABEL_SIZE, WORDS if highlighted else QUIET)
    upper = top + LABEL_SIZE + 12
    lower, middle = upper + _BAR, upper + _BAR / 2
    end = EDGE + max(row.value, 0.0) * scale
    draw.rectangle((EDGE, upper, end, lower), fill=WARM if highlighted else COOL)
    draw.line((EDGE, upper - 5, EDGE, lower + 5), fill=LINE, width=3)
    if row.low is not None and row.high is not None:
        left, right = EDGE + max(row.low, 0.0) * scale, EDGE + max(row.high, 0.0) * scale
        draw.line((left, middle, right, middle), fill=WORDS, width=3)
        for x in (left, right):
            draw.line((x, middle - _WHISKER, x, middle + _WHISKER), fill=WORDS, width=3)
        end = max(end, right)
    Face(LABEL_SIZE).write(draw, (end + _BEYOND, middle), f"{row.value:.3f}", WORDS, anchor="lm")
