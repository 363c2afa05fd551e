import asyncio

import pytest
from sqlalchemy import select

from bot.commands.house import House
from bot.conversation.action import Action
from bot.conversation.reply import Look, Place, Reply
from core.taste import Rating, Status, Thumb
from storage.tables import FeedbackRow
from tests.bot.commands.rooms import BOB, Talk, button, buttons_of, cards_of, ids_of, notice_of, words_of

NARUTO, MONSTER = 20, 19


async def _feedback(house: House) -> list[FeedbackRow]:
    async with house.database.read() as session:
        return list((await session.scalars(select(FeedbackRow).order_by(FeedbackRow.id))).all())


def _button_of(reply: Reply, place: int, label: str) -> Action:
    return next(one.action for one in cards_of(reply)[place].buttons if one.label == label)


async def test_a_thumb_changes_the_message_it_sits_under_and_the_next_answer(ann: Talk) -> None:
    first = await ann.say("recommend")
    after = await ann.tap(_button_of(first, 1, "👎"))
    gone = ids_of(first)[1]
    assert after.place is Place.SAME
    assert len(cards_of(after)) == 5
    assert gone not in ids_of(after)
    assert notice_of(after).text == f"👎 {cards_of(first)[1].title}: noted."
    assert ids_of(await ann.say("recommend")) == ids_of(after)
    assert (await ann.taste()).ratings[gone] == Rating(thumb=Thumb.DOWN)


async def test_a_thumb_under_a_wish_or_a_similar_list_keeps_what_was_asked(ann: Talk) -> None:
    wished = await ann.say("recommend", "short comedy")
    assert "short Comedy" in words_of(await ann.tap(_button_of(wished, 0, "👍")))
    like = await ann.say("similar", "naruto")
    again = await ann.tap(_button_of(like, 0, "👍"))
    assert "If you like Naruto" in words_of(again)
    gone, *others = ids_of(like)
    assert gone not in ids_of(again)
    assert len(set(others) & set(ids_of(again))) >= 3  # what is unlike its neighbours depends on who they are


@pytest.mark.parametrize("label", ["👍", "👎", "Seen it", "Not for me"])
async def test_every_tap_can_be_undone(ann: Talk, label: str) -> None:
    first = await ann.say("recommend")
    after = await ann.tap(_button_of(first, 0, label))
    assert ids_of(first)[0] in (await ann.taste()).known
    back = await ann.tap(button(after, "Undo"))
    assert back.place is Place.SAME
    assert ids_of(back) == ids_of(first)
    taste = await ann.taste()
    assert not taste.ratings
    assert not taste.dismissed
    assert "taken back" in notice_of(back).text
    assert "back as it was" in notice_of(await ann.tap(button(after, "Undo"))).text


async def test_undo_puts_back_exactly_what_stood_there(ann: Talk) -> None:
    await ann.say("rate", "naruto 9")
    lowered = await ann.say("rate", "naruto 2")
    assert (await ann.taste()).ratings[NARUTO].score == 2
    await ann.tap(button(lowered, "Undo"))
    assert (await ann.taste()).ratings[NARUTO] == Rating(9, None, Status.WATCHED)


async def test_the_same_tap_twice_counts_once_and_can_still_be_undone(house: House, ann: Talk) -> None:
    first = await ann.say("recommend")
    tap = _button_of(first, 0, "👍")
    await ann.tap(tap)
    again = await ann.tap(tap)
    assert len(await _feedback(house)) == 1
    await ann.tap(button(again, "Undo"))
    assert not (await ann.taste()).ratings


@pytest.mark.parametrize("label", ["👍", "👎", "Seen it", "Not for me"])
async def test_the_same_tap_at_the_same_moment_counts_once(house: House, ann: Talk, label: str) -> None:
    tap = _button_of(await ann.say("recommend"), 0, label)
    await asyncio.gather(*(ann.tap(tap) for _ in range(4)))
    assert len(await _feedback(house)) == 1


async def test_a_tap_is_noted_with_its_place_model_and_arm(house: House, ann: Talk) -> None:
    first = await ann.say("recommend")
    await ann.tap(_button_of(first, 2, "Not for me"))
    await ann.tap(_button_of(first, 1, "Why?"))
    await ann.say("rate", "monster 3")
    noted = [(row.kind, row.anime_id, row.position) for row in await _feedback(house)]
    assert noted == [("dismiss", ids_of(first)[2], 2), ("why", ids_of(first)[1], 1), ("rate", MONSTER, None)]
    assert {row.model_version for row in await _feedback(house)} == {house.engine.version}
    assert {row.arm for row in await _feedback(house)} == {house.engine.manifest.blend}


