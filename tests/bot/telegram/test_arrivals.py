from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import User

from bot.conversation.action import Action
from bot.conversation.request import Chat, Identity
from bot.telegram.arrivals import (
    Arrival,
    Asked,
    Faceless,
    Gone,
    Moved,
    Posted,
    Spot,
    Tapped,
    Typed,
    Wordless,
    arrival,
    chat_key,
)
from bot.telegram.told import update_in

ME = User(42, "Osusume", is_bot=True, username="Osusume_Bot")
ANN = {"id": 7, "is_bot": False, "first_name": "Ann", "language_code": "pt-BR"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ann"}
CLUB = {"id": -1001234567890123, "type": "supergroup", "title": "Club"}
NAMES = frozenset({"recommend", "start"})


def read(**content: Any) -> Arrival | None:  # noqa: ANN401  JSON as Telegram writes it
    return arrival(update_in({"update_id": 1, **content}), ME, NAMES)


def said(text: str, chat: dict[str, Any] = PRIVATE, **more: Any) -> Arrival | None:  # noqa: ANN401  the same
    message = {"message_id": 5, "date": 1, "chat": chat, "from": ANN, "text": text, **more}
    return read(message=message)


def test_a_command_is_read_with_who_and_where() -> None:
    asked = said("/recommend cozy\nmovie", CLUB, is_topic_message=True, message_thread_id=3)
    assert isinstance(asked, Asked)
    request = asked.request
    assert (request.command, request.text, request.language, request.cards) == ("recommend", "cozy\nmovie", "pt-BR", 1)
    assert request.person == Identity("telegram", "7")
    assert request.chat == Chat("telegram", "-1001234567890123", private=False)
    assert (asked.spot.chat_id, asked.spot.thread, asked.spot.replying) == (-1001234567890123, 3, 5)


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("/recommend", True),
        ("/RECOMMEND@osusume_bot", True),
        ("/unknown@osusume_bot", True),
        ("/unknown", False),
        ("/recommend@other_bot", False),
        ("recommend", False),
        ("see /recommend", False),
    ],
)
def test_among_many_only_what_is_meant_for_us_is_answered(text: str, answered: bool) -> None:  # noqa: FBT001  a case
    assert isinstance(said(text, CLUB), Asked) is answered


def test_what_a_link_carries_goes_to_the_command_that_knows_what_a_stranger_may_ask() -> None:
    asked = said("/start bMWhpc3Rvcnk")
    assert isinstance(asked, Asked)
    assert (asked.request.action, asked.request.command, asked.request.text) == (None, "start", "bMWhpc3Rvcnk")


def test_other_bots_and_the_beginning_of_a_topic_are_nobody() -> None:
    assert said("/recommend", CLUB, **{"from": {"id": 8, "is_bot": True, "first_name": "Other"}}) is None
    begun = {
        "message_id": 3,
        "date": 1,
        "chat": CLUB,
        "from": ANN,
        "forum_topic_created": {"name": "x", "icon_color": 1},
    }
    asked = said("/recommend", CLUB, reply_to_message=begun)
    assert isinstance(asked, Asked)
    assert asked.request.subject is None


def test_a_reply_to_a_link_of_somebody_else_is_no_answer_to_a_question() -> None:
    link = {"type": "text_link", "offset": 0, "length": 1, "url": "https://t.me/Osusume_Bot?start=bMWhpc3Rvcnk"}
    theirs = {"message_id": 3, "date": 1, "chat": PRIVATE, "from": ANN, "text": "x", "entities": [link]}
    asked = said("yes", reply_to_message=theirs)
    assert isinstance(asked, Asked)
    assert asked.request.action is None
    ours = {"id": 42, "is_bot": True, "first_name": "Osusume"}
    elsewhere = {**link, "url": "https://example.com/?start=bMWhpc3Rvcnk"}
    for entities in ([], [{"type": "bold", "offset": 0, "length": 1}], [elsewhere]):
        asked = said("yes", reply_to_message={**theirs, "from": ours, "entities": entities})
        assert isinstance(asked, Asked)
        assert (asked.request.action, asked.request.text) == (None, "yes")
    asked = said("yes", reply_to_message={**theirs, "from": ours})
    assert isinstance(asked, Asked)
    assert asked.request.action == Action("history", ("yes",))


def test_who_writes_as_a_channel_has_no_face() -> None:
    assert isinstance(said("/recommend", CLUB, sender_chat=CLUB), Faceless)


