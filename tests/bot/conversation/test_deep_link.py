import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.action import Action, encode, fits
from bot.conversation.deep_link import LONGEST_PAYLOAD, action_of, payload_of

ALLOWED = re.compile(r"[A-Za-z0-9_-]{1,64}")
names = st.from_regex(r"[a-z0-9_]{1,32}", fullmatch=True)
arguments = st.lists(st.text(max_size=20), max_size=4).map(tuple)
ids = st.integers(0, 9_999_999_999)
actions = st.builds(Action, names, arguments) | ids.map(lambda anime_id: Action("anime", (f"#{anime_id}",)))


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        (Action("anime", ("#5114",)), "a5114"),
        (Action("history"), "bMWhpc3Rvcnk"),
        (Action("more", ("r....5",)), "bMW1vcmV8ci4uLi41"),
        (Action("anime", ("naruto",)), "bMWFuaW1lfG5hcnV0bw"),
    ],
)
def test_the_coding_stays_as_it_is_because_links_are_passed_on(action: Action, payload: str) -> None:
    assert payload_of(action) == payload
    assert action_of(payload) == action


@given(actions)
def test_an_action_is_in_the_link_or_the_link_is_not_made(action: Action) -> None:
    payload = payload_of(action)
    if payload is None:
        assert not fits(action) or len(encode(action).encode()) * 4 / 3 > LONGEST_PAYLOAD - 1
    else:
        assert ALLOWED.fullmatch(payload)
        assert action_of(payload) == action


@given(st.text(max_size=80) | st.from_regex(ALLOWED, fullmatch=True))
def test_rubbish_asks_for_nothing_or_for_exactly_what_it_says(payload: str) -> None:
    action = action_of(payload)
    assert action is None or payload_of(action) == payload


@pytest.mark.parametrize(
    "payload", ["", "a", "b", "a٣", "a-1", "a12345678901", "hello", "b====", "bMWhpc3Rvcnk=", "é", "\ud800"]
)
def test_what_was_never_made_asks_for_nothing(payload: str) -> None:
    assert action_of(payload) is None
