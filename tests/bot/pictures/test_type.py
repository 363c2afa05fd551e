import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from bot.pictures.type import Face, drawable

words = st.lists(st.text("abcdefghij", min_size=1, max_size=9), min_size=1, max_size=25).map(" ".join)


def test_macrons_and_japanese_can_be_drawn_and_emoji_cannot() -> None:
    assert drawable("Yūsha Ō 勇者王 🎉 カタカナ") == "Yūsha Ō 勇者王 カタカナ"


def test_thumbs_are_said_in_words() -> None:
    assert drawable("Your 👍 for Naruto") == "Your thumbs-up for Naruto"


def test_mixed_scripts_are_as_wide_as_their_parts() -> None:
    face = Face(20)
    assert face.width("Yūsha 勇者 Ж") == pytest.approx(sum(map(face.width, ("Y", "ū", "sha ", "勇者", " ", "Ж"))))


def written(text: str, place: tuple[int, int], anchor: str) -> tuple[int, int, int, int]:
    image = Image.new("L", (300, 60))
    Face(20).write(ImageDraw.Draw(image), place, text, 255, anchor=anchor)
    box = image.getbbox()
    assert box
    return box


def test_anchors_say_where_the_text_begins_or_ends() -> None:
    assert written("Yūsha", (50, 30), "lm")[0] == pytest.approx(50, abs=2)
    assert written("Yūsha", (250, 30), "rm")[2] == pytest.approx(250, abs=2)


@given(words, st.integers(120, 600))
@settings(max_examples=40, deadline=None)
def test_wrapping_keeps_every_word_and_fits(text: str, width: int) -> None:
    face = Face(20)
    lines = face.wrapped(text, width)
    assert " ".join(lines) == text
    assert all(face.width(line) <= width for line in lines)


def test_lines_are_about_equally_long() -> None:
    face = Face(20)
    two = face.wrapped("one two three four five six seven", face.width("one two three four five six"))
    assert len(two) == 2
    assert face.width(two[1]) > 0.6 * face.width(two[0])


def test_japanese_breaks_between_any_two_characters() -> None:
    lines = Face(20).wrapped("勇者王勇者王", 45)
    assert "".join(lines) == "勇者王勇者王"
    assert len(lines) == 3


@pytest.mark.parametrize(("text", "whole"), [("Naruto", True), ("Naruto and a great many other words", False)])
def test_shortening_cuts_only_what_is_too_long(text: str, *, whole: bool) -> None:
    cut = Face(20).shortened(text, 120)
    assert (cut == text) is whole
    assert Face(20).width(cut) <= 120
    assert whole or cut.endswith("…")
