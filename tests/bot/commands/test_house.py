import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.commands.all import registry
from bot.commands.house import House
from bot.conversation.conversation import Conversation
from bot.conversation.request import Chat, Identity, Request
from core.anime import Title, TitleLanguage
from core.search.index import TitleIndex
from storage.tables import IdentityRow
from tests.bot.commands.rooms import ADMIN, ANN, Talk, Training, button, buttons_of, ids_of, words_of

REQUEST = Request(ANN, Chat("web", "ann", private=True))


async def test_a_house_is_ready_when_its_database_and_its_model_are(house: House) -> None:
    await house.ready()

    class NoModel:
        @property
        def engine(self) -> object:
            raise LookupError("no model yet")

    house.live = NoModel()  # type: ignore[assignment]  # there is none
    with pytest.raises(LookupError):
        await house.ready()


async def test_closing_the_house_stops_a_training_under_way(house: House) -> None:
    class Endless(Training):
        async def run(self, progress: object) -> str:  # noqa: ARG002  the interface's
            await asyncio.sleep(3600)
            return ""

    house.retraining = Endless()
    assert house.retrain()
    assert not house.retrain()
    await house.close()
    assert house.retrain()


async def test_titles_are_found_and_told_apart(house: House) -> None:
    found = await house.find_titles("naruto", REQUEST)
    assert found.exact
    assert found.matches[0].title == "Naruto (TV, 2002)"
    assert not (await house.find_titles("naruta", REQUEST)).exact
    assert (await house.find_titles("", REQUEST)).matches == ()


async def test_an_ambiguous_title_asks_and_the_tap_answers(ann: Talk) -> None:
    reply = await ann.say("similar", "naruta")
    assert "Which one do you mean" in words_of(reply) or ids_of(reply)
    asked = await ann.say("similar", "one")
    assert "If you like One Piece" in words_of(await ann.tap(button(asked, "One Piece")))


async def test_without_a_title_a_few_are_offered(ann: Talk) -> None:
    reply = await ann.say("similar")
    assert "For example: /similar Cowboy Bebop" in words_of(reply)
    assert len([one for one in buttons_of(reply) if not one.asks]) == 6
    assert ids_of(await ann.tap(buttons_of(reply)[0]))


async def test_completion_is_from_all_titles_and_sends_ids(house: House) -> None:
    conversation = Conversation(registry, house)
    options = await conversation.complete("similar", "anime", "narut", REQUEST)
    assert options[0].value == "#20"
    assert len(await conversation.complete("similar", "anime", "", REQUEST)) == 6
    assert "Comedy" in [one.value for one in await conversation.complete("recommend", "genre", "com", REQUEST)]


async def test_what_may_be_offered_in_a_chat_is_looked_up_once_while_somebody_types(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Request] = []
    look_up = house.adult

    async def counted(request: Request) -> bool:
        asked.append(request)
        return await look_up(request)

    monkeypatch.setattr(house, "adult", counted)
    shy, bold = (replace(REQUEST, chat=replace(REQUEST.chat, id=chat)) for chat in ("shy", "bold"))
    await registry.answer(replace(bold, command="settings", arguments={"adult": "on"}), house)
    for _ in range(3):
        assert "Velvet Nights" not in [one.title for one in await house.complete_titles("velvet", 25, shy)]
        assert "Velvet Nights" in [one.title for one in await house.complete_titles("velvet", 25, bold)]
    assert asked == [shy, bold]


async def test_completions_of_one_name_are_told_apart(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    known = await house.catalogue.anime([20, 5114])
    twins = [replace(one, titles=(Title("Twins", TitleLanguage.ROMAJI),)) for one in known.values()]
    monkeypatch.setattr(house.engine, "titles", TitleIndex.build(twins))
    offered = await house.complete_titles("twi", 25, REQUEST)
    assert {one.title for one in offered} == {"Twins (TV, 2002)", "Twins (TV, 2009)"}


async def test_an_alias_is_a_keyed_hash(house: House) -> None:
    alias = house.alias(ANN)
    assert len(alias) == 10
    assert alias == house.alias(Identity("web", "ann"))
    assert alias != house.alias(Identity("cli", "ann"))
    assert "ann" not in alias


async def test_whoever_has_gone_is_back_when_they_speak(house: House, ann: Talk) -> None:
    user_id = await ann.user_id()
    await house.gone(ANN)
    async with house.database.read() as session:
        assert await session.scalar(select(IdentityRow.gone_at).where(IdentityRow.user_id == user_id))
    assert ids_of(await ann.say("recommend"))
    async with house.database.read() as session:
        assert await session.scalar(select(IdentityRow.gone_at).where(IdentityRow.user_id == user_id)) is None


async def test_a_chat_that_moved_keeps_what_was_set_in_it(house: House) -> None:
    old = Request(ADMIN, Chat("telegram", "-5", private=False))
    new = Request(ADMIN, Chat("telegram", "-1005", private=False))
    await registry.answer(replace(old, command="settings", arguments={"adult": "on"}), house)
    assert await house.adult(old)
    assert not await house.adult(new)
    await house.moved("telegram", "-5", "-1005")
    assert await house.adult(new)
