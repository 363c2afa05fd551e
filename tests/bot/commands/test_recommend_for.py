from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.commands.house import House
from bot.conversation.action import Action
from bot.conversation.reply import Audience, Reply
from bot.conversation.request import Identity
from storage.tables import Base
from tests.bot.commands.rooms import ANN, BOB, Talk, button, buttons_of, cards_of, ids_of, words_of


@pytest.fixture
def about_bob(house: House) -> Talk:
    return Talk(house, ANN, private=False, subject=BOB)


async def bob_allows(house: House) -> Talk:
    bob = Talk(house, BOB)
    await bob.say("rate", "naruto 9")
    await bob.say("rate", "cowboy bebop 10")
    await bob.tap(button(await bob.say("privacy"), "Allow asking"))
    return bob


async def rows(house: House, name: str) -> int:
    async with house.database.read() as session:
        return (await session.execute(select(func.count()).select_from(Base.metadata.tables[name]))).scalar_one()


async def test_who_is_meant_has_to_be_pointed_at(ann: Talk) -> None:
    reply = await ann.say("recommend_for")
    assert "Answer a message of theirs" in words_of(reply)
    assert reply.audience is Audience.PERSONAL


async def test_picks_for_another_are_theirs_and_tell_nothing_of_their_taste(house: House, about_bob: Talk) -> None:
    bob = await bob_allows(house)
    impressions = await rows(house, "impressions")
    reply = await about_bob.say("recommend_for")
    assert await rows(house, "impressions") == impressions
    assert ids_of(reply) == ids_of(await bob.say("recommend"))
    assert ids_of(reply) != ids_of(await Talk(house, ANN).say("recommend"))
    assert reply.audience is Audience.PERSONAL
    assert not any(card.reason or card.rating for card in cards_of(reply))
    assert not any("bob" in argument for one in buttons_of(reply) for argument in one.action.arguments)


async def test_what_a_message_cannot_hold_as_cards_is_a_button_each(house: House, about_bob: Talk) -> None:
    await bob_allows(house)
    all_cards = ids_of(await about_bob.say("recommend_for"))
    one_card = await replace(about_bob, cards=1).say("recommend_for")
    others = [one.action for one in buttons_of(one_card) if one.hint.startswith("Show all about")][1:]
    assert ids_of(one_card) == all_cards[:1]
    assert others == [Action("anime", (f"#{anime_id}",)) for anime_id in all_cards[1:]]


async def test_without_consent_strangers_and_bots_get_the_same_sentence(house: House, about_bob: Talk) -> None:
    stranger = await about_bob.say("recommend_for")
    people = await rows(house, "users")
    bob = Talk(house, BOB)
    await bob.say("rate", "naruto 9")
    unasked = await about_bob.say("recommend_for")
    bot = await replace(about_bob, subject=Identity("web", "a bot")).say("recommend_for")
    assert stranger == unasked == bot
    assert "I cannot say what would suit them" in words_of(bot)
    assert await rows(house, "users") == people + 1  # Bob; nobody else was noted


async def test_the_consent_can_be_taken_back(house: House, about_bob: Talk) -> None:
    bob = await bob_allows(house)
    allowed = await about_bob.say("recommend_for")
    assert cards_of(allowed)
    assert allowed.again is not None
    await bob.tap(button(await bob.say("privacy"), "Stop asking"))
    refused = await about_bob.say("recommend_for")
    assert not cards_of(refused)
    assert not cards_of(await about_bob.tap(allowed.again))


async def test_the_same_can_be_asked_for_again_without_pointing(house: House, about_bob: Talk) -> None:
    await bob_allows(house)
    first = await about_bob.say("recommend_for")
    assert first.again is not None
    assert BOB.id not in str(first.again)
    assert await replace(about_bob, subject=None).tap(first.again) == first


@pytest.mark.parametrize("alias", ["", "zz", "00", "f" * 10, "é" * 10])
async def test_an_alias_of_nobody_finds_nobody(house: House, ann: Talk, alias: str) -> None:
    await bob_allows(house)
    assert not cards_of(await ann.tap(Action("suits", (alias,))))


async def test_for_oneself_it_is_recommend(ann: Talk) -> None:
    mine = await replace(ann, subject=ANN).say("recommend_for")
    own = await ann.say("recommend")

    def shown(reply: Reply) -> list[tuple[int, str]]:
        return [(card.anime_id, card.rating) for card in cards_of(reply)]

    assert shown(mine) == shown(own)
    assert mine.again == Action("recommend")
