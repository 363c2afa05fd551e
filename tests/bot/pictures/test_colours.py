from colorsys import rgb_to_hls

from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.colours import Palette, palette_of, turned

GENRES = st.sampled_from(["Comedy", "Gourmet", "Horror", "Romance", "Sci-Fi", "Fantasy", "Action", "Drama"])
SHARES = st.floats(-0.08, 0.08)


def hls(colour: tuple[int, int, int]) -> tuple[float, float, float]:
    return rgb_to_hls(*(channel / 255 for channel in colour))


@given(GENRES, SHARES)
def test_a_turned_palette_is_as_light_and_keeps_its_accent(genre: str, share: float) -> None:
    palette = palette_of(genre)
    other = turned(palette, share)
    assert other.accent == palette.accent
    for before, after in ((palette.deep, other.deep), (palette.light, other.light)):
        assert abs(hls(before)[1] - hls(after)[1]) < 0.01


@given(SHARES)
def test_gold_never_turns_towards_green(share: float) -> None:
    palette = palette_of("Comedy")
    assert hls(turned(palette, share).light)[0] <= hls(palette.light)[0] + 0.005


def test_turning_changes_the_hue_and_not_turning_changes_nothing() -> None:
    palette = palette_of("Sci-Fi")
    assert turned(palette, 0.0) == palette
    assert isinstance(turned(palette, 0.07), Palette)
    assert abs(hls(turned(palette, 0.07).light)[0] - hls(palette.light)[0] - 0.07) < 0.01
