"""The real commands over a real socket: what a person on Discord lives through."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands.all import registry
from bot.commands.house import House
from bot.conversation.conversation import Conversation
from tests.bot.commands.rooms import opened_house
from tests.bot.discord.kiosk import Notes, served
from tests.platforms.discord.server import DiscordServer


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened_house(tmp_path) as house:
        yield house


@pytest.fixture
async def osusume(server: DiscordServer, house: House) -> AsyncIterator[DiscordServer]:
    async with served(server, Conversation(registry, house), Notes()):
        yield server


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
