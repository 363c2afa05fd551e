import asyncio
from typing import Any

import pytest
from discord import AutoShardedClient

from bot.conversation.conversation import Conversation
from bot.conversation.surface import LoginError
from bot.discord.surface import DiscordSurface
from tests.bot.discord.kiosk import TOKEN, Kiosk, Notes, served
from tests.logged import logged
from tests.platforms.discord.faults import Dropped, Forbidden, ServerError
from tests.platforms.discord.server import DiscordServer

PUT = "PUT /applications/{application}/commands"


async def serve(server: DiscordServer, conversation: Conversation, token: str = TOKEN) -> None:
    surface = DiscordSurface(conversation, Notes(), token=token, api_url=server.api_url, gateway_url=server.gateway_url)
    async with asyncio.timeout(20):
        await surface.serve(lambda: None, asyncio.Event())


async def test_a_wrong_token_is_said_in_one_line(server: DiscordServer, conversation: Conversation) -> None:
    with pytest.raises(LoginError, match=r"^Discord does not accept DISCORD_TOKEN\.$"):
        await serve(server, conversation, "MTA.wrong.token")


async def test_a_discord_that_is_not_there_is_said_in_one_line(conversation: Conversation) -> None:
    surface = DiscordSurface(
        conversation, Notes(), token=TOKEN, api_url="http://127.0.0.1:9/api/v10", gateway_url="ws://127.0.0.1:9/gateway"
    )
    with pytest.raises(LoginError, match="cannot be reached") as caught:
        await surface.serve(lambda: None, asyncio.Event())
    assert TOKEN not in str(caught.value)


async def test_a_gateway_that_is_not_there_is_said_in_one_line(
    server: DiscordServer, conversation: Conversation
) -> None:
    surface = DiscordSurface(
        conversation, Notes(), token=TOKEN, api_url=server.api_url, gateway_url="ws://127.0.0.1:9/gateway"
    )
    with pytest.raises(LoginError, match=r"^Discord cannot be reached \(ClientConnectorError\)\.$"):
        async with asyncio.timeout(20):
            await surface.serve(lambda: None, asyncio.Event())


@pytest.mark.parametrize(("code", "said"), [(4004, "any more"), (4013, "4013")])
async def test_a_gateway_that_closes_for_good_ends_it(
    server: DiscordServer, conversation: Conversation, code: int, said: str
) -> None:
    serving = asyncio.create_task(serve(server, conversation))
    await server.gateway.ready()
    await server.drop_gateway(code=code)
    with pytest.raises(LoginError, match=said):
        await serving


async def test_a_gateway_that_drops_is_resumed_and_nothing_is_lost(discord: DiscordServer, kiosk: Kiosk) -> None:
    ann = discord.person("Ann")
    await discord.drop_gateway(resumable=True)
    call = await ann.uses("heard", where=discord.dm(ann))
    assert (await call.answered(10)).texts == ["Heard."]
    assert len(kiosk.requests) == 1


async def test_a_session_that_is_gone_is_begun_anew(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    await discord.drop_gateway(resumable=False)
    await discord.gateway.ready()
    assert (await (await ann.uses("heard", where=discord.dm(ann))).answered()).texts == ["Heard."]


async def test_a_button_works_after_a_restart(server: DiscordServer, conversation: Conversation, kiosk: Kiosk) -> None:
    ann = server.person("Ann")
    async with served(server, conversation, Notes()):
        message = await (await ann.uses("show", where=server.dm(ann))).answered()
        modal = await (await ann.taps(message, "Note")).asked()
    async with served(server, conversation, Notes()):
        assert (await (await ann.taps(message, "👍")).answered()) is message
        assert (await (await modal.submits("The end")).answered()) is message
    assert kiosk.thumbs == [(ann.id, "1")]


async def test_what_is_under_way_is_finished_before_it_stops(
    server: DiscordServer, conversation: Conversation, kiosk: Kiosk
) -> None:
    ann = server.person("Ann")
    async with served(server, conversation, Notes()):
        call = await ann.uses("slow", where=server.dm(ann))
        await call.acknowledged()
        asyncio.get_running_loop().call_later(0.2, kiosk.open.set)
    assert (await call.answered()).texts == ["At last."]


async def test_what_never_ends_does_not_keep_it_open(
    server: DiscordServer, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.discord.answers._FINISH_SECONDS", 0.1)
    ann = server.person("Ann")
    async with served(server, conversation, Notes()):
        await (await ann.uses("slow", where=server.dm(ann))).acknowledged()


async def test_a_gateway_that_does_not_say_goodbye_does_not_keep_it_open(
    server: DiscordServer, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.discord.client._CLOSE_SECONDS", 0.0)
    with logged("WARNING") as lines:
        async with served(server, conversation, Notes()):
            pass
    assert lines == ["WARNING Discord's gateway did not close in time\n"]


async def test_commands_are_told_when_they_changed_only(server: DiscordServer, conversation: Conversation) -> None:
    notes = Notes()
    for _ in range(2):
        async with served(server, conversation, notes):
            pass
    assert len(server.asked(PUT)) == 1
    notes.kept["commands"] = "another digest"
    async with served(server, conversation, notes):
        assert len(server.asked(PUT)) == 2


async def test_it_opens_with_the_commands_discord_knows_where_it_cannot_tell_new_ones(
    server: DiscordServer, conversation: Conversation
) -> None:
    notes = Notes()
    server.faults.next(PUT, Forbidden())
    async with served(server, conversation, notes):
        assert notes.kept == {}
    server.faults.next(PUT, ServerError())
    async with served(server, conversation, notes):
        assert "commands" in notes.kept


async def test_it_asks_for_servers_and_nothing_else(discord: DiscordServer) -> None:
    assert discord.gateway.intents == [1]


async def test_many_servers_take_several_shards(
    server: DiscordServer, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    launched: list[Any] = []
    launch = AutoShardedClient.launch_shards

    async def counted(client: AutoShardedClient) -> None:
        launched.append(client)
        await launch(client)

    monkeypatch.setattr(AutoShardedClient, "launch_shards", counted)
    monkeypatch.setattr("bot.discord.client._GUILDS_OF_ONE_SHARD", 0)
    server.gateway.shards = 2
    ann = server.person("Ann")
    channel = server.guild("Club", ann).channel("general")
    async with served(server, conversation, Notes()):
        await server.gateway.ready()
        assert (await (await ann.uses("heard", where=channel)).answered()).texts == ["Heard."]
    assert len(launched) == 1


async def test_nothing_of_a_message_is_kept(discord: DiscordServer, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[object] = []
    monkeypatch.setattr("discord.ui.view.ViewStore.add_view", lambda _store, view, *_: kept.append(view))
    ann = discord.person("Ann")
    message = await (await ann.uses("show", where=discord.dm(ann))).answered()
    await (await (await (await ann.taps(message, "Note")).asked()).submits("x")).answered()
    assert kept == []
    assert discord.asked("POST /interactions/{id}/{token}/callback")


async def test_a_log_in_that_drops_is_a_log_in_error(server: DiscordServer, conversation: Conversation) -> None:
    server.faults.next("GET /users/@me", *[Dropped()] * 5)
    with pytest.raises(LoginError, match="cannot be reached"):
        await serve(server, conversation)
