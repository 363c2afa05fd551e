from io import BytesIO

import pytest
from PIL import Image

from bot.pictures.intervals import intervals
from bot.pictures.panel import COOL, WARM, WORDS
from core.evaluation.records import Record


def row(model: str, value: float, low: float | None = None, high: float | None = None) -> Record:
    return Record("80 %", "everybody", model, "NDCG@10", value, low, high, 100)


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def columns_of(image: Image.Image, colour: tuple[int, int, int], y: int) -> list[int]:
    """The columns in which a colour, give or take what the palette costs, stands at that height."""
    found = []
    for x in range(image.width):
        pixel = image.getpixel((x, y))
        assert isinstance(pixel, tuple)
        if all(abs(a - b) < 12 for a, b in zip(pixel, colour, strict=True)):
            found.append(x)
    return found


FIRST, SECOND = 164 + 29 + 12 + 4, 164 + 92 + 29 + 12 + 4  # near the upper edge of a bar


def test_bars_are_as_long_as_their_figures_and_ours_is_warm() -> None:
    image = opened(intervals("NDCG@10", "80 %", [row("ours", 0.6), row("theirs", 0.3)], frozenset({"ours"})))
    ours, theirs = columns_of(image, WARM, FIRST), columns_of(image, COOL, SECOND)
    assert len(ours) == pytest.approx(2 * len(theirs), rel=0.02)
    assert not columns_of(image, COOL, FIRST)


def test_an_interval_is_drawn_over_the_bar() -> None:
    plain = opened(intervals("NDCG@10", "80 %", [row("ours", 0.5)], frozenset()))
    sure = opened(intervals("NDCG@10", "80 %", [row("ours", 0.5, 0.25, 0.5)], frozenset()))
    half = 44 + (880 - 2 * 44 - 110) // 2  # where the figure of 0.25 is
    assert [x for x in columns_of(sure, WORDS, FIRST + 9) if abs(x - half - 100) < 50] == list(
        range(half + 51, half + 150)
    )
    assert not [x for x in columns_of(plain, WORDS, FIRST + 9) if x < half + 300]


def test_figures_of_zero_and_below_can_be_drawn() -> None:
    assert (
        opened(intervals("gain", "80 %", [row("one", 0.0), row("other", -0.2, -0.3, -0.1)], frozenset())).width == 880
    )


def test_a_picture_of_no_figures_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        intervals("NDCG@10", "80 %", [], frozenset())
