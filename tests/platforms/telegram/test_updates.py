"""Updates: polled, posted to a webhook, repeated."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest
from aiohttp import web

from tests.platforms.telegram.chat import Chat
from tests.platforms.telegram.conftest import RawBot
from tests.platforms.telegram.faults import Dropped, Fault, ServerError, Slow, TooManyRequests
from tests.platforms.telegram.person import Person
from tests.platforms.telegram.refusal import Json
from tests.platforms.telegram.server import TelegramServer

WORD = "a-secret_of-this-test"


@dataclass
class Receiver:
    """A webhook that answers 500 to the refused chats, to others with the planned statuses, then 200."""

    refused: set[int] = field(default_factory=set)
    statuses: list[int] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    taken: "asyncio.Queue[Json]" = field(default_factory=asyncio.Queue)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        runner = web.ServerRunner(web.Server(self._take), shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        finally:
            await runner.cleanup()

    async def _take(self, request: web.BaseRequest) -> web.Response:
        update = await request.json()
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if update["message"]["chat"]["id"] in self.refused:
            return web.Response(status=500)
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.taken.put_nowait(update)
        return web.Response(status=status)


def texts(updates: list[Json]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_are_repeated_until_an_offset_confirms_them(bot: RawBot, private: Chat, ann: Person) -> None:
    await private.says(ann, "one")
    first = await bot.gets("getUpdates")
    assert texts(first) == ["/start", "one"]
    assert await bot.gets("getUpdates", limit=1) == first[:1]
    assert await bot.gets("getUpdates", offset=first[1]["update_id"]) == first[1:]
    assert await bot.gets("getUpdates", offset=first[1]["update_id"] + 1) == []


async def test_a_long_poll_returns_with_the_next_update(bot: RawBot, ann: Person) -> None:
    poll = asyncio.create_task(bot.gets("getUpdates", timeout=30))
    await bot.server.called("getUpdates")
    await ann.private.says(ann, "now")
    assert texts(await poll) == ["now"]


async def test_a_second_poller_ends_the_first(server: TelegramServer, bot: RawBot) -> None:
    first = asyncio.create_task(bot.asks("getUpdates", timeout=30))
    await server.called("getUpdates")
    second = asyncio.create_task(bot.asks("getUpdates", timeout=30))
    ended = await first
    assert (ended["error_code"], ended["description"][:46]) == (409, "Conflict: terminated by other getUpdates reque")
    server.world.updates.close()
    assert (await second)["ok"]


async def test_only_the_kinds_that_were_asked_for_come(bot: RawBot, private: Chat, ann: Person) -> None:
    assert len(await bot.gets("getUpdates", allowed_updates=["my_chat_member"])) == 1
    await private.says(ann, "unheard")
    blocked = await ann.blocks()
    assert (await bot.gets("getUpdates"))[1:] == [blocked]


async def test_an_update_comes_twice_under_one_number(
    server: TelegramServer, bot: RawBot, private: Chat, ann: Person
) -> None:
    said = await private.says(ann, "again")
    first = await bot.gets("getUpdates")
    offset = first[-1]["update_id"] + 1
    assert await bot.gets("getUpdates", offset=offset) == []
    later = await private.says(ann, "later")
    server.deliver_twice(said)
    assert await bot.gets("getUpdates", offset=offset) == [said.update, later.update]
    assert await bot.gets("getUpdates", offset=offset + 1) == []


async def test_a_webhook_gets_what_a_poll_would_and_the_secret(
    server: TelegramServer, bot: RawBot, private: Chat, ann: Person
) -> None:
    receiver = Receiver()
    async with receiver.running() as url:
        await bot.gets("setWebhook", url=url, secret_token=WORD, max_connections=2)
        await private.says(ann, "one")
        assert texts([await receiver.taken.get(), await receiver.taken.get()]) == ["/start", "one"]
        await server.settled()
        assert receiver.secrets == [WORD, WORD]
        assert (await bot.is_refused("getUpdates")).startswith("Conflict: can't use getUpdates method while webhook")
        assert (await bot.gets("getWebhookInfo"))["max_connections"] == 2
        await bot.gets("deleteWebhook")
        await private.says(ann, "two")
        assert texts(await bot.gets("getUpdates")) == ["two"]
    assert server.problems == []


async def test_a_webhook_is_told_again_in_order_until_it_answers_well(
    server: TelegramServer, bot: RawBot, private: Chat, ann: Person
) -> None:
    receiver = Receiver(statuses=[500, 503])
    async with receiver.running() as url:
        await bot.gets("setWebhook", url=url)
        await private.says(ann, "one")
        assert texts([await receiver.taken.get(), await receiver.taken.get()]) == ["/start", "one"]
        await server.settled()
    assert server.world.webhook.deliveries.all == [500, 503, 200, 200]
    assert "503" in (await bot.gets("getWebhookInfo"))["last_error_message"]


async def test_a_chat_that_a_webhook_refuses_holds_up_no_other(
    server: TelegramServer, bot: RawBot, private: Chat
) -> None:
    bob = server.person("Bob")
    receiver = Receiver(refused={private.id})
    async with receiver.running() as url:
        await bot.gets("setWebhook", url=url, max_connections=1)
        await bob.private.says(bob, "from Bob")
        assert texts([await receiver.taken.get()]) == ["from Bob"]
        receiver.refused.clear()
        assert texts([await receiver.taken.get()]) == ["/start"]
        await server.settled()


async def test_what_a_webhook_never_took_waits_for_a_poll(bot: RawBot, private: Chat, ann: Person) -> None:
    await bot.gets("setWebhook", url="http://127.0.0.1:9/nobody")
    await private.says(ann, "one")
    assert await bot.server.world.webhook.deliveries.next(5, "an attempt") == "ClientConnectorError"
    await bot.gets("deleteWebhook")
    assert texts(await bot.gets("getUpdates")) == ["/start", "one"]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (
            TooManyRequests(3),
            {
                "ok": False,
                "error_code": 429,
                "description": "Too Many Requests: retry after 3",
                "parameters": {"retry_after": 3},
            },
        ),
        (ServerError(), {"ok": False, "error_code": 500, "description": "Internal Server Error"}),
    ],
)
async def test_a_planned_fault_comes_once(server: TelegramServer, bot: RawBot, fault: Fault, expected: Json) -> None:
    server.faults.next("getMe", fault)
    assert await bot.asks("getMe") == expected
    assert (await bot.asks("getMe"))["ok"]
    assert server.problems == []


async def test_a_slow_and_a_dropped_call_take_effect_or_not(server: TelegramServer, bot: RawBot, private: Chat) -> None:
    hello = {"chat_id": private.id, "text": "hello"}
    server.faults.next("sendMessage", Dropped())
    server.faults.next("sendMessage", Dropped(done=True))
    server.faults.next("sendMessage", Slow(0.01))
    for expected in (0, 1):
        with pytest.raises(httpx.TransportError, match=r"disconnected|closed|reset"):
            await bot.gets("sendMessage", **hello)
        assert len(private.bot_messages) == expected
    await bot.gets("sendMessage", **hello)
    assert len(private.bot_messages) == 2
