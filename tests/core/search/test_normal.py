import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.normal import LONGEST, face, normal


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Pokémon", "pokemon"),
        ("Shōjo Kakumei Utena", "shojo kakumei utena"),
        ("Steins;Gate", "steins gate"),
        ("\uff26\uff35\uff2c\uff2c\u3000\uff2d\uff25\uff34\uff21\uff2c", "full metal"),  # full width
        ("HUNTER×HUNTER", "hunter x hunter"),
        ("Spice & Wolf", "spice and wolf"),
        ("JoJo\N{RIGHT SINGLE QUOTATION MARK}s", "jojos"),
        ("Tokyo Ghoul √A", "tokyo ghoul root a"),
        ("The iDOLM@STER", "the idolmaster"),
        ("ナルト", "なると"),
        ("ガンダム", "がんだむ"),  # the voicing mark is no accent
        ("K-ON!!", "k on"),
        (".hack//SIGN", "hack sign"),
        ("  a \t b\n", "a b"),
        ("!!", "!!"),  # nothing but punctuation is kept
        ("", ""),
    ],
)
def test_spellings_of_the_same_title_meet(typed: str, meant: str) -> None:
    assert normal(typed) == meant


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text(max_size=60))
def test_case_does_not_matter_in_latin_letters(text: str) -> None:
    plain = "".join(letter for letter in text if letter.isascii())
    assert normal(plain.upper()) == normal(plain.lower())


def test_a_wall_of_text_is_cut() -> None:
    assert len(normal("a" * 5000)) == LONGEST
    assert len(face("a" * 5000)) == LONGEST


def test_the_face_keeps_the_punctuation_that_tells_titles_apart() -> None:
    assert face("K-ON!") != face("K-On!!")
    assert face("K-ON\N{FULLWIDTH EXCLAMATION MARK}") == face("k-on!")
