"""The real commands over a real socket: what a person on Discord lives through."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands.all import registry
from bot.commands.house import House
from bot.conversation.conversation import Conversation
from bot.conversation.request import Identity
from storage.people import person_known
from tests.bot.commands.rooms import Talk, opened_house, words_of
from tests.bot.discord.kiosk import Notes, served
from tests.platforms.discord.messages import Message
from tests.platforms.discord.server import DiscordServer


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened_house(tmp_path) as house:
        yield house


@pytest.fixture
async def osusume(server: DiscordServer, house: House) -> AsyncIterator[DiscordServer]:
    async with served(server, Conversation(registry, house), Notes()):
        yield server


def titles_of(message: Message) -> list[str]:
    return [text.partition("\n")[0] for text in message.texts if text.startswith("### ")]


async def test_three_cards_and_a_thumb_that_changes_them(osusume: DiscordServer) -> None:
    ann = osusume.person("Ann")
    dm = osusume.dm(ann)
    await (await ann.uses("rate", where=dm, anime="naruto", score=9)).answered()
    message = await (await ann.uses("recommend", where=dm)).answered()
    titles = [text for text in message.texts if text.startswith("### ")]
    assert len(titles) == 3
    assert len([button for button in message.buttons if button.label == "👍"]) == 3
    tap = await ann.taps(message, "👍")
    assert (await tap.answered()) is message
    assert message.texts[0].startswith("👍")
    assert message.button("Undo")
    assert len(message.every_component) <= 40
    undone = await ann.taps(message, "Undo")
    assert (await undone.answered()) is message
    assert [text for text in message.texts if text.startswith("### ")] == titles


async def test_a_pick_is_a_card_with_all_that_can_be_done_about_it(osusume: DiscordServer) -> None:
    ann = osusume.person("Ann")
    dm = osusume.dm(ann)
    for anime in ("naruto", "fullmetal alchemist brotherhood", "steins gate"):
        await (await ann.uses("rate", where=dm, anime=anime, score=9)).answered()
    message = await (await ann.uses("recommend", where=dm)).answered()
    first = next(text for text in message.texts if text.startswith("### "))
    assert " · " in first  # the facts
    assert "for you" in first  # the predicted rating
    assert (message.media[0].description or "").startswith("Cover of ")
    assert [button.label for button in message.buttons[:5]] == ["👍", "👎", "Seen it", "Not for me", "Why?"]
    why = await (await ann.taps(message, "Why?")).answered()
    assert why is not message
    more = await (await ann.taps(message, "More")).answered()
    assert more is not message
    assert not set(titles_of(more)) & set(titles_of(message))


async def test_a_card_of_months_ago_still_learns(server: DiscordServer, house: House) -> None:
    ann = server.person("Ann")
    async with served(server, Conversation(registry, house), Notes()):
        message = await (await ann.uses("recommend", where=server.dm(ann))).answered()
        liked = titles_of(message)[0]
    server.clock.advance(120 * 24 * 60 * 60)
    async with served(server, Conversation(registry, house), Notes()):
        assert (await (await ann.taps(message, "👍")).answered()) is message
    assert message.texts[0].startswith("👍")
    assert liked not in titles_of(message)


async def test_a_tap_that_arrives_twice_counts_once(osusume: DiscordServer) -> None:
    ann = osusume.person("Ann")
    dm = osusume.dm(ann)
    message = await (await ann.uses("recommend", where=dm)).answered()
    tap = await ann.taps(message, "👍")
    tap.arrives_again()
    await tap.answered()
    history = await (await ann.uses("history", where=dm)).answered()
    assert "One anime so far." in history.text


async def test_picks_for_another_need_their_consent(osusume: DiscordServer) -> None:
    ann, bob = osusume.person("Ann"), osusume.person("Bob")
    channel = osusume.guild("Club", ann, bob).channel("general")
    await (await bob.uses("rate", where=channel, anime="naruto", score=9)).answered()
    refused = await (await ann.opens_menu("Recommend for …", on=bob, where=channel)).answered()
    assert refused.ephemeral
    assert "people who let others ask" in refused.text
    privacy = await (await bob.uses("privacy", where=channel)).answered()
    assert privacy.ephemeral
    await (await bob.taps(privacy, "Allow asking")).answered()
    picks = await (await ann.opens_menu("Recommend for …", on=bob, where=channel)).answered()
    assert picks.ephemeral
    assert picks.media


async def test_adult_titles_are_where_the_channel_allows_them(osusume: DiscordServer) -> None:
    ann = osusume.person("Ann")
    guild = osusume.guild("Club", ann)
    general, late = guild.channel("general"), guild.channel("late", nsfw=True)
    for place, seen in ((general, False), (late, True)):
        offered = await ann.types("anime", "anime", "velvet nights", where=place)
        assert ("Velvet Nights" in [choice.name for choice in offered]) is seen
        answer = await (await ann.uses("anime", where=place, anime="#60007")).answered()
        assert ("Velvet Nights" in answer.text) is seen
        if seen:
            assert answer.media[0].spoiler


async def test_what_was_not_understood_is_asked_to_who_said_it(osusume: DiscordServer) -> None:
    ann = osusume.person("Ann")
    channel = osusume.guild("Club", ann).channel("general")
    assert (await (await ann.uses("rate", where=channel, anime="qqqqxyz", score=2)).answered()).ephemeral
    assert not (await (await ann.uses("similar", where=channel, anime="qqqqxyz")).answered()).ephemeral


async def test_all_is_forgotten_on_their_word(osusume: DiscordServer, house: House) -> None:
    ann = osusume.person("Ann")
    channel = osusume.guild("Club", ann).channel("general")
    await (await ann.uses("rate", where=channel, anime="naruto", score=9)).answered()
    question = await (await ann.uses("forget", where=channel)).answered()
    assert question.ephemeral
    done = await (await ann.taps(question, "Yes, delete it all")).answered()
    assert done is question
    assert done.texts == ["All is deleted, 1 rating among it. I do not know you any more."]
    async with house.database.read() as session:
        assert await person_known(session, house.database.secrets, "discord", ann.id) is None


async def test_two_accounts_become_one_person(osusume: DiscordServer, house: House) -> None:
    on_telegram = Talk(house, Identity("telegram", "5"))
    await on_telegram.say("rate", anime="#20", score="9")
    code = words_of(await on_telegram.say("link")).split()[0]
    ann = osusume.person("Ann")
    dm = osusume.dm(ann)
    question = await (await ann.uses("link", where=dm, code=code)).answered()
    await (await ann.taps(question, question.buttons[0].label)).answered()
    history = await (await ann.uses("history", where=dm)).answered()
    assert any("Naruto" in button.label for button in history.buttons)


async def test_in_a_server_a_taste_is_nobody_elses_business(osusume: DiscordServer) -> None:
    ann, bob = osusume.person("Ann"), osusume.person("Bob")
    channel = osusume.guild("Club", ann, bob).channel("general")
    assert (await (await ann.uses("recommend", where=channel)).answered()).ephemeral
    similar = await (await ann.uses("similar", where=channel, anime="naruto")).answered()
    assert not similar.ephemeral
    theirs = await (await bob.taps(similar, "👍")).answered()
    assert theirs.ephemeral
    assert not any(text.startswith("👍") for text in similar.texts)


async def test_titles_are_completed_from_memory(osusume: DiscordServer) -> None:
    ann = osusume.person("Ann")
    offered = await ann.types("similar", "anime", "narut", where=osusume.dm(ann))
    assert offered[0].name.startswith("Naruto")
    answer = await (await ann.uses("similar", where=osusume.dm(ann), anime=offered[0].value)).answered()
    assert "Naruto" in answer.texts[0]


async def test_every_command_is_one_that_discord_takes(osusume: DiscordServer) -> None:
    names = {command["name"] for command in osusume.commands.all() if command["type"] == 1}
    assert names == {command.name for command in registry.commands}
    assert osusume.refusals == []