async def test_a_tap_of_someone_else_is_their_own(house: House, ann: Talk) -> None:
    bob = Talk(house, BOB)
    reply = await ann.say("recommend")
    await bob.tap(_button_of(reply, 0, "👍"))
    assert not (await ann.taste()).ratings
    assert list((await bob.taste()).ratings) == [ids_of(reply)[0]]


async def test_a_full_card_shows_what_was_said(ann: Talk) -> None:
    card = await ann.say("anime", "monster")
    after = await ann.tap(_button_of(card, 0, "👍"))
    assert ids_of(after) == [MONSTER]
    looks = {one.label: one.look for one in cards_of(after)[0].buttons}
    assert looks["👍"] is Look.CHOSEN
    assert looks["👎"] is Look.PLAIN
    seen = await ann.tap(_button_of(after, 0, "Seen it"))
    assert cards_of(seen)[0].reason == "You said: 👍, watched."
    waved = await ann.tap(_button_of(seen, 0, "Not for me"))
    assert {one.label: one.look for one in cards_of(waved)[0].buttons}["Not for me"] is Look.CHOSEN


async def test_a_rating_is_noted_with_a_way_back(ann: Talk) -> None:
    reply = await ann.say("rate", "naruto 9")
    assert reply.place is Place.NEW
    assert notice_of(reply).text == "Naruto: 9 of 10, watched. Noted."
    await ann.tap(button(reply, "Undo"))
    assert not (await ann.taste()).ratings


async def test_without_a_number_ten_buttons_ask_for_it(ann: Talk) -> None:
    question = await ann.say("rate", "monster")
    assert [one.label for one in buttons_of(question)] == [str(number) for number in range(1, 11)]
    answer = await ann.tap(buttons_of(question)[7])
    assert answer.place is Place.SAME
    assert (await ann.taste()).ratings[MONSTER].score == 8
    assert buttons_of(await ann.say("rate", "monster"))[7].look is Look.CHOSEN


@pytest.mark.parametrize("text", ["naruto 11", "naruto 0", "naruto 7.5", "naruto -3"])
async def test_a_rating_out_of_range_is_refused_kindly(ann: Talk, text: str) -> None:
    question = await ann.say("rate", text)
    assert words_of(question) == "Please give me a whole number from 1 to 10."
    assert not (await ann.taste()).ratings
    await ann.tap(buttons_of(question)[8])
    assert (await ann.taste()).ratings[20].score == 9


async def test_the_newest_word_holds_where_two_disagree(ann: Talk) -> None:
    await ann.say("rate", "naruto 3")
    await ann.tap(Action("up", ("#20", "a20")))
    assert (await ann.taste()).ratings[NARUTO] == Rating(None, Thumb.UP, Status.WATCHED)
    await ann.say("rate", "naruto 8")
    assert (await ann.taste()).ratings[NARUTO] == Rating(8, Thumb.UP, Status.WATCHED)
    await ann.say("rate", "naruto 2")
    assert (await ann.taste()).ratings[NARUTO] == Rating(2, None, Status.WATCHED)
    await ann.tap(Action("down", ("#20", "a20")))
    assert (await ann.taste()).ratings[NARUTO] == Rating(2, Thumb.DOWN, Status.WATCHED)


async def test_a_repeated_rating_can_be_taken_back_whole(ann: Talk) -> None:
    await ann.say("rate", "naruto 9")
    again = await ann.say("rate", "naruto 9")
    await ann.tap(button(again, "Undo"))
    assert not (await ann.taste()).ratings
    await ann.tap(Action("seen", ("#20", "a20")))
    seen = await ann.tap(Action("seen", ("#20", "a20")))
    await ann.tap(button(seen, "Undo"))
    assert not (await ann.taste()).ratings


async def test_what_was_dropped_stays_dropped_when_it_is_scored(ann: Talk) -> None:
    await ann.tap(Action("undo", ("#20", "0.d", "a20")))
    await ann.say("rate", "naruto 4")
    assert (await ann.taste()).ratings[NARUTO] == Rating(4, None, Status.DROPPED)
