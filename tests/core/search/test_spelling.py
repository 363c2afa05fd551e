import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.spelling import spelling

WORDS = st.lists(st.text("abgiklmnorstuy", min_size=1, max_size=8), min_size=1, max_size=5).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("naruto shippuuden", "naruto shippuden"),
        ("full metal alchemist", "fullmetal alchemist"),
        ("toukyou ghoul", "tokyo ghol"),
        ("kono subarashii sekai ni shukufuku wo", "konosubarashii sekai ni shukufuku o"),
        ("shigatsu wa kimi no uso", "shigatsu ha kimi no uso"),
        ("the promised neverland", "promised neverland"),
        ("hyouka", "hyoka"),
    ],
)
def test_variants_share_a_key(one: str, other: str) -> None:
    assert spelling(one) == spelling(other)


def test_a_lone_letter_does_not_melt_into_the_next_word() -> None:
    assert spelling("g gundam") != spelling("gundam")


def test_a_title_that_is_an_article_is_kept() -> None:
    assert spelling("the") == "the"


@given(WORDS)
def test_spaces_do_not_matter_between_longer_words(words: str) -> None:
    parts = [part + part[-1] for part in words.split()]  # none is a lone letter
    assert spelling("z" + " ".join(parts)) == spelling("z" + "".join(parts))


@given(WORDS, st.integers(1, 20))
def test_the_key_of_a_beginning_begins_the_key(words: str, letters: int) -> None:
    """But for the last letters, which may melt into what follows, as the first half of a long vowel does."""
    begun = spelling(words[:letters])
    assert spelling(words).startswith(begun.rstrip("'")[:-1])
