"""A second opinion: the same surface against simcord, which somebody else wrote."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import simcord
from discord import Client

from bot.conversation.conversation import Conversation
from bot.discord.answers import Answers
from bot.discord.client import new_client
from tests.bot.discord.kiosk import Kiosk


@asynccontextmanager
async def simulated(conversation: Conversation) -> AsyncIterator[simcord.Env]:
    client, commands = new_client(Client, conversation, Answers(conversation))
    vars(client)["tree"] = commands  # where simcord looks for them
    async with simcord.run(client) as env:
        await commands.sync()
        yield env


async def test_a_command_a_tap_and_a_tap_by_another(conversation: Conversation, kiosk: Kiosk) -> None:
    async with simulated(conversation) as world:
        guild = world.create_guild()
        channel = guild.create_text_channel("general")
        ann, bob = (guild.add_member(world.create_user(name)) for name in ("ann", "bob"))
        shown = (await ann.slash(channel, "drawn")).response
        assert shown
        assert not shown.ephemeral
        own = await ann.click(shown, label="👍")
        assert own.acknowledged
        other = await bob.click(shown, label="Undo")
        assert other.ephemeral
        assert [person for person, _ in kiosk.thumbs] == [str(ann.id), str(bob.id)]


async def test_options_while_typing_and_as_given(conversation: Conversation) -> None:
    async with simulated(conversation) as world:
        guild = world.create_guild()
        channel = guild.create_text_channel("general")
        ann = guild.add_member(world.create_user("ann"))
        offered = await ann.autocomplete(channel, "similar", "anime", "nar")
        assert [choice["value"] for choice in offered] == ["#20", "#1735"]
        answer = await ann.slash(channel, "rate", anime="#20", score=9)
        assert answer.response
        assert "rate 20 9" in str(answer.response.components)


async def test_a_form_and_the_menu_on_a_person(conversation: Conversation, kiosk: Kiosk) -> None:
    async with simulated(conversation) as world:
        guild = world.create_guild()
        channel = guild.create_text_channel("general")
        ann, bob = (guild.add_member(world.create_user(name)) for name in ("ann", "bob"))
        shown = (await ann.slash(channel, "mine")).response
        assert shown
        assert shown.ephemeral
        form = await ann.click(shown, label="Note")
        assert form.modal
        sent = await ann.submit_modal(form, {"line": "The end"})
        assert sent.acknowledged
        await ann.context_menu(channel, "Listen to …", bob)
        [request] = kiosk.requests
        assert request.subject
        assert request.subject.id == str(bob.id)
