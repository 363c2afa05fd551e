"""The stock discord.py talks with the Discord of the tests as it does with the real one."""

import asyncio
import io
from collections.abc import AsyncIterator

import discord
import pytest
import yarl
from discord import app_commands, ui

from tests.platforms.discord.faults import Forbidden, ServerError, Slow, TooManyRequests
from tests.platforms.discord.options import NotOfferedError
from tests.platforms.discord.places import Channel
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.sessions import ABNORMAL

CALLBACK = "POST /interactions/{id}/{token}/callback"
TOKEN = "a-token"  # noqa: S105 -- of this server alone


class Question(ui.Modal, title="One question"):
    """A form with one field."""

    text: ui.Label["Question"] = ui.Label(text="Your answer", component=ui.TextInput(max_length=50))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.text.component, ui.TextInput)
        await interaction.response.send_message(f"You wrote {self.text.component.value}", ephemeral=True)


class Page(ui.LayoutView):
    """A text beside a picture, with a button."""

    def __init__(self, text: str) -> None:
        super().__init__(timeout=None)
        picture = ui.Thumbnail[Page]("attachment://dot.png", description="A dot")
        buttons = ui.ActionRow[Page](ui.Button(label="Again", emoji="👍", custom_id="again"))
        self.add_item(ui.Container(ui.Section(text, accessory=picture), buttons, accent_colour=0x336699))


class Echo(discord.Client):
    """A bot that says what is said to it."""

    def __init__(self) -> None:
        intents, mentions = discord.Intents(guilds=True), discord.AllowedMentions.none()
        super().__init__(intents=intents, allowed_mentions=mentions, guild_ready_timeout=0.01)
        self.seen: asyncio.Queue[int] = asyncio.Queue()
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(echo)
        self.tree.add_command(later)
        self.tree.add_command(ask)
        self.tree.add_command(about)

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self.seen.put_nowait(interaction.id)
        if interaction.type is discord.InteractionType.component:
            view = ui.LayoutView()
            view.add_item(ui.TextDisplay(f"Tapped by {interaction.user.display_name}"))
            await interaction.response.edit_message(view=view, attachments=[])


def dot() -> discord.File:
    return discord.File(io.BytesIO(b"dot"), filename="dot.png")


@app_commands.command(description="Says it again")
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def echo(interaction: discord.Interaction, text: str) -> None:
    await interaction.response.send_message(view=Page(text), file=dot())


@echo.autocomplete("text")
async def completed(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=f"{typed}{letter}", value=f"{typed}{letter}") for letter in "ab"]


@app_commands.command(description="Says it later")
async def later(interaction: discord.Interaction, text: app_commands.Range[str, 2, 5]) -> None:
    await interaction.response.defer(ephemeral=True)
    await interaction.edit_original_response(view=Page(text), attachments=[dot()])
    await interaction.followup.send("That was it", ephemeral=True)


@app_commands.command(description="Asks something")
async def ask(interaction: discord.Interaction) -> None:
    await interaction.response.send_modal(Question())


@app_commands.context_menu(name="Tell about")
async def about(interaction: discord.Interaction, member: discord.Member) -> None:
    await interaction.response.send_message(f"This is {member.display_name}")


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """A Discord with one guild of two people; nothing may be wrong with what the bot sent in the end."""
    server = DiscordServer(TOKEN)
    guild = server.guild("Anime club", server.person("Ann"), server.person("Bob", locale="de"))
    guild.channel("general")
    async with server.running():
        yield server
    assert server.problems == []
    assert server.unanswered == []


@pytest.fixture
async def bot(server: DiscordServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Echo]:
    """The stock bot, connected."""
    monkeypatch.setattr(discord.http.Route, "BASE", server.api_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(server.gateway_url))
    bot = Echo()
    running = asyncio.create_task(bot.start(TOKEN))
    await server.gateway.ready()
    await bot.wait_until_ready()
    yield bot
    await bot.close()
    await running


@pytest.fixture
def general(server: DiscordServer) -> Channel:
    return server.guilds[0].channels[0]


@pytest.mark.parametrize("place", ["guild", "foreign guild", "bot's chat", "people's chat", "group"])
async def test_a_command_is_answered_wherever_it_is_offered(server: DiscordServer, bot: Echo, place: str) -> None:
    ann, bob = server.people
    where = {
        "guild": lambda: server.guilds[0].channels[0],
        "foreign guild": lambda: server.guild("Elsewhere", ann, has_bot=False).channel("talk"),
        "bot's chat": lambda: server.dm(ann),
        "people's chat": lambda: server.private_channel(ann, bob),
        "group": lambda: server.private_channel(ann, bob, server.person("Cid")),
    }[place]()
    answer = await (await ann.uses("echo", where=where, text="hello")).answered()
    assert answer.texts == ["hello"]
    assert [(button.label, button.emoji, button.custom_id) for button in answer.buttons] == [("Again", "👍", "again")]
    assert answer.media[0].description == "A dot"
    assert answer.media[0].url == answer.attachments[0]["url"]
    assert answer.files == {"dot.png": b"dot"}
    assert not answer.ephemeral
    assert bot.user
    assert bot.user.id == int(server.application_id)


