import re

from bot.commands.house import House
from bot.conversation.action import Action
from bot.conversation.reply import Audience, Picture, Place
from storage.ratings import dismiss
from tests.bot.commands.rooms import NOW, Talk, button, buttons_of, cards_of, ids_of, words_of
from tests.small_world import small_catalogue

PNG = b"\x89PNG\r\n"


async def test_why_answers_with_a_picture_and_the_same_in_words_for_the_person_alone(ann: Talk) -> None:
    await ann.say("rate", "monster 9")
    await ann.say("rate", "naruto 2")
    reply = await ann.say("why", "death note")
    picture = next(part for part in reply.parts if isinstance(part, Picture))
    assert picture.png.startswith(PNG)
    assert reply.audience is Audience.PERSONAL
    assert reply.place is Place.NEW
    assert "Why Death Note?" in words_of(reply)
    assert re.search("[Yy]our 9 for Monster", words_of(reply))
    assert picture.alt.startswith("Why Death Note?")
    assert "give or take" in words_of(reply)


async def test_a_low_rating_is_said_to_speak_against(ann: Talk) -> None:
    for title in ("naruto", "bleach", "one piece"):
        await ann.say("rate", f"{title} 1")
    assert "against it" in words_of(await ann.say("why", "hunter x hunter"))


async def test_without_a_title_the_top_pick_is_explained(ann: Talk) -> None:
    await ann.say("rate", "monster 9")
    top = cards_of(await ann.say("recommend"))[0]
    assert f"Why {top.title}?" in words_of(await ann.say("why"))


async def test_a_card_is_explained_in_the_list_it_stands_in(ann: Talk) -> None:
    like = await ann.say("similar", "naruto")
    card = cards_of(like)[0]
    reply = await ann.tap(next(one.action for one in card.buttons if one.label == "Why?"))
    assert f"Why {card.title}?" in words_of(reply)
    wished = await ann.say("recommend", "cozy")
    mood = await ann.tap(button(wished, "Why?"))
    assert "(for the mood)" in words_of(mood)


async def test_an_anime_alone_is_explained_by_the_taste(ann: Talk) -> None:
    await ann.say("rate", "monster 9")
    reply = await ann.tap(Action("because", ("#1535", "a1535")))
    assert re.search("[Yy]our 9 for Monster", words_of(reply))


async def test_an_influence_can_be_left_out_of_the_list_and_counted_again(ann: Talk) -> None:
    await ann.say("rate", "monster 9")
    await ann.say("rate", "naruto 2")
    plain = await ann.say("recommend", "dark")
    why = await ann.tap(button(plain, "Why?"))
    less = await ann.tap(button(why, "Without Monster"))
    assert less.place is Place.NEW
    assert less.audience is Audience.PUBLIC
    assert "For you: dark anime, not counting Monster" in words_of(less)
    assert "Monster" not in "".join(card.reason for card in cards_of(less))
    kept = await ann.tap(button(less, "Why?"))
    assert "Monster" not in words_of(kept)
    again = await ann.tap(button(less, "Count Monster again"))
    assert (words_of(again), ids_of(again)) == (words_of(plain), ids_of(plain))
    assert set((await ann.taste()).ratings) == {19, 20}


async def test_the_place_said_is_the_one_in_the_list_without_the_influence(ann: Talk) -> None:
    for title, score in (("monster", 9), ("naruto", 2), ("k-on!", 9)):
        await ann.say("rate", f"{title} {score}")
    plain = await ann.say("recommend", "dark")
    third = cards_of(plain)[2]
    why = await ann.tap(next(one.action for one in third.buttons if one.label == "Why?"))
    said = re.search(r"Without your \d for ([^\n]+) this would be #(\d+), not #3\.", words_of(why))
    assert said, words_of(why)
    less = Talk(ann.house, cards=100)
    listed = [card.title for card in cards_of(await less.tap(button(why, f"Without {said[1]}")))]
    assert listed[int(said[2]) - 1] == third.title


async def test_dislikes_can_be_left_out_where_they_speak_against_it(ann: Talk) -> None:
    for title in ("naruto", "bleach", "one piece"):
        await ann.say("rate", f"{title} 1")
    why = await ann.say("why", "hunter x hunter")
    less = await ann.tap(button(why, "Without my dislikes"))
    assert "For you: not counting your dislikes" in words_of(less)
    assert ids_of(less) == ids_of(await ann.say("recommend", "ignore my dislikes"))
    up = await ann.tap(button(less, "👍"))
    assert "For you: not counting your dislikes" in words_of(up)
    more = await ann.tap(button(up, "More"))
    assert "For you: not counting your dislikes" in words_of(more)
    again = await ann.tap(button(more, "Count my dislikes again"))
    assert words_of(again).splitlines()[0] == "For you"


async def test_what_is_like_an_anime_has_no_influence_to_leave_out(ann: Talk) -> None:
    await ann.say("rate", "monster 9")
    why = await ann.tap(button(await ann.say("similar", "naruto"), "Why?"))
    assert buttons_of(why) == []
    assert "would" not in words_of(why)


async def test_only_a_list_for_a_taste_can_be_without_something(ann: Talk) -> None:
    assert "button is old" in words_of(await ann.tap(Action("without", ("a1535",))))


async def test_where_nothing_is_left_that_is_told(house: House, ann: Talk) -> None:
    user_id = await ann.user_id()
    async with house.database.begin() as session:
        for anime in small_catalogue():
            await dismiss(session, user_id, anime.id, at=NOW)
    assert ids_of(await ann.say("recommend")) == []
    assert "nothing left" in words_of(await ann.say("why"))
