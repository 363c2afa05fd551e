from bot.conversation.action import Action
from bot.conversation.registry import OLD_BUTTON
from bot.conversation.reply import Audience, Place
from core.taste import Rating, Status
from tests.bot.commands.rooms import Talk, button, buttons_of, words_of


async def test_an_empty_history_says_so(ann: Talk) -> None:
    reply = await ann.say("history")
    assert "Nothing yet" in words_of(reply)
    assert reply.audience is Audience.PERSONAL


async def test_the_newest_stands_first_and_says_what_was_said(ann: Talk) -> None:
    await ann.say("rate", "naruto 9")
    await ann.tap(Action("pass", ("#19", "a19")))
    labels = [one.label for one in buttons_of(await ann.say("history"))]
    assert labels == ["✕ Monster · not for me", "✕ Naruto · 9 of 10, watched"]


async def test_an_entry_is_removed_in_place_and_comes_back_by_undo(ann: Talk) -> None:
    await ann.say("rate", "naruto 9")
    await ann.tap(Action("pass", ("#20", "a20")))
    removed = await ann.tap(button(await ann.say("history"), "✕ Naruto"))
    assert removed.place is Place.SAME
    assert removed.audience is Audience.PERSONAL
    assert "Naruto: removed." in words_of(removed)
    taste = await ann.taste()
    assert not taste.ratings
    assert not taste.dismissed
    back = await ann.tap(button(removed, "Undo"))
    assert "What you told me" in words_of(back)
    taste = await ann.taste()
    assert taste.ratings[20] == Rating(9, None, Status.WATCHED)
    assert 20 in taste.dismissed


async def test_removing_what_is_gone_already_is_harmless(ann: Talk) -> None:
    reply = await ann.tap(Action("remove", ("#20", "h0")))
    assert "Naruto: removed." in words_of(reply)
    assert "Undo" not in [one.label for one in buttons_of(reply)]


async def test_a_removal_is_read_aloud_in_words(ann: Talk) -> None:
    await ann.tap(Action("up", ("#20", "a20")))
    history = await ann.say("history")
    assert button(history, "✕ Naruto").hint == "Remove Naruto (thumbs up)"
    assert "One anime so far." in words_of(history)


async def test_a_long_history_is_leafed_through(ann: Talk) -> None:
    for anime_id in (1, 5, 19, 20, 21, 30, 121, 199, 457, 263):
        await ann.tap(Action("up", (f"#{anime_id}", f"a{anime_id}")))
    first = await ann.say("history")
    assert "1 to 8 of 10" in words_of(first)
    older = await ann.tap(button(first, "Older"))
    assert older.place is Place.SAME
    assert "9 to 10 of 10" in words_of(older)
    newer = await ann.tap(button(older, "Newer"))
    assert words_of(newer) == words_of(first)


async def test_a_page_beyond_the_end_leads_back(ann: Talk) -> None:
    await ann.say("rate", "naruto 9")
    beyond = await ann.tap(Action("leaf", ("h8",)))
    assert "nothing further back" in words_of(beyond)
    assert "Naruto" in str(buttons_of(await ann.tap(button(beyond, "Newer"))))
    assert await ann.tap(Action("leaf", ("a20",))) == OLD_BUTTON