@pytest.mark.usefixtures("bot")
async def test_what_is_typed_is_completed(server: DiscordServer, general: Channel) -> None:
    offered = await server.people[0].types("echo", "text", "na", where=general)
    assert [choice.name for choice in offered] == ["naa", "nab"]


@pytest.mark.usefixtures("bot")
async def test_a_tap_changes_the_message(server: DiscordServer, general: Channel) -> None:
    ann, bob = server.people
    message = await (await ann.uses("echo", where=general, text="hello")).answered()
    changed = await (await bob.taps(message, "👍 Again")).answered()
    assert changed is message
    assert (message.texts, message.buttons, message.attachments, message.edits) == (["Tapped by Bob"], [], [], 1)


@pytest.mark.usefixtures("bot")
async def test_a_deferred_answer_comes_later_and_to_one_person(server: DiscordServer, general: Channel) -> None:
    ann, bob = server.people
    call = await ann.uses("later", where=general, text="hello")
    message, more = await call.answered(), await call.answered(number=2)
    assert (message.texts, message.ephemeral, message.loading, message.edits) == (["hello"], True, False, 0)
    assert (more.texts, more.ephemeral) == (["That was it"], True)
    with pytest.raises(NotOfferedError):
        await bob.taps(message, "Again")


@pytest.mark.usefixtures("bot")
async def test_a_form_opens_and_is_sent(server: DiscordServer, general: Channel) -> None:
    form = await (await server.people[0].uses("ask", where=general)).asked()
    assert (form.title, form.labels) == ("One question", ["Your answer"])
    with pytest.raises(ValueError, match="51 characters"):
        await form.submits("x" * 51)
    assert (await (await form.submits("yes")).answered()).texts == ["You wrote yes"]


@pytest.mark.usefixtures("bot")
async def test_the_menu_on_a_person_names_that_person(server: DiscordServer, general: Channel) -> None:
    ann, bob = server.people
    assert (await (await ann.opens_menu("Tell about", on=bob, where=general)).answered()).texts == ["This is Bob"]


@pytest.mark.usefixtures("bot")
async def test_people_can_only_do_what_the_client_lets_them(server: DiscordServer, general: Channel) -> None:
    ann = server.people[0]
    with pytest.raises(LookupError, match="dance is not among"):
        await ann.uses("dance", where=general)
    with pytest.raises(NotOfferedError, match="needs text"):
        await ann.uses("echo", where=general)
    with pytest.raises(NotOfferedError, match="has no"):
        await ann.uses("echo", where=general, text="a", loud=True)
    with pytest.raises(NotOfferedError, match="does not take"):
        await ann.uses("later", where=general, text="too long")
    with pytest.raises(NotOfferedError, match="not offered"):
        await ann.uses("later", where=server.private_channel(ann), text="hello")
    with pytest.raises(NotOfferedError, match="is not in"):
        await server.person("Eve").uses("echo", where=general, text="hello")


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("code", [4000, ABNORMAL])
async def test_what_happens_while_the_bot_is_away_reaches_it_when_it_resumes(
    server: DiscordServer, general: Channel, code: int
) -> None:
    await server.drop_gateway(code=code)
    call = await server.people[0].uses("echo", where=general, text="missed")
    assert (await call.answered(timeout=20)).texts == ["missed"]
    assert (server.gateway.identified, server.gateway.resumed) == (1, 1)


@pytest.mark.usefixtures("bot")
async def test_a_bot_that_is_asked_to_reconnect_resumes(server: DiscordServer) -> None:
    server.gateway.ask_to_reconnect()
    await server.gateway.until(lambda: server.gateway.resumed == 1)
    assert server.gateway.identified == 1


@pytest.mark.usefixtures("bot")
async def test_a_faulty_moment_is_survived(server: DiscordServer, general: Channel) -> None:
    ann = server.people[0]
    server.faults.next(CALLBACK, TooManyRequests(0.05), Slow(0.05), ServerError(502))
    for text in ("limited", "slow", "failing"):
        assert (await (await ann.uses("echo", where=general, text=text)).answered()).texts == [text]
    assert [call.status for call in server.asked(CALLBACK)] == [429, 200, 502, 200, 200]


async def test_a_bot_without_access_is_told(server: DiscordServer, bot: Echo, general: Channel) -> None:
    server.faults.next("POST /channels/{channel}/messages", Forbidden())
    channel = bot.get_channel(int(general.id))
    assert isinstance(channel, discord.TextChannel)
    with pytest.raises(discord.Forbidden):
        await channel.send("hello")
    sent = await channel.send("hello")
    assert server.messages[str(sent.id)].content == "hello"
    await sent.edit(content="goodbye")
    assert server.messages[str(sent.id)].content == "goodbye"
    await sent.delete()
    assert server.messages[str(sent.id)].deleted


async def test_an_event_can_arrive_twice(server: DiscordServer, bot: Echo, general: Channel) -> None:
    call = await server.people[0].uses("echo", where=general, text="hello")
    await call.answered()
    call.arrives_again()
    assert [await bot.seen.get(), await bot.seen.get()] == [int(call.id)] * 2


async def test_a_wrong_token_is_refused(server: DiscordServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", server.api_url)
    bot = discord.Client(intents=discord.Intents.none())
    with pytest.raises(discord.LoginFailure):
        await bot.login("another")
    await bot.close()
    assert [call.status for call in server.asked("GET /users/@me")] == [401]