def test_what_holds_no_words() -> None:
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    message = {"message_id": 5, "date": 1, "chat": PRIVATE, "from": ANN}
    assert isinstance(read(message={**message, "photo": photo}), Wordless)
    captioned = read(message={**message, "photo": photo, "caption": "naruto"})
    assert isinstance(captioned, Asked)
    assert captioned.request.text == "naruto"
    assert read(message={**message, "pinned_message": {**message, "message_id": 4}}) is None


def test_groups_move_and_people_go() -> None:
    assert said("", CLUB, migrate_to_chat_id=-1009) == Moved(-1001234567890123, -1009)
    member = {"user": {"id": 42, "is_bot": True, "first_name": "Osusume"}, "status": "member"}
    kicked = {**member, "status": "kicked", "until_date": 0}
    change = {"chat": PRIVATE, "from": ANN, "date": 1, "old_chat_member": member, "new_chat_member": kicked}
    assert read(my_chat_member=change) == Gone(Identity("telegram", "7"))
    assert read(my_chat_member={**change, "old_chat_member": kicked, "new_chat_member": member}) is None
    assert read(my_chat_member={**change, "chat": CLUB}) is None


def test_taps_and_inline_queries() -> None:
    query = {"id": "9", "from": ANN, "chat_instance": "abc", "data": "0123456.1up|#1", "inline_message_id": "i"}
    tapped = read(callback_query=query)
    assert isinstance(tapped, Tapped)
    assert tapped.sealed is not None
    assert tapped.request.action == Action("up", ("#1",))
    assert tapped.request.chat == Chat("telegram", "inline:abc", private=False, adult=False)
    game = read(callback_query={**query, "data": None})
    assert isinstance(game, Tapped)
    assert game.sealed is None
    typed = read(inline_query={"id": "9", "from": {**ANN, "language_code": ""}, "query": " naruto ", "offset": "1"})
    assert isinstance(typed, Typed)
    assert (typed.request.text, typed.offset, typed.request.language) == ("naruto", "1", "en")


@pytest.mark.parametrize(
    ("message", "photo", "has_file"),
    [
        ({"date": 1, "text": "For you"}, (), False),
        ({"date": 1, "photo": [{"file_id": "small"}, {"file_id": "large"}]}, ("small", "large"), True),
        ({"date": 1, "document": {"file_id": "yours"}}, (), True),
        ({"date": 0}, (), True),
    ],
    ids=["words", "picture", "file", "too old"],
)
def test_what_a_button_is_under(message: dict[str, Any], photo: tuple[str, ...], has_file: bool) -> None:  # noqa: FBT001  a case
    query = {"id": "9", "from": ANN, "chat_instance": "abc", "message": {"message_id": 5, "chat": CLUB, **message}}
    tapped = read(callback_query=query)
    assert isinstance(tapped, Tapped)
    assert tapped.message == Posted(Spot(-1001234567890123, private=False, replying=5), 5, photo, has_file)


def test_other_updates_are_none_of_our_business() -> None:
    message = {"message_id": 5, "date": 1, "chat": CLUB, "from": ANN, "text": "/recommend"}
    for kind in ("edited_message", "channel_post", "edited_channel_post"):
        assert read(**{kind: message}) is None
    assert read() is None


def test_order_is_kept_by_chat_or_where_there_is_none_by_message_or_person() -> None:
    def key(**content: Any) -> object:  # noqa: ANN401  JSON as Telegram writes it
        return chat_key(update_in({"update_id": 1, **content}))

    query = {"id": "9", "from": ANN, "chat_instance": "abc", "inline_message_id": "i"}
    assert key(callback_query=query) == "i"
    assert key(inline_query={"id": "9", "from": ANN, "query": "", "offset": ""}) == 7
    assert key(message={"message_id": 5, "date": 1, "chat": CLUB, "from": ANN, "text": "x"}) == CLUB["id"]
    assert key() is None


@given(st.text(max_size=80), st.sampled_from([PRIVATE, CLUB]))
def test_any_text_is_read_or_let_be(text: str, chat: dict[str, Any]) -> None:
    assert isinstance(said(text, chat), Asked | None)


@given(st.text(max_size=70), st.text(max_size=70))
def test_any_button_and_any_offset_is_read(data: str, offset: str) -> None:
    assert isinstance(read(callback_query={"id": "9", "from": ANN, "chat_instance": "abc", "data": data}), Tapped)
    assert isinstance(read(inline_query={"id": "9", "from": ANN, "query": data, "offset": offset}), Typed)
