import pytest

from bot.commands.all import registry
from bot.conversation.action import Action
from bot.conversation.conversation import Conversation
from bot.conversation.pace import BURST, Pace
from core.taste import Thumb
from storage.people import person_of
from storage.ratings import taste_of
from tests.bot.telegram.bots import Bots
from tests.bot.telegram.oddities import Oddities
from tests.platforms.telegram.faults import ServerError
from tests.platforms.telegram.person import Person
from tests.platforms.telegram.server import TelegramServer


async def thumbs_of(bots: Bots, person: Person) -> list[Thumb | None]:
    house = bots.house
    async with house.database.begin() as session:
        user_id = await person_of(session, house.database.secrets, "telegram", str(person.id), at=house.clock())
        return [rating.thumb for rating in (await taste_of(session, user_id)).ratings.values()]


async def test_a_thumb_is_acknowledged_and_changes_the_message_in_place(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/recommend")
    message = await ann.private.next_message()
    first = message.caption
    tap = await ann.taps(message, "👍")
    answer = await tap.answered()
    await message.changed()
    assert answer.text.endswith("noted.")
    assert not answer.show_alert
    assert message.caption.startswith(answer.text)
    assert message.caption != first
    assert await thumbs_of(bots, ann) == [Thumb.UP]
    await ann.taps(message, "Undo")
    await message.changed()
    assert await thumbs_of(bots, ann) == []


async def test_a_tap_works_after_a_restart_and_under_a_message_too_old_to_be_looked_into(
    bots: Bots, telegram: TelegramServer
) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/recommend")
    message = await ann.private.next_message()
    await bots.stop()
    await bots.start()
    await ann.taps_data(message, message.button("👎")["callback_data"], inaccessible=True)
    await message.changed()
    assert await thumbs_of(bots, ann) == [Thumb.DOWN]


async def test_a_tap_that_comes_twice_counts_once(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/recommend")
    message = await ann.private.next_message()
    tap = await ann.taps(message, "👍")
    await message.changed()
    telegram.deliver_twice(tap)
    await telegram.settled()
    await bots.stop()
    assert len(message.edits) == 1
    assert await thumbs_of(bots, ann) == [Thumb.UP]


async def test_a_pager_leafs_in_one_message(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/similar cowboy bebop")
    message = await ann.private.next_message()
    seen = [message.caption]
    for label in ("More", "More", "Back"):
        await ann.taps(message, label)
        await message.changed()
        seen.append(message.caption)
    assert len(set(seen)) == 3
    assert seen[1] == seen[3]
    assert len(ann.private.bot_messages) == 1


async def test_the_tap_of_another_is_theirs_and_leaves_the_message_alone(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    club = telegram.group("Club", ann, bob)
    await club.says(ann, "/similar cowboy bebop")
    message = await club.next_message()
    answer = await (await bob.taps(message, "👍")).answered()
    assert answer.text.endswith("noted.")
    assert answer.show_alert
    on = await (await bob.taps(message, "More")).answered()
    await bob.opens(on.url)
    assert "If you like Cowboy Bebop" in (await bob.private.next_message()).caption
    assert message.edits == []
    assert await thumbs_of(bots, bob) == [Thumb.UP]
    assert await thumbs_of(bots, ann) == []


async def test_what_only_who_asked_can_do_is_told_to_another(odd: Oddities, telegram: TelegramServer) -> None:
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    club = telegram.group("Club", ann, bob)
    await club.says(ann, "/cover")
    message = await club.next_message()
    answer = await (await bob.taps(message, "Words")).answered()
    assert answer.text.startswith("Only the person who asked can do that.")
    assert answer.show_alert
    assert message.edits == []
    assert len(club.bot_messages) == 1
    assert len(odd.asked) == 2


async def test_three_taps_in_one_message_lead_to_the_first_picks(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/start")
    message = await ann.private.next_message()
    for number in range(3):
        assert message.photo is None
        answer = await (await ann.taps(message, message.labels[number])).answered()
        assert answer.text.endswith("noted.")
        await message.changed()
    assert message.photo is not None
    assert "For you" in message.caption
    assert await thumbs_of(bots, ann) == [Thumb.UP] * 3
    assert len(ann.private.bot_messages) == 1


async def test_two_people_tap_at_once(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    club = telegram.group("Club", ann, bob)
    await club.says(ann, "/similar cowboy bebop")
    message = await club.next_message()
    taps = [await person.taps(message, "👎") for person in (ann, bob)]
    assert [(await tap.answered()).show_alert for tap in taps] == [False, True]
    await message.changed()
    assert await thumbs_of(bots, ann) == await thumbs_of(bots, bob) == [Thumb.DOWN]


async def test_a_new_answer_to_a_tap_stands_below_and_in_a_group_asks_first(
    bots: Bots, telegram: TelegramServer
) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    club = telegram.group("Club", ann)
    for chat in (ann.private, club):
        await chat.says(ann, "/similar cowboy bebop")
        message = await chat.next_message()
        await ann.taps(message, "Why?")
        why = await chat.next_message()
        assert (why.photo is None) is not chat.is_private
        assert message.edits == []
    assert why.labels == ["Show it here", "Only to me"]


@pytest.mark.parametrize("data", ["rubbish", "0000000.1up|#1|a1", "0000000.1unknown", "0000000.2up"])
async def test_an_old_button_is_answered_politely(bots: Bots, telegram: TelegramServer, data: str) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/help")
    message = await ann.private.next_message()
    answer = await (await ann.taps_data(message, data)).answered()
    assert answer.text


async def test_a_late_tap_is_still_done(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/recommend")
    message = await ann.private.next_message()
    await ann.taps(message, "👍", too_late=True)
    await message.changed()
    assert await thumbs_of(bots, ann) == [Thumb.UP]


async def test_a_slow_answer_does_not_keep_the_button_waiting(
    odd: Oddities, telegram: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.toast._PATIENCE_SECONDS", 0.05)
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/echo")
    message = await ann.private.next_message()
    tap = await ann.taps_data(message, "0000000.1hold")
    await tap.answered()
    assert not odd.go_on.is_set()
    odd.go_on.set()
    assert (await ann.private.next_message()).text == "held"


async def test_a_tap_is_acknowledged_while_its_chat_is_still_waiting_for_an_answer(
    odd: Oddities, telegram: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.toast._PATIENCE_SECONDS", 0.05)
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/cover")
    message = await ann.private.next_message()
    await ann.private.says(ann, "/hold")
    tap = await ann.taps(message, "Again")
    await tap.answered()
    assert message.edits == []
    odd.go_on.set()
    assert (await ann.private.next_message()).text == "held"
    await message.changed()
    assert [request.command or request.action for request in odd.asked] == ["cover", "hold", Action("again")]


async def test_a_card_keeps_its_picture_words_take_its_place_below(odd: Oddities, telegram: TelegramServer) -> None:
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/cover")
    message = await ann.private.next_message()
    await ann.taps(message, "Again")
    await message.changed()
    assert message.caption.startswith("Done.")
    assert len(telegram.calls_of("editMessageCaption")) == 1
    assert telegram.calls_of("editMessageMedia") == []

    await ann.taps_data(message, message.button("Again")["callback_data"].replace("1again", "1words"))
    assert (await ann.private.next_message()).text == "words alone"
    await message.changed()
    assert message.labels == []
    assert len(odd.asked) == 3


async def test_a_text_becomes_a_picture_in_its_place(odd: Oddities, telegram: TelegramServer) -> None:
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/question")
    message = await ann.private.next_message()
    await ann.taps_data(message, message.button("Tell")["callback_data"].replace("?1echo", ".1again"))
    await message.changed()
    assert message.photo is not None
    assert len(odd.asked) == 2


async def test_a_question_too_long_for_a_link_is_to_be_typed(odd: Oddities, telegram: TelegramServer) -> None:
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/echo")
    message = await ann.private.next_message()
    tap = await ann.taps_data(message, "0000000?1echo|" + "x" * 50)
    assert "as a command" in (await tap.answered()).text
    assert len(odd.asked) == 1


async def test_a_question_that_nobody_remembers_is_asked_all_the_same(odd: Oddities, telegram: TelegramServer) -> None:
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/echo")
    message = await ann.private.next_message()
    await ann.taps_data(message, "0000000?1echo")
    prompt = await ann.private.next_message()
    assert prompt.text.endswith("What shall it be?")
    await ann.private.says(ann, "this", reply_to=prompt)
    assert (await ann.private.next_message()).text == "this"
    assert len(odd.asked) == 2


async def test_who_taps_too_fast_is_told_once_and_no_tap_is_left_waiting(bots: Bots, telegram: TelegramServer) -> None:
    stopped = Conversation(registry, bots.house, Pace(clock=lambda: 0.0))
    await bots.start(bots.surface(conversation=stopped))
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/help")
    message = await ann.private.next_message()
    taps = [await ann.taps_data(message, "0000000.1unknown") for _ in range(BURST + 3)]
    words = [(await tap.answered()).text for tap in taps]
    assert sum("a lot at once" in each for each in words) == 1
    assert words[-1] == ""


async def test_where_telegram_does_not_tell_nobody_manages(odd: Oddities, telegram: TelegramServer) -> None:
    ann = telegram.person("Ann")
    club = telegram.group("Club", ann, admins=[ann])
    telegram.faults.next("getChatAdministrators", ServerError())
    await club.says(ann, "/echo")
    await club.next_message()
    assert not odd.asked[0].manager


async def test_a_picture_takes_the_place_of_what_was_tapped(odd: Oddities, telegram: TelegramServer) -> None:
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/cover")
    message = await ann.private.next_message()
    await ann.taps_data(message, message.button("Again")["callback_data"].replace("1again", "1bars"))
    await message.changed()
    assert message.caption == "Two bars"
    assert len(telegram.calls_of("editMessageMedia")) == 1
    assert len(odd.asked) == 2
