"""The gateway of the tests keeps Discord's rules; asked over a bare socket."""

import zlib
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.platforms.discord.gateway import GUILD_MEMBERS, GUILDS, MESSAGE_CONTENT, MOST_A_MINUTE
from tests.platforms.discord.refusals import Json
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.sessions import Op

TOKEN = "a-token"  # noqa: S105 -- of this server alone
ADDRESS = "v=10&encoding=json"
FLUSHED = b"\x00\x00\xff\xff"


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    server = DiscordServer(TOKEN)
    server.guild("Anime club", server.person("Ann")).channel("general")
    async with server.running():
        yield server


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def opened(server: DiscordServer, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    """Return a socket that was greeted."""
    socket = await session.ws_connect(f"{server.gateway_url}?{ADDRESS}")
    assert (await socket.receive_json())["op"] == Op.HELLO
    return socket


def identity(**changes: object) -> Json:
    return {"op": Op.IDENTIFY, "d": {"token": TOKEN, "intents": GUILDS, "properties": {}} | changes}


async def test_a_bot_is_greeted_told_who_it_is_and_where(server: DiscordServer, session: aiohttp.ClientSession) -> None:
    socket = await opened(server, session)
    await socket.send_json({"op": Op.HEARTBEAT, "d": None})
    assert (await socket.receive_json())["op"] == Op.HEARTBEAT_ACK
    await socket.send_json(identity())
    ready, guild = await socket.receive_json(), await socket.receive_json()
    assert (ready["t"], ready["s"], guild["t"], guild["s"]) == ("READY", 1, "GUILD_CREATE", 2)
    assert ready["d"]["guilds"] == [{"id": guild["d"]["id"], "unavailable": True}]
    assert [channel["name"] for channel in guild["d"]["channels"]] == ["general"]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (identity(token="another"), 4004),  # noqa: S106 -- a wrong one
        (identity(intents=GUILD_MEMBERS), 4014),
        (identity(intents=MESSAGE_CONTENT), 4014),
        (identity(intents=1 << 30), 4013),
        (identity(intents=None), 4013),
        (identity(shard=[1, 1]), 4010),
        ({"op": Op.PRESENCE, "d": {}}, 4003),
        ({"op": 99, "d": {}}, 4001),
        ({"op": Op.RESUME, "d": {"token": "another", "session_id": "", "seq": 0}}, 4004),
        ({"op": Op.IDENTIFY, "d": {"token": "x" * 5000}}, 4002),
    ],
)
async def test_what_breaks_a_rule_ends_the_connection(
    server: DiscordServer, session: aiohttp.ClientSession, message: Json, code: int
) -> None:
    socket = await opened(server, session)
    await socket.send_json(message)
    assert (await socket.receive()).data == code
    assert server.closings == [code]


async def test_who_identifies_twice_or_talks_too_much_is_hung_up_on(
    server: DiscordServer, session: aiohttp.ClientSession
) -> None:
    twice, chatty = await opened(server, session), await opened(server, session)
    for _ in range(2):
        await twice.send_json(identity())
    for _ in range(MOST_A_MINUTE + 1):
        await chatty.send_json({"op": Op.HEARTBEAT, "d": None})
    for socket in (twice, chatty):
        async for _ in socket:
            pass
    assert (twice.close_code, chatty.close_code) == (4005, 4008)


@pytest.mark.parametrize("address", ["v=9&encoding=json", "encoding=json"])
async def test_another_version_is_refused(server: DiscordServer, session: aiohttp.ClientSession, address: str) -> None:
    socket = await session.ws_connect(f"{server.gateway_url}?{address}")
    assert (await socket.receive()).data == 4012


async def test_a_silent_client_is_hung_up_on_and_cannot_resume(
    server: DiscordServer, session: aiohttp.ClientSession
) -> None:
    socket = await opened(server, session)
    await socket.send_json(identity())
    ready = await socket.receive_json()
    server.gateway.heartbeat_interval = 0.01
    await socket.send_json({"op": Op.PRESENCE, "d": {}})  # anything but a heartbeat
    async for _ in socket:
        pass
    assert socket.close_code == 4009
    again = await opened(server, session)
    await again.send_json({"op": Op.RESUME, "d": {"token": TOKEN, "session_id": ready["d"]["session_id"], "seq": 1}})
    assert await again.receive_json() == {"op": Op.INVALID_SESSION, "d": False}


async def test_who_resumes_is_told_what_was_missed(server: DiscordServer, session: aiohttp.ClientSession) -> None:
    socket = await opened(server, session)
    await socket.send_json(identity())
    ready = await socket.receive_json()
    await server.gateway.ready()
    await server.drop_gateway()
    server.guilds[0].channel("while you were away")
    back = await opened(server, session)
    await back.send_json({"op": Op.RESUME, "d": {"token": TOKEN, "session_id": ready["d"]["session_id"], "seq": 2}})
    missed, resumed = await back.receive_json(), await back.receive_json()
    assert (missed["t"], missed["s"], missed["d"]["name"]) == ("CHANNEL_CREATE", 3, "while you were away")
    assert (resumed["t"], resumed["s"]) == ("RESUMED", 4)


async def test_only_what_was_asked_for_is_told(server: DiscordServer, session: aiohttp.ClientSession) -> None:
    socket = await opened(server, session)
    await socket.send_json(identity(intents=0))
    assert (await socket.receive_json())["t"] == "READY"
    server.guilds[0].channel("unheard of")
    await socket.send_json({"op": Op.HEARTBEAT, "d": None})
    assert (await socket.receive_json())["op"] == Op.HEARTBEAT_ACK


async def test_each_shard_is_told_of_its_guilds(server: DiscordServer, session: aiohttp.ClientSession) -> None:
    server.gateway.shards = 2
    for _ in range(4):
        server.clock.advance(0.001)
        server.guild("Another", server.people[0])
    told = []
    for number in range(2):
        socket = await opened(server, session)
        await socket.send_json(identity(shard=[number, 2]))
        ready = await socket.receive_json()
        assert ready["d"]["shard"] == [number, 2]
        told += [guild["id"] for guild in ready["d"]["guilds"]]
        assert all((int(guild["id"]) >> 22) % 2 == number for guild in ready["d"]["guilds"])
    assert sorted(told) == sorted(guild.id for guild in server.guilds)


async def test_a_stream_is_compressed_where_that_is_asked(
    server: DiscordServer, session: aiohttp.ClientSession
) -> None:
    socket = await session.ws_connect(f"{server.gateway_url}?{ADDRESS}&compress=zlib-stream")
    unpacked = zlib.decompressobj()
    hello = await socket.receive_bytes()
    assert hello.endswith(FLUSHED)
    assert b'"op":10' in unpacked.decompress(hello)
    await socket.send_json(identity())
    assert b'"t":"READY"' in unpacked.decompress(await socket.receive_bytes())
