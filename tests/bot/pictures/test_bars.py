from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.pictures.bars import Bar, bars

WARM, COOL = (0xFF, 0x9A, 0x62), (0x6F, 0xB7, 0xF2)


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def columns_near(image: Image.Image, colour: tuple[int, int, int], rows: range) -> list[int]:
    """The columns in which a colour, give or take what the palette costs, stands within `rows`."""
    return [
        x
        for x in range(image.width)
        if any(all(abs(a - b) < 12 for a, b in zip(_pixel(image, x, y), colour, strict=True)) for y in rows)
    ]


def _pixel(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    pixel = image.getpixel((x, y))
    assert isinstance(pixel, tuple)
    return pixel


def test_what_speaks_for_is_warm_and_right_of_what_speaks_against() -> None:
    image = opened(bars("Why Trigun?", [Bar("Cowboy Bebop", 2.0), Bar("Your 3 for Bleach", -1.0)]))
    first, second = range(173, 176), range(271, 274)
    warm, cool = columns_near(image, WARM, first), columns_near(image, COOL, second)
    assert warm
    assert cool
    assert not columns_near(image, COOL, first)
    assert not columns_near(image, WARM, second)
    assert max(cool) <= min(warm)


def test_bars_are_as_long_as_their_amounts() -> None:
    image = opened(bars("Why?", [Bar("one", 1.0), Bar("two", 2.0)]))
    short, long = columns_near(image, WARM, range(173, 176)), columns_near(image, WARM, range(271, 274))
    assert len(long) == pytest.approx(2 * len(short), rel=0.03)


def test_each_row_and_the_total_take_their_place() -> None:
    heights = [opened(bars("Why?", [Bar("x", 1.0)] * count)).height for count in (1, 2, 3)]
    assert heights[2] - heights[1] == heights[1] - heights[0] > 0


@given(
    st.text(max_size=80),
    st.lists(st.builds(Bar, st.text(max_size=120), st.floats(-1e9, 1e9)), min_size=1, max_size=8),
)
@settings(max_examples=12, deadline=None)
def test_any_words_and_amounts_can_be_drawn(title: str, rows: list[Bar]) -> None:
    assert opened(bars(title, rows)).width == 880


@pytest.mark.parametrize("amounts", [(5e-324,), (2.2e-313, -2.2e-313), (1e308, -1e308), (0.0, 1e-9)])
def test_the_smallest_and_largest_numbers_can_be_drawn(amounts: tuple[float, ...]) -> None:
    assert opened(bars("Why?", [Bar("x", amount) for amount in amounts])).width == 880


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        bars("Why?", [])


@pytest.mark.parametrize("amount", [float("nan"), float("inf"), float("-inf")])
def test_amounts_that_are_no_numbers_are_errors(amount: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        bars("Why?", [Bar("broken", amount)])


def test_reasons_that_cancel_out_still_make_a_picture() -> None:
    assert opened(bars("Why?", [Bar("nothing", 0.0)])).height > 0
