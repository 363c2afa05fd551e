"""Delivering updates to the bot's own address."""

import asyncio
import re
import time
from collections import deque
from collections.abc import Coroutine
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp
from telegram.constants import WebhookLimit

from tests.platforms.telegram.arrivals import Arrivals
from tests.platforms.telegram.call import Call
from tests.platforms.telegram.refusal import Json, RefusalError
from tests.platforms.telegram.updates import Updates

DEFAULT_CONNECTIONS = 40
FIRST_PAUSE, LONGEST_PAUSE = 0.02, 1.0
PATIENCE = aiohttp.ClientTimeout(total=10)

_secret = re.compile(rf"[A-Za-z0-9_-]{{1,{WebhookLimit.MAX_SECRET_TOKEN_LENGTH}}}\Z")


class Webhook:
    """Takes updates out of the queue and posts them until the bot answers 2xx.

    In order within a chat, side by side across chats, over at most `max_connections` connections.
    deliveries: the status of each attempt, or the name of the error that broke it.
    """

    def __init__(self, updates: Updates) -> None:
        self.deliveries: Arrivals[int | str] = Arrivals()
        self._updates = updates
        self._url = ""
        self._secret: str | None = None
        self._connections = DEFAULT_CONNECTIONS
        self._last_error: tuple[int, str] | None = None
        self._lanes: dict[int, deque[Json]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def set(self, call: Call) -> bool:
        """Start delivering to a call's address, or stop where it is empty. Raises RefusalError for a bad one."""
        if not (url := call.text("url")):
            return await self.delete(call)
        _check_url(url)
        secret = call.text("secret_token")
        if secret and not _secret.match(secret):
            raise RefusalError("Bad Request: secret token contains unallowed characters")
        await self.stop()
        self._updates.allow(call)
        if call.flag("drop_pending_updates"):
            self._updates.drop()
        connections = call.whole("max_connections", DEFAULT_CONNECTIONS)
        most = WebhookLimit.MAX_CONNECTIONS_LIMIT
        self._connections = min(max(connections, WebhookLimit.MIN_CONNECTIONS_LIMIT), most)
        self._url, self._secret, self._updates.webhook_is_set = url, secret or None, True
        self._begin(self._share_out())
        return True

    async def delete(self, call: Call) -> bool:
        """Stop delivering; what was not delivered waits for getUpdates."""
        await self.stop()
        self._url, self._updates.webhook_is_set = "", False
        if call.flag("drop_pending_updates"):
            self._updates.drop()
        return True

    async def stop(self) -> None:
        """Stop delivering for now and return what is under way to the queue."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        held = [update for lane in self._lanes.values() for update in lane]
        self._updates.put_back(sorted(held, key=lambda update: int(update["update_id"])))
        self._lanes.clear()

    @property
    def undelivered(self) -> int:
        """How many updates the bot has not confirmed."""
        return self._updates.pending + sum(map(len, self._lanes.values()))

    def info(self) -> Json:
        """Return the WebhookInfo."""
        shown: Json = {
            "url": self._url,
            "has_custom_certificate": False,
            "pending_update_count": self.undelivered,
        }
        if self._url:
            shown["max_connections"] = self._connections
        if self._last_error:
            shown["last_error_date"], shown["last_error_message"] = self._last_error
        if self._updates.allowed:
            shown["allowed_updates"] = self._updates.allowed
        return shown

    async def _share_out(self) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
        connector = aiohttp.TCPConnector(limit=self._connections)
        async with aiohttp.ClientSession(connector=connector, headers=headers, timeout=PATIENCE) as session:
            while True:
                update = await self._updates.next()
                lane = _lane(update)
                if lane in self._lanes:
                    self._lanes[lane].append(update)
                else:
                    self._lanes[lane] = deque([update])
                    self._begin(self._empty(session, lane))

    async def _empty(self, session: aiohttp.ClientSession, lane: int) -> None:
        waiting = self._lanes[lane]
        while waiting:
            await self._deliver(session, waiting[0])
            waiting.popleft()
        del self._lanes[lane]
        self._updates.moved.set()

    async def _deliver(self, session: aiohttp.ClientSession, update: Json) -> None:
        pause = FIRST_PAUSE
        while (trouble := await self._attempt(session, update)) is not None:
            self._last_error = int(time.time()), trouble
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _attempt(self, session: aiohttp.ClientSession, update: Json) -> str | None:
        """Post an update once. Returns what went wrong, None for nothing."""
        try:
            async with session.post(self._url, json=update) as response:
                await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            self.deliveries.add(type(error).__name__)
            return f"Connection failed: {type(error).__name__}"
        self.deliveries.add(response.status)
        if response.status // 100 == 2:
            return None
        return f"Wrong response from the webhook: {response.status} {response.reason}"

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _check_url(url: str) -> None:
    """Raise RefusalError for what is neither HTTPS nor, as with a local Bot API server, on this machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    here = host == "localhost" or (host.replace(".", "").isdigit() and ip_address(host).is_loopback)
    if parts.scheme != "https" and not (parts.scheme == "http" and here):
        raise RefusalError("Bad Request: bad webhook: An HTTPS URL must be provided for webhook")


def _lane(update: Json) -> int:
    """Return what an update's order is kept within: its chat, or who sent it."""
    content = next(value for name, value in update.items() if name != "update_id")
    about = content.get("chat") or content.get("message", {}).get("chat") or content.get("from") or {}
    return int(about.get("id", 0))
