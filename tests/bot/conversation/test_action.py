import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.action import MOST_BYTES, Action, OldButton, decode, encode, fits

names = st.from_regex(r"[a-z0-9_]{1,32}", fullmatch=True)
arguments = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=4).map(tuple)
actions = st.builds(Action, names, arguments)


def test_the_coding_is_the_documented_one_and_stays() -> None:
    assert encode(Action("up", ("#5114", "r"))) == "1up|#5114|r"
    assert encode(Action("up", ("50%|", ""))) == "1up|50%25%7C|"


@given(actions.filter(fits))
def test_what_is_encoded_is_decoded_again_and_fits_a_button(action: Action) -> None:
    text = encode(action)
    assert 1 <= len(text.encode()) <= MOST_BYTES
    assert decode(text) == action


@given(actions)
def test_what_does_not_fit_is_refused(action: Action) -> None:
    size = (
        1
        + len(action.name)
        + sum(len(a.replace("%", "%25").replace("|", "%7C").encode()) + 1 for a in action.arguments)
    )
    assert fits(action) == (size <= MOST_BYTES)


@given(st.text(max_size=80))
def test_rubbish_is_an_old_button_or_reads_as_exactly_itself(text: str) -> None:
    try:
        action = decode(text)
    except OldButton:
        return
    assert encode(action) == text


@pytest.mark.parametrize(
    "text", ["", "1", "2up|#1", "up|#1", "1UP", "1up|%41", "1up|50%", "1up|\ud800", "1" + "u" * 33]
)
def test_other_formats_are_old(text: str) -> None:
    with pytest.raises(OldButton):
        decode(text)


def test_a_name_no_platform_takes_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot name"):
        encode(Action("Über"))
