from itertools import count

import pytest
from telegram.constants import UpdateType

from bot.commands.all import registry
from bot.conversation.action import Action
from bot.conversation.conversation import Conversation
from bot.conversation.deep_link import payload_of
from bot.conversation.pace import BURST, Pace
from bot.conversation.request import Identity
from tests.bot.telegram.bots import Bots
from tests.bot.telegram.oddities import TITLE, Oddities
from tests.platforms.telegram.server import TelegramServer


async def test_a_pick_is_a_photo_with_its_words_and_buttons(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/recommend cozy")
    message = await ann.private.next_message()
    assert message.photo is not None
    assert message.caption.startswith("For you: cozy anime")
    assert {"👍", "👎", "Seen it", "Not for me", "Why?", "More"} <= set(message.labels)


async def test_words_without_a_command_are_taken_for_a_title(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann", language="de")
    await ann.private.says(ann, "cowboy bebop")
    assert "Cowboy Bebop" in (await ann.private.next_message()).caption


async def test_a_link_opens_a_card_and_a_link_of_ours_asks_anything(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    await ann.opens(f"https://t.me/{telegram.username}?start=a1")
    assert "Cowboy Bebop" in (await ann.private.next_message()).caption
    await ann.opens(f"https://t.me/{telegram.username}?start=bMWhpc3Rvcnk")
    assert "What you told me" in (await ann.private.next_message()).text


async def test_a_link_that_somebody_made_up_changes_nothing(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    payload = payload_of(Action("rate", ("#1", "9")))
    await ann.opens(f"https://t.me/{telegram.username}?start={payload}")
    assert "I recommend anime" in (await ann.private.next_message()).text


async def test_a_picture_sent_once_is_not_sent_again_not_even_after_a_restart(
    bots: Bots, telegram: TelegramServer
) -> None:
    await bots.start()
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    for person in (ann, bob):
        await person.private.says(person, "/anime cowboy bebop")
        await person.private.next_message()
    await bots.stop()
    await bots.start()
    await ann.private.says(ann, "/anime cowboy bebop")
    message = await ann.private.next_message()
    uploads = [bool(call.files) for call in telegram.calls_of("sendPhoto")]
    assert uploads == [True, False, False]
    assert message.photo is not None


async def test_in_a_group_the_bot_answers_to_its_own_name_and_its_own_commands(
    odd: Oddities, telegram: TelegramServer
) -> None:
    ann = telegram.person("Ann")
    club = telegram.group("Club", ann)
    for text in (
        "/echo@Other_bot one",
        "/unknown two",
        "three",
        "/echo four",
        f"/echo@{telegram.username.upper()} five",
    ):
        await club.says(ann, text)
    first, second = await club.next_message(), await club.next_message()
    assert (first.text, second.text) == ("four", "five")
    assert first.reply_to is not None
    await telegram.settled()
    assert [request.text for request in odd.asked] == ["four", "five"]


async def test_a_group_is_told_who_manages_it_and_whom_a_reply_is_about(
    odd: Oddities, telegram: TelegramServer
) -> None:
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    club = telegram.group("Club", ann, bob, admins=[ann])
    said = await club.says(bob, "I liked that one")
    for person in (ann, bob, ann):
        await club.says(person, "/echo", reply_to=said if person is ann else None)
        await club.next_message()
    assert [request.manager for request in odd.asked] == [True, False, True]
    assert odd.asked[0].subject == Identity("telegram", str(bob.id))
    assert odd.asked[1].subject is None
    assert len(telegram.calls_of("getChatAdministrators")) == 1


async def test_who_has_no_face_is_asked_to_show_one(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    club = telegram.group("Club", ann)
    club.post(ann, {"text": "/recommend", "sender_chat": club.described})
    assert "cannot see who you are" in (await club.next_message()).text


async def test_what_holds_no_words_is_answered_kindly_in_private_and_once(
    odd: Oddities, telegram: TelegramServer
) -> None:
    ann = telegram.person("Ann")
    sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9, "is_animated": False}
    for _ in range(3):
        ann.private.post(ann, {"sticker": {**sticker, "is_video": False}})
    assert "words alone" in (await ann.private.next_message()).text
    await ann.private.says(ann, "/echo then")
    assert (await ann.private.next_message()).text == "then"
    assert len(odd.asked) == 1


async def test_edits_and_channels_are_let_be(odd: Oddities, telegram: TelegramServer) -> None:
    ann = telegram.person("Ann")
    said = await ann.private.says(ann, "/echo one")
    await ann.private.next_message()
    telegram.update(UpdateType.EDITED_MESSAGE, {**said.content, "text": "/echo two", "edit_date": 1})
    await ann.private.says(ann, "/echo three")
    assert (await ann.private.next_message()).text == "three"
    await telegram.settled()
    assert len(odd.asked) == 2


async def test_an_update_that_comes_twice_is_answered_once(odd: Oddities, telegram: TelegramServer) -> None:
    ann = telegram.person("Ann")
    said = await ann.private.says(ann, "/echo once")
    await ann.private.next_message()
    telegram.deliver_twice(said)
    await ann.private.says(ann, "/echo then")
    assert (await ann.private.next_message()).text == "then"
    assert [request.text for request in odd.asked] == ["once", "then"]


async def test_a_chat_is_answered_in_order_while_others_go_on(odd: Oddities, telegram: TelegramServer) -> None:
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    await ann.private.says(ann, "/hold")
    await ann.private.says(ann, "/echo after")
    await bob.private.says(bob, "/echo meanwhile")
    assert (await bob.private.next_message()).text == "meanwhile"
    assert ann.private.unseen == []
    odd.go_on.set()
    assert (await ann.private.next_message()).text == "held"
    assert (await ann.private.next_message()).text == "after"


async def test_a_long_answer_is_seen_to_be_made(odd: Oddities, telegram: TelegramServer) -> None:
    ann = telegram.person("Ann")
    club = telegram.group("Club", ann)
    await ann.private.says(ann, "/hold")
    await telegram.called("sendMessageDraft")
    await club.says(ann, "/hold")
    await telegram.called("sendChatAction")
    odd.go_on.set()
    assert (await ann.private.next_message()).text == "held"
    assert (await club.next_message()).text == "held"
    assert club.drafts == []
    assert ann.private.drafts


async def test_an_answer_that_does_not_come_is_given_up_and_the_chat_goes_on(
    odd: Oddities, telegram: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.conversation.registry._LONGEST_SECONDS", 0.1)
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/hold")
    await ann.private.says(ann, "/echo after")
    assert (await ann.private.next_message()).text.startswith("Something went wrong on my side.")
    assert (await ann.private.next_message()).text == "after"
    assert len(odd.asked) == 2


async def test_a_risky_cover_is_hidden_in_a_group_and_titles_are_escaped(
    odd: Oddities, telegram: TelegramServer
) -> None:
    ann = telegram.person("Ann")
    club = telegram.group("Club", ann)
    for chat, hidden in ((club, True), (ann.private, False)):
        await chat.says(ann, "/cover")
        message = await chat.next_message()
        assert message.caption == TITLE
        assert message.has_spoiler is hidden
    assert odd.asked


async def test_a_personal_answer_waits_for_the_tap_of_who_asked(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    club = telegram.group("Club", ann, bob)
    await club.says(ann, "/recommend")
    asking = await club.next_message()
    assert asking.labels == ["Show it here", "Only to me"]

    other = await bob.taps(asking, "Show it here")
    assert (await other.answered()).show_alert
    assert asking.edits == []

    await ann.opens(asking.button("Only to me")["url"])
    assert "For you" in (await ann.private.next_message()).caption
    await ann.taps(asking, "Show it here")
    await asking.changed()
    assert asking.photo is not None
    assert "For you" in asking.caption


async def test_a_file_never_goes_to_a_group(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    club = telegram.group("Club", ann)
    await club.says(ann, "/export")
    asking = await club.next_message()
    assert asking.labels == ["Only to me"]
    await ann.opens(asking.button("Only to me")["url"])
    assert (await ann.private.next_message()).document is not None


async def test_a_personal_question_without_a_taste_may_stand_in_a_group(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    club = telegram.group("Club", ann)
    await club.says(ann, "/forget")
    assert "Yes, delete it all" in (await club.next_message()).labels


async def test_a_flood_hears_one_kind_word_and_holds_up_nobody(bots: Bots, telegram: TelegramServer) -> None:
    hardly = count(step=1 / 1024)
    pace = Pace(clock=lambda: next(hardly))
    await bots.start(bots.surface(conversation=Conversation(registry, bots.house, pace)))
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    for _ in range(BURST + 9):
        await ann.private.says(ann, "/help")
    await bob.private.says(bob, "/help")
    await bob.private.next_message()
    texts = [(await ann.private.next_message()).text for _ in range(BURST + 1)]
    assert ["a lot at once" in text for text in texts] == [False] * BURST + [True]
    await bots.stop()
    assert ann.private.unseen == []


async def test_a_question_for_a_line_of_text_is_answered_by_a_reply(odd: Oddities, telegram: TelegramServer) -> None:
    ann = telegram.person("Ann <&>")
    club = telegram.group("Club", ann)
    for chat in (ann.private, club):
        await chat.says(ann, "/question")
        asking = await chat.next_message()
        await ann.taps(asking, "Tell")
        prompt = await chat.next_message()
        assert prompt.asks_reply
        assert prompt.text.endswith("What is <it>?")
        await chat.says(ann, "an answer", reply_to=prompt)
        assert (await chat.next_message()).text == "an answer"
    assert "Ann <&>" in prompt.text
    assert [request.chat.private for request in odd.asked] == [True, True, False, False]


async def test_what_was_done_is_said_before_it_is_asked_where_to_go_on(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    club = telegram.group("Club", bob, admins=[ann])
    for person, done in ((bob, "only those who manage the chat can set that."), (ann, "Noted for this chat.")):
        await club.says(person, "/settings adult=on")
        asking = await club.next_message()
        assert asking.text.split("\n\n")[0].endswith(done)
        assert asking.labels == ["Show it here", "Only to me"]


async def test_adult_titles_appear_where_the_chat_allows_them_also_after_it_moved(
    bots: Bots, telegram: TelegramServer
) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    club, other = telegram.group("Club", ann, admins=[ann]), telegram.group("Other", ann)
    await club.says(ann, "/settings adult=on")
    await club.next_message()
    new = await club.becomes_supergroup()
    for chat, allowed in ((new, True), (other, False), (ann.private, False)):
        await chat.says(ann, "/search velvet nights")
        found = await chat.next_message()
        assert ("Velvet Nights" in found.caption) is allowed
        assert found.has_spoiler is allowed
    assert "Velvet Nights" not in (await ann.asks_inline("velvet nights")).titles
