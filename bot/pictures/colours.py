"""The colours of genres and themes, and which of an anime's labels speaks loudest on its cover."""

from collections.abc import Sequence
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """Three colours that go together: the dark end of a gradient, its light end, and what shines on both."""

    deep: Colour
    light: Colour
    accent: Colour


def _palette(deep: int, light: int, accent: int) -> Palette:
    return Palette(*(((code >> 16) & 255, (code >> 8) & 255, code & 255) for code in (deep, light, accent)))


_ORANGE, _LIME = 0.06, 0.2  # hues, as shares of the circle from red, between which light is golden
_UNKNOWN = _palette(0x2D3250, 0x7C7FB0, 0xF9D9A8)

# Ordered from what is telling to what nearly every anime has: "Horror" says more about a cover than "Action".
_PALETTES: dict[str, Palette] = {
    "Horror": _palette(0x12090F, 0x8A1730, 0xFF6B6B),
    "Vampire": _palette(0x1A0B1E, 0x7B1E4B, 0xFF8FA3),
    "Music": _palette(0x3A1A6E, 0xEF5DA8, 0xFFE066),
    "Idols (Female)": _palette(0x6A2C91, 0xFF8FC7, 0xFFF3B0),
    "Performing Arts": _palette(0x4A1942, 0xD65D8B, 0xFFE0B5),
    "Sports": _palette(0x0B3B7E, 0x35A7FF, 0xFFE14D),
    "Team Sports": _palette(0x0B3B7E, 0x35A7FF, 0xFFE14D),
    "Racing": _palette(0x1C1C3C, 0xE4572E, 0xF9E547),
    "Mecha": _palette(0x17223B, 0x4B7BB5, 0xFF9F43),
    "Space": _palette(0x0A1030, 0x4B3F9E, 0xBDE0FE),
    "Samurai": _palette(0x33131B, 0xC8553D, 0xFBE3C0),
    "Gourmet": _palette(0x7B2D12, 0xF4A950, 0xFFF4DC),
    "Iyashikei": _palette(0x2E6F62, 0xBFE3B4, 0xFFFBE0),
    "Girls Love": _palette(0x6D3E86, 0xF7A8C4, 0xFFF0F5),
    "Boys Love": _palette(0x24507A, 0x7CC6D6, 0xFFF1D6),
    "Mahou Shoujo": _palette(0x7A2E8E, 0xFFA6D9, 0xFFF6B8),
    "Avant Garde": _palette(0x22223B, 0xE0607E, 0xF9F871),
    "Mystery": _palette(0x151A30, 0x4D5B8C, 0xF1CB6B),
    "Detective": _palette(0x1B1F30, 0x5C5470, 0xF1CB6B),
    "Psychological": _palette(0x1E1B33, 0x6C5B8F, 0xF4A6A6),
    "Military": _palette(0x232B20, 0x7D8F69, 0xF2D492),
    "Historical": _palette(0x3B2419, 0xB9814F, 0xFBE8C8),
    "Suspense": _palette(0x10161F, 0x3F5C7A, 0xFFA62B),
    "Supernatural": _palette(0x1B1238, 0x6E46AE, 0xA7F3D8),
    "Romance": _palette(0x8C2453, 0xFA93AE, 0xFFE9EF),
    "Slice of Life": _palette(0x2F6B57, 0xF2CF8D, 0xFFF8E4),
    "Sci-Fi": _palette(0x08203E, 0x1C9CAB, 0x8CFBEA),
    "Fantasy": _palette(0x1B2A66, 0x8458B3, 0xF9DA86),
    "Ecchi": _palette(0x9A3768, 0xFFA38F, 0xFFF0DF),
    "Adventure": _palette(0x0D4A5B, 0xF3A75C, 0xFFEBC8),
    "Comedy": _palette(0xC4492B, 0xFFC145, 0xFFF7CF),
    "Drama": _palette(0x2A2C5C, 0x9A73A8, 0xF8CFC6),
    "Action": _palette(0x741C2B, 0xF4683F, 0xFFD773),
}

_TELLING = {label: place for place, label in enumerate(_PALETTES)}


def most_telling(labels: Sequence[str]) -> list[str]:
    """Return the labels that have colours of their own, the most telling first; possibly none."""
    return sorted((label for label in labels if label in _TELLING), key=_TELLING.__getitem__)


def palette_of(label: str | None) -> Palette:
    """Return the palette of a genre or theme, or a quiet violet for one without."""
    return _PALETTES.get(label or "", _UNKNOWN)


def turned(palette: Palette, share: float) -> Palette:
    """Return `palette` with dark and light end turned around the circle of hues by `share` (1 is all around).

    The accent stays, which ties together all covers of a genre; so does lightness, which keeps them legible.
    Golden light always turns towards red: towards green it looks ill, and white type is lost on it.
    """
    hue = rgb_to_hls(*(channel / 255 for channel in palette.light))[0]
    if _ORANGE < hue < _LIME:
        share = -abs(share)
    return Palette(_turned(palette.deep, share), _turned(palette.light, share), palette.accent)


def _turned(colour: Colour, share: float) -> Colour:
    hue, lightness, saturation = rgb_to_hls(*(channel / 255 for channel in colour))
    red, green, blue = (round(255 * channel) for channel in hls_to_rgb((hue + share) % 1, lightness, saturation))
    return red, green, blue


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Return the colour `share` (0-1) of the way from `one` to `other`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
