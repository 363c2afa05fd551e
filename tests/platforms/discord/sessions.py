"""What a gateway remembers of a bot: its session, and the socket at which it is at the moment."""

import asyncio
import secrets
import zlib
from collections import deque
from contextlib import suppress
from enum import IntEnum

from aiohttp import web

from tests.platforms.discord.encoding import encoded
from tests.platforms.discord.refusals import Json

REPLAYED = 20_000
"""How many events a session keeps for a bot that resumes."""

ABNORMAL = 1006
"""What a client sees of a socket that was cut without a word."""


class Op(IntEnum):
    """What a message of the gateway is about."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Session:
    """A bot's session: it outlives its connection, so that what was missed can be replayed."""

    def __init__(self, intents: int, shard: tuple[int, int]) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.shard = shard
        self.connection: Connection | None = None
        self.sequence = 0
        self._sent: deque[tuple[int, Json]] = deque(maxlen=REPLAYED)

    def serves(self, guild: str | None) -> bool:
        """Return whether events of this guild, or of private chats, are for this shard."""
        number, count = self.shard
        return (int(guild) >> 22) % count == number if guild else number == 0

    def dispatch(self, event: str, data: Json) -> None:
        """Send an event, now or when the bot resumes."""
        self.sequence += 1
        message: Json = {"op": Op.DISPATCH, "t": event, "s": self.sequence, "d": data}
        self._sent.append((self.sequence, message))
        if self.connection:
            self.connection.send(message)

    def missed(self, since: int) -> list[Json]:
        """Return what was sent after a number."""
        return [message for sequence, message in self._sent if sequence > since]


class Connection:
    """One socket: what is put into it leaves in order, compressed as the bot asked."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.session: Session | None = None
        self.heard = 0.0
        self.hung_up = False
        self._socket = socket
        self._transport = request.transport
        self._compressor = zlib.compressobj() if "compress" in request.query else None
        self._waiting: asyncio.Queue[Json] = asyncio.Queue()

    def send(self, message: Json) -> None:
        """Put a message on its way."""
        self._waiting.put_nowait(message)

    async def pump(self) -> None:
        """Send what is waiting, for as long as the socket lives."""
        with suppress(ConnectionError):  # the other side has gone; whoever reads the socket sees that too
            while True:
                await self._write(await self._waiting.get())

    async def close(self, code: int, reason: str = "") -> None:
        """Close the socket with a code of Discord's, or cut it."""
        self.hung_up = True
        if code != ABNORMAL:
            await self._socket.close(code=code, message=reason.encode())
        elif self._transport:
            self._transport.abort()

    async def _write(self, message: Json) -> None:
        text = encoded(message)
        if self._compressor:
            whole = self._compressor.compress(text) + self._compressor.flush(zlib.Z_SYNC_FLUSH)
            await self._socket.send_bytes(whole)
        else:
            await self._socket.send_str(text.decode())
