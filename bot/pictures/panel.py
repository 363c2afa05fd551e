"""What pictures of figures share: the panel they stand on, its colours, and the file they become."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

from bot.pictures.colours import Colour
from bot.pictures.type import Face, drawable

# All lengths in pixels of the finished picture, which is shown at half that size; narrow enough to be read on a phone.
WIDTH: Final = 880
EDGE: Final = 44
TITLE_SIZE: Final = 38
LABEL_SIZE: Final = 29

# A panel of its own colour, because nobody knows whether the chat behind it is light or dark.
PANEL: Final[Colour] = (0x2A, 0x21, 0x35)
LINE: Final[Colour] = (0x6E, 0x61, 0x80)
WORDS: Final[Colour] = (0xF6, 0xF0, 0xF7)
QUIET: Final[Colour] = (0xC9, 0xBD, 0xD3)
WARM: Final[Colour] = (0xFF, 0x9A, 0x62)
COOL: Final[Colour] = (0x6F, 0xB7, 0xF2)


def panel(height: int) -> Image.Image:
    """Return an empty panel of that height."""
    return Image.new("RGB", (WIDTH, height), PANEL)


def write(draw: ImageDraw.ImageDraw, text: str, middle: float, size: int, colour: Colour) -> None:
    """Write one line from the left edge, vertically centred on `middle`, cut where it is too long."""
    face = Face(size)
    text = face.shortened(drawable(text), WIDTH - 2 * EDGE)
    face.write(draw, (EDGE, middle), text, colour, anchor="lm")


def png(image: Image.Image) -> bytes:
    """Return the picture as a PNG."""
    stream = BytesIO()
    # Flat colours and smooth letters: a palette holds them all, and the file is a third as large.
    image.quantize(128, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()
