import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.action import Action, OldButton, encode, fits
from bot.conversation.reply import Button
from bot.discord.envelope import LONGEST_CUSTOM_ID, Envelope, opened, sealed

WHO = "0a1b2c3d4e"
ACTIONS = st.builds(
    Action,
    st.from_regex(r"[a-z0-9_]{1,12}", fullmatch=True),
    st.lists(st.text(st.characters(codec="utf-8"), max_size=20), max_size=3).map(tuple),
).filter(fits)


@given(ACTIONS, st.text(st.characters(codec="utf-8"), max_size=200), st.integers(0, 9999))
def test_what_is_sealed_is_opened_again(action: Action, asks: str, number: int) -> None:
    custom_id = sealed(WHO, number, Button("label", action, asks=asks))
    assert len(custom_id) <= LONGEST_CUSTOM_ID
    envelope = opened(custom_id)
    assert (envelope.who, envelope.action) == (WHO, action)
    assert bool(envelope.asks) == bool(asks.strip())


def test_the_question_travels_along() -> None:
    button = Button("Note", Action("note", ("#1",)), asks="What do you want to remember?")
    assert opened(sealed(WHO, 1, button)) == Envelope(WHO, button.action, button.asks)


@pytest.mark.parametrize(
    "text", ["", "1up|#1", f"{WHO}.1.", f"{WHO}.1.9up", "x" * 100, f"{WHO}..{encode(Action('up'))}"]
)
def test_what_we_did_not_seal_is_old(text: str) -> None:
    with pytest.raises(OldButton):
        opened(text)
