import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from telegram.constants import InlineKeyboardButtonLimit

from bot.conversation.action import Action, OldButton, encode, fits
from bot.telegram.envelope import Sealed, Way, seal, unseal

aliases = st.from_regex(r"[0-9a-f]{10}", fullmatch=True)
actions = st.builds(Action, st.from_regex(r"[a-z0-9_]{1,32}", fullmatch=True), st.lists(st.text(max_size=9)).map(tuple))


@given(actions, aliases, st.sampled_from(Way))
def test_a_button_says_for_whom_it_was_made_and_what_it_means_in_telegrams_bytes(
    action: Action, alias: str, way: Way
) -> None:
    assume(fits(action))
    data = seal(action, alias, way)
    assert len(data.encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
    assert unseal(data) == Sealed(alias[:7], way, action)
    assert unseal(data).made_for(alias)


@given(aliases, aliases)
def test_a_button_is_not_for_somebody_else(alias: str, other: str) -> None:
    assume(alias[:7] != other[:7])
    assert not unseal(seal(Action("up"), alias)).made_for(other)


@given(st.text(max_size=70))
def test_what_no_surface_of_ours_made_is_an_old_button(data: str) -> None:
    try:
        sealed = unseal(data)
    except OldButton:
        return
    assert data == f"{sealed.asker}{sealed.way}{encode(sealed.action)}"


@pytest.mark.parametrize("data", ["", "1up|#1", "0a1b2c3.", "0a1b2c3x1up", "0A1B2C3.1up", "0a1b2c3.2up", "0a1b2c3.1UP"])
def test_rubbish_is_an_old_button(data: str) -> None:
    with pytest.raises(OldButton):
        unseal(data)
