"""A cover for an anime that has none: its genres' colours, a scene, its title."""

from collections.abc import Sequence
from io import BytesIO
from random import Random
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageOps
from PIL.Image import Resampling

from bot.pictures.colours import Colour, Palette, mixed, most_telling, palette_of, turned
from bot.pictures.motifs import HEIGHT, MOTIFS, WIDTH, Brush, shapes
from bot.pictures.type import Face, drawable

_OVERSAMPLING: Final = 2  # shapes are drawn larger and reduced, for smooth edges
_SKY_REDUCTION: Final = 2
_MARGIN: Final = 26
_MEASURE: Final = WIDTH - 2 * _MARGIN  # the width lines of type may take
_TITLE_SIZES: Final = (54, 46, 39, 33, 28, 24)  # pixels; few, because every size keeps a font open
_MOST_LINES: Final = 4
_LINE_HEIGHT: Final = 1.16  # of the font's size
_LABEL_SIZE: Final = 17
_MOST_LABELS: Final = 2
_MOST_TURNED: Final = 0.075  # of the circle of hues, either way: another evening, and still the genre's colours
_SHADE: Final = 0.74  # how dark the foot of the picture gets, 0-1, so that white type is legible on any colour


def cover(title: str, genres: Sequence[str], *, seed: int) -> bytes:
    """Return a PNG of 400 x 600 pixels; the same arguments give the same bytes.

    genres: genres and themes as the catalogue spells them; the most telling one chooses the scene. seed: what makes
    two anime of the same genres look different; their id will do.
    """
    telling = most_telling(genres)
    random = Random(seed)  # noqa: S311  a picture's variety, not a secret
    first = turned(palette_of(telling[0] if telling else None), random.uniform(-_MOST_TURNED, _MOST_TURNED))
    second = palette_of(telling[1]) if len(telling) > 1 else first
    canvas = _sky(first, second, random).resize((WIDTH * _OVERSAMPLING, HEIGHT * _OVERSAMPLING), Resampling.BILINEAR)
    motif = MOTIFS[telling[0]] if telling else shapes
    motif(Brush(ImageDraw.Draw(canvas, "RGBA"), _OVERSAMPLING, first, random))
    if random.choice((True, False)):
        canvas = ImageOps.mirror(canvas)
    image = _shaded(canvas.reduce(_OVERSAMPLING), mixed(first.deep, (0, 0, 0), 0.55))
    _letter(image, title, telling or list(genres), first.accent)
    return _png(image)


def _sky(first: Palette, second: Palette, random: Random) -> Image.Image:
    """A gradient from light to deep, with a glow of the second genre's light; small, as it has no edges."""
    y = np.linspace(0, 1, HEIGHT // _SKY_REDUCTION, dtype=np.float32)[:, None]
    x = np.linspace(0, WIDTH / HEIGHT, WIDTH // _SKY_REDUCTION, dtype=np.float32)
    slope = random.uniform(-0.5, 0.5)
    share = np.clip(0.1 + 0.95 * y + slope * (x - 0.33), 0, 1)[..., None]
    across, down = random.uniform(0.05, 0.6), random.uniform(0.05, 0.45)
    glow = 0.75 * (np.exp(-((x - across) ** 2) / 0.11) * np.exp(-((y - down) ** 2) / 0.11))[..., None]
    light, deep, other = (np.array(colour, dtype=np.float32) for colour in (first.light, first.deep, second.light))
    pixels = light + (deep - light) * share
    pixels += (other - pixels) * glow
    return Image.fromarray(pixels.round().astype(np.uint8))


def _shaded(image: Image.Image, colour: Colour) -> Image.Image:
    """Darken the foot, where the title stands."""
    ramp = np.clip((np.linspace(0, 1, HEIGHT) - 0.42) / 0.4, 0, 1) ** 1.4 * _SHADE * 255
    mask = Image.fromarray(np.repeat(ramp.round().astype(np.uint8)[:, None], WIDTH, axis=1))
    image.paste(colour, mask=mask)
    return image


def _set_title(title: str) -> tuple[Face, list[str]]:
    """Return the largest face in which the title fits, and its lines; in the smallest, what does not fit is cut."""
    for face in map(Face, _TITLE_SIZES):
        lines = face.wrapped(title, _MEASURE)
        if len(lines) <= _MOST_LINES and all(face.width(line) <= _MEASURE for line in lines):
            return face, lines
    lines = [*lines[: _MOST_LINES - 1], " ".join(lines[_MOST_LINES - 1 :])]
    return face, [face.shortened(line, _MEASURE) for line in lines if line]


def _letter(image: Image.Image, title: str, labels: Sequence[str], accent: Colour) -> None:
    draw = ImageDraw.Draw(image, "RGBA")
    bottom = float(HEIGHT - _MARGIN)
    if label := drawable(" · ".join(labels[:_MOST_LABELS])):
        face = Face(_LABEL_SIZE)
        face.write(draw, (_MARGIN, bottom), face.shortened(label, _MEASURE), (*accent, 235))
        bottom -= _LABEL_SIZE + 16
    if not (title := drawable(title)):
        return
    face, lines = _set_title(title)
    for line in reversed(lines):
        face.write(draw, (_MARGIN, bottom + 2), line, (0, 0, 0, 90))
        face.write(draw, (_MARGIN, bottom), line, (255, 255, 255, 255))
        bottom -= face.size * _LINE_HEIGHT
    draw.rounded_rectangle((_MARGIN, bottom - 4, _MARGIN + 44, bottom + 2), 3, fill=(*accent, 255))


def _png(image: Image.Image) -> bytes:
    stream = BytesIO()
    image.save(stream, "PNG", compress_level=4)
    return stream.getvalue()
