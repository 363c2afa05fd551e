import asyncio

import pytest
from sqlalchemy import func, select

from bot.commands.house import House
from bot.conversation.action import Action
from bot.conversation.reply import Audience, Heading, Look, Place, Reply
from bot.conversation.request import Identity
from core.taste import Rating, Status
from storage.tables import Base
from tests.bot.commands.rooms import BOB, Talk, button, words_of

ON_TELEGRAM, ON_DISCORD = Identity("telegram", "1"), Identity("discord", "2")


@pytest.fixture
def telegram(house: House) -> Talk:
    return Talk(house, ON_TELEGRAM)


@pytest.fixture
def discord(house: House) -> Talk:
    return Talk(house, ON_DISCORD)


def code_in(reply: Reply) -> str:
    heading = reply.parts[0]
    assert isinstance(heading, Heading)
    return heading.text


async def linked(one: Talk, other: Talk) -> Reply:
    return await other.say("link", code_in(await one.say("link")))


async def people(house: House) -> int:
    async with house.database.read() as session:
        return (await session.execute(select(func.count()).select_from(Base.metadata.tables["users"]))).scalar_one()


async def test_a_code_is_for_the_person_alone_and_says_how_to_use_it(telegram: Talk) -> None:
    reply = await telegram.say("link")
    assert reply.audience is Audience.PERSONAL
    assert reply.secret
    assert len(reply.parts) > 1  # so that no surface takes it for a notice that others may read
    assert f"/link {code_in(reply)}" in words_of(reply)


async def test_two_tastes_become_one(telegram: Talk, discord: Talk) -> None:
    await telegram.say("rate", "naruto 9")
    await discord.say("rate", "naruto 4")
    await discord.say("rate", "cowboy bebop 8")
    done = await linked(telegram, discord)
    assert "I know you on Discord and on Telegram as one person now" in words_of(done)
    assert await telegram.taste() == await discord.taste()
    assert {one.score for one in (await telegram.taste()).ratings.values()} == {4, 8}
    assert await telegram.user_id() == await discord.user_id()


async def test_any_surface_can_be_linked(house: House, ann: Talk) -> None:
    done = await linked(ann, Talk(house, Identity("cli", "me")))
    assert "in the terminal and in the browser" in words_of(done)


@pytest.mark.parametrize("code", ["K7QF2-MXR9W", "?", "K7QF2 MXR9W again", "0" * 40])
async def test_a_wrong_code_is_answered_kindly(discord: Talk, code: str) -> None:
    assert "I do not know that code." in words_of(await discord.say("link", code))


async def test_a_code_works_once_and_not_for_who_was_given_it(house: House, telegram: Talk, discord: Talk) -> None:
    code = code_in(await telegram.say("link"))
    assert "Please say it to me on the other platform" in words_of(await telegram.say("link", code))
    assert "Done." in words_of(await discord.say("link", code.lower()))
    assert "I do not know that code." in words_of(await Talk(house, BOB).say("link", code))
    again = code_in(await discord.say("link"))
    assert "one person already" in words_of(await telegram.say("link", again))


async def test_of_two_who_say_one_code_at_once_one_is_linked(house: House, telegram: Talk, discord: Talk) -> None:
    code = code_in(await telegram.say("link"))
    replies = await asyncio.gather(discord.say("link", code), Talk(house, BOB).say("link", code))
    assert sorted(words_of(reply)[:5] for reply in replies) == ["Done.", "I do "]
    assert await people(house) == 2


async def test_parting_asks_and_then_both_keep_what_was_joined(telegram: Talk, discord: Talk) -> None:
    await telegram.say("rate", "naruto 9")
    await telegram.say("settings", "romaji")
    await linked(telegram, discord)
    question = await discord.say("unlink")
    assert button(question, "Yes").look is Look.DANGER
    assert await telegram.user_id() == await discord.user_id()
    done = await discord.tap(button(question, "Yes"))
    assert done.place is Place.SAME
    assert await telegram.user_id() != await discord.user_id()
    assert await telegram.taste() == await discord.taste()
    assert (await discord.taste()).ratings == {20: Rating(9, status=Status.WATCHED)}
    assert button(await discord.say("settings"), "Romaji").look is Look.CHOSEN
    assert "a person of its own already" in words_of(await discord.tap(button(question, "Yes")))


async def test_what_was_agreed_to_does_not_come_along(telegram: Talk, discord: Talk) -> None:
    await linked(telegram, discord)
    await telegram.tap(button(await telegram.say("privacy"), "Allow training"))
    await discord.tap(button(await discord.say("unlink"), "Yes"))
    assert "do not train" in words_of(await discord.say("privacy"))
    assert "may train" in words_of(await telegram.say("privacy"))


async def test_whoever_is_not_linked_is_told_so(telegram: Talk) -> None:
    assert "nothing to part" in words_of(await telegram.say("unlink"))
    await telegram.say("recommend")
    assert "nothing to part" in words_of(await telegram.say("unlink"))


async def test_somebody_elses_question_parts_nothing(house: House, telegram: Talk, discord: Talk) -> None:
    await linked(telegram, discord)
    question = await telegram.say("unlink")
    assert "for someone else" in words_of(await Talk(house, BOB).tap(button(question, "Yes")))
    assert "for someone else" in words_of(await discord.tap(Action("part", (house.alias(ON_TELEGRAM),))))
    assert await telegram.user_id() == await discord.user_id()
    assert "All stays as it is." in words_of(await telegram.tap(button(question, "No")))


async def test_forgetting_names_both_platforms_and_forgets_on_both(house: House, telegram: Talk, discord: Talk) -> None:
    await telegram.say("rate", "naruto 9")
    await discord.say("recommend")
    await linked(telegram, discord)
    question = await discord.say("forget")
    assert "You are forgotten on Discord and on Telegram." in words_of(question)
    await discord.tap(button(question, "Yes"))
    async with house.database.read() as session:
        for name in ("users", "identities", "ratings", "link_codes", "chats"):
            table = Base.metadata.tables[name]
            assert (await session.execute(select(func.count()).select_from(table))).scalar_one() == 0, name
    assert not (await telegram.taste()).ratings


async def test_among_others_nobody_is_told_which_places_they_are(house: House, telegram: Talk, discord: Talk) -> None:
    code = code_in(await telegram.say("link"))
    telegram.private = discord.private = False
    replies = [await discord.say("link", code), await discord.say("link", code)]
    replies += [await telegram.say("link", code_in(await discord.say("link")))]
    replies += [await discord.say("unlink"), await discord.say("forget")]
    said = "\n".join(map(words_of, replies))
    assert "I know you in several places as one person now" in said
    assert "one person already" in said
    assert "in several places, as one person. Shall" in said
    assert "You are forgotten wherever I know you." in said
    assert "on Telegram" not in said
    assert await people(house) == 1


async def test_privacy_names_the_platforms(telegram: Talk, discord: Talk) -> None:
    assert "I know you on Telegram. If you use me elsewhere too, /link" in words_of(await telegram.say("privacy"))
    await linked(telegram, discord)
    assert "I know you on Discord and on Telegram, as one person." in words_of(await telegram.say("privacy"))
