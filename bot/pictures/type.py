"""Setting type: which of the fonts has a character, how a text breaks into lines that fit, and writing it."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

from PIL import ImageDraw, ImageFont

FONTS: Final = Path(__file__).parent / "fonts"
# In this order: the first three are a few kilobytes each; the last, a megabyte, is opened only where it is needed.
_SCRIPTS: Final = ("latin", "latin-ext", "cyrillic", "japanese")
_SPOKEN: Final = str.maketrans({"\N{THUMBS UP SIGN}": "thumbs-up", "\N{THUMBS DOWN SIGN}": "thumbs-down"})
_NOBODY: Final = "\U000ffffd"  # a code point that no font has
_PROBE_SIZE: Final = 16
_CJK_START: Final = 0x2E80
_ELLIPSIS: Final = "…"

Ink = int | tuple[int, int, int] | tuple[int, int, int, int]


@lru_cache(maxsize=48)
def _font(script: str, size: int) -> ImageFont.FreeTypeFont:
    # The basic layout, because the other one needs a library that not every machine has; these scripts need no more.
    path = FONTS / f"mplus-rounded-1c-bold-{script}.woff2"
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _script_of(character: str) -> str | None:
    """Return the script whose font has `character`: what a font has not, it draws as it draws what no font has."""
    for script in _SCRIPTS:
        font = _font(script, _PROBE_SIZE)
        if character.isspace() or bytes(font.getmask(character)) != bytes(font.getmask(_NOBODY)):
            return script
    return None


def drawable(text: str) -> str:
    """Return `text` with thumbs as words, without what no font here has (emoji, Hangul, …), its spaces tidied."""
    words = text.translate(_SPOKEN)
    return " ".join("".join(character if _script_of(character) else " " for character in words).split())


class Face:
    """The fonts at one size in pixels, used together as if they were one."""

    def __init__(self, size: int) -> None:
        self.size = size

    def width(self, text: str) -> float:
        """Return how many pixels `text` takes on one line."""
        return sum(font.getlength(run) for font, run in self._runs(text))

    def write(
        self, draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, ink: Ink, *, anchor: str = "ls"
    ) -> None:
        """Write one line at `place`; `anchor` is Pillow's: "l" or "r", then "s" (baseline) or "m" (middle)."""
        x = place[0] - (self.width(text) if anchor[0] == "r" else 0)
        for font, run in self._runs(text):
            draw.text((x, place[1]), run, font=font, fill=ink, anchor="l" + anchor[1])
            x += font.getlength(run)

    def shortened(self, text: str, width: float) -> str:
        """Return `text`, or as much of its beginning as fits `width` pixels, with an ellipsis."""
        if self.width(text) <= width:
            return text
        while text and self.width(text.rstrip() + _ELLIPSIS) > width:
            text = text[:-1]
        return text.rstrip() + _ELLIPSIS

    def wrapped(self, text: str, width: float) -> list[str]:
        """Return `text` in as few lines of at most `width` pixels as words allow, about equally long.

        A single word may still be wider than `width`: the caller then asks a smaller face.
        """
        pieces = _pieces(text)
        lines = _filled(pieces, self.width, width)
        narrow, wide = width / 3, float(width)
        while wide - narrow > self.size / 4:  # the narrowest measure without a further line: no lonely last word
            middle = (narrow + wide) / 2
            if len(_filled(pieces, self.width, middle)) > len(lines):
                narrow = middle
            else:
                wide = middle
        balanced = _filled(pieces, self.width, wide)
        return balanced if max(map(self.width, balanced)) <= width else lines

    def _runs(self, text: str) -> list[tuple[ImageFont.FreeTypeFont, str]]:
        return [
            (_font(script or _SCRIPTS[0], self.size), "".join(characters))
            for script, characters in groupby(text, key=_script_of)
        ]


def _pieces(text: str) -> list[str]:
    """Cut where a line may break: after spaces, and after each Japanese character."""
    pieces: list[str] = []
    fresh = True
    for character in text:
        if fresh:
            pieces.append(character)
        else:
            pieces[-1] += character
        fresh = character.isspace() or ord(character) >= _CJK_START
    return pieces


def _filled(pieces: Sequence[str], measure: Callable[[str], float], width: float) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and measure((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]
