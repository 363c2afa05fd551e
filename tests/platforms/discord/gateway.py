"""The gateway: https://docs.discord.com/developers/events/gateway, as far as a bot meets it."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from tests.platforms.discord.refusals import Json
from tests.platforms.discord.sessions import Connection, Op, Session

if TYPE_CHECKING:
    from tests.platforms.discord.server import DiscordServer

GUILDS, GUILD_MEMBERS, GUILD_PRESENCES = 1 << 0, 1 << 1, 1 << 8
GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 9, 1 << 12, 1 << 15
PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
INTENTS = sum(1 << bit for bit in (*range(17), 20, 21, 24, 25))
"""Every intent there is."""

LONGEST = 4096
"""Bytes in a client's message."""

MOST_A_MINUTE = 120
"""Messages from a client."""

UNSHARDED = 2500
"""How many guilds a connection may have."""

SESSIONS_A_DAY = 1000


class Closed(Exception):  # noqa: N818 -- the end of a conversation, not an error of ours
    """The server closes the connection with a code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


class Gateway:
    """All sessions of the bot, and the door to them."""

    def __init__(self, server: "DiscordServer") -> None:
        self.heartbeat_interval = 41.25
        self.privileged = 0
        self.shards = 1
        self.identified = 0
        self.resumed = 0
        self._server = server
        self._sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        self._changed = asyncio.Condition()

    @property
    def live(self) -> list[Session]:
        """The sessions with a bot at the other end."""
        return [session for session in self._sessions.values() if session.connection]

    @property
    def intents(self) -> list[int]:
        """What each session asked to be told."""
        return [session.intents for session in self._sessions.values()]

    def dispatch(self, event: str, data: Json, *, guild: str | None = None, intent: int = 0) -> bool:
        """Send an event to the session that serves its guild, if that asked for such events; say whether one did."""
        told = False
        for session in self._sessions.values():
            if session.serves(guild) and (not intent or session.intents & intent):
                session.dispatch(event, data)
                told = True
        return told

    async def until(self, happened: Callable[[], bool], timeout: float = 20) -> None:  # noqa: ASYNC109 -- reads best so
        """Wait until something is so, which can change when a bot comes, resumes or leaves."""
        async with asyncio.timeout(timeout), self._changed:
            await self._changed.wait_for(happened)

    async def ready(self, timeout: float = 20) -> None:  # noqa: ASYNC109 -- the same
        """Wait until every shard has a bot at the other end."""
        await self.until(lambda: len(self.live) >= self.shards, timeout)

    async def gone(self, timeout: float = 20) -> None:  # noqa: ASYNC109 -- the same
        """Wait until no bot is connected."""
        await self.until(lambda: not self._connections, timeout)

    async def drop(self, code: int, *, resumable: bool) -> None:
        """Close every connection; `ABNORMAL` cuts it. Sessions that are not resumable are forgotten."""
        for session in self._sessions.values():
            session.connection = None
        if not resumable:
            self._sessions.clear()
        await asyncio.gather(*(connection.close(code, "Dropped by a test") for connection in list(self._connections)))

    def ask_to_reconnect(self) -> None:
        """Tell every bot to come again and resume, as Discord does before it restarts a gateway."""
        for connection in self._connections:
            connection.send({"op": Op.RECONNECT, "d": None})

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Talk to a bot until one of the two hangs up."""
        socket = web.WebSocketResponse(compress=False, max_msg_size=0)
        await socket.prepare(request)
        connection = Connection(socket, request)
        self._connections.add(connection)
        pump = asyncio.create_task(connection.pump())
        try:
            _check_address(request)
            connection.send({"op": Op.HELLO, "d": {"heartbeat_interval": int(self.heartbeat_interval * 1000)}})
            await self._listen(connection, socket)
        except Closed as closed:
            self._server.closings.append(closed.code)
            await connection.close(closed.code, closed.reason)
        finally:
            pump.cancel()
            if not connection.hung_up and socket.close_code in {1000, 1001}:  # the bot said that it will not come back
                self._forget(connection)
            await self._leave(connection)
        return socket

    async def _listen(self, connection: Connection, socket: web.WebSocketResponse) -> None:
        loop = asyncio.get_running_loop()
        connection.heard = loop.time()
        arrivals: deque[float] = deque(maxlen=MOST_A_MINUTE)
        while True:
            try:
                async with asyncio.timeout_at(connection.heard + self.heartbeat_interval * 1.5):
                    message = await socket.receive()
            except TimeoutError:
                self._forget(connection)
                raise Closed(4009, "Session timed out.") from None
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return
            if len(arrivals) == MOST_A_MINUTE and loop.time() - arrivals[0] < 60:
                raise Closed(4008, "You are sending too many gateway payloads.")
            arrivals.append(loop.time())
            await self._take(connection, message.data)

    async def _take(self, connection: Connection, data: str | bytes) -> None:
        op, content = _decoded(data)
        if op == Op.HEARTBEAT:
            connection.heard = asyncio.get_running_loop().time()
            connection.send({"op": Op.HEARTBEAT_ACK})
        elif op == Op.IDENTIFY:
            await self._identify(connection, content)
        elif op == Op.RESUME:
            await self._resume(connection, content)
        elif op != Op.PRESENCE:
            raise Closed(4001, "Unknown opcode.")
        elif connection.session is None:
            raise Closed(4003, "Not authenticated.")

    async def _identify(self, connection: Connection, content: Json) -> None:
        if connection.session:
            raise Closed(4005, "Already authenticated.")
        if content.get("token") != self._server.token:
            raise Closed(4004, "Authentication failed.")
        session = Session(self._intents(content), self._shard(content))
        self._sessions = {
            key: old for key, old in self._sessions.items() if old.connection or old.shard != session.shard
        }
        self._sessions[session.id] = session
        self.identified += 1
        self._join(connection, session)
        guilds = [guild for guild in self._server.guilds if guild.has_bot and session.serves(guild.id)]
        ready: Json = {
            "v": 10,
            "user": self._server.bot_user | {"verified": True, "mfa_enabled": True, "email": None},
            "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self._server.gateway_url,
            "shard": list(session.shard),
            "application": {"id": self._server.application_id, "flags": 0},
        }
        session.dispatch("READY", ready)
        if session.intents & GUILDS:
            for guild in guilds:
                session.dispatch("GUILD_CREATE", guild.payload)
        await self._tell()

    async def _resume(self, connection: Connection, content: Json) -> None:
        if content.get("token") != self._server.token:
            raise Closed(4004, "Authentication failed.")
        session = self._sessions.get(str(content.get("session_id")))
        if session is None:
            connection.send({"op": Op.INVALID_SESSION, "d": False})
            return
        since = content.get("seq")
        if not isinstance(since, int) or since > session.sequence:
            raise Closed(4007, "Invalid seq.")
        self.resumed += 1
        for message in session.missed(since):
            connection.send(message)
        self._join(connection, session)
        session.dispatch("RESUMED", {"_trace": []})
        await self._tell()

    def _intents(self, content: Json) -> int:
        intents = content.get("intents")
        if not isinstance(intents, int) or intents & ~INTENTS:
            raise Closed(4013, "Invalid intent(s).")
        if intents & PRIVILEGED & ~self.privileged:
            raise Closed(4014, "Disallowed intent(s).")
        return intents

    def _shard(self, content: Json) -> tuple[int, int]:
        match content.get("shard", [0, 1]):
            case [int(number), int(count)] if 0 <= number < count:
                if sum(guild.has_bot for guild in self._server.guilds) > UNSHARDED * count:
                    raise Closed(4011, "Sharding required.")
                return number, count
            case _:
                raise Closed(4010, "Invalid shard.")

    def _join(self, connection: Connection, session: Session) -> None:
        connection.session = session
        session.connection = connection

    def _forget(self, connection: Connection) -> None:
        if connection.session:
            self._sessions.pop(connection.session.id, None)

    async def _leave(self, connection: Connection) -> None:
        self._connections.discard(connection)
        if connection.session and connection.session.connection is connection:
            connection.session.connection = None
        await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def _check_address(request: web.Request) -> None:
    if request.query.get("v") != "10":
        raise Closed(4012, "Invalid API version.")
    if request.query.get("encoding") != "json" or request.query.get("compress", "zlib-stream") != "zlib-stream":
        raise Closed(4002, f"This server has no {request.query_string}.")


def _decoded(data: str | bytes) -> tuple[object, Json]:
    if len(data) > LONGEST:
        raise Closed(4002, "Decode error: too long.")
    try:
        message = json.loads(data)
    except ValueError:
        raise Closed(4002, "Decode error.") from None
    if not isinstance(message, dict):
        raise Closed(4002, "Decode error.")
    content = message.get("d")
    return message.get("op"), content if isinstance(content, dict) else {}
