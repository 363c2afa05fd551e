import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
import uvicorn
from fastapi import FastAPI

from bot.conversation.surface import LoginError
from bot.telegram.surface import TelegramSurface
from tests.bot.telegram.bots import Bots
from tests.bot.telegram.oddities import Oddities
from tests.platforms.telegram.server import TelegramServer

HEADER = "X-Telegram-Bot-Api-Secret-Token"


@asynccontextmanager
async def called_at(bots: Bots, oddities: Oddities) -> AsyncIterator[tuple[TelegramSurface, str]]:
    """A surface with a webhook, and the address it is called at."""
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/telegram/hook"
    surface = bots.surface(url, oddities.conversation)
    application = FastAPI()
    application.include_router(surface.routes)
    server = uvicorn.Server(uvicorn.Config(application, log_config=None, access_log=False, lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield surface, url
    finally:
        await bots.stop()
        server.should_exit = True
        await serving


async def posted(url: str, body: bytes, secret: str = "s" * 32) -> int:
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers={HEADER: secret}) as answer:
        return answer.status


async def test_telegram_calls_and_is_answered(bots: Bots, telegram: TelegramServer) -> None:
    odd = Oddities(bots.house)
    async with called_at(bots, odd) as (surface, _):
        await bots.start(surface)
        await telegram.called("setWebhook")
        ann = telegram.person("Ann")
        await ann.private.says(ann, "/echo hello")
        assert (await ann.private.next_message()).text == "hello"
        assert telegram.calls_of("getUpdates") == []


async def test_only_telegram_may_call(bots: Bots, telegram: TelegramServer) -> None:
    odd = Oddities(bots.house)
    async with called_at(bots, odd) as (surface, url):
        assert await posted(url, b'{"update_id": 1}') == 503  # nobody is in yet
        await bots.start(surface)
        await telegram.called("setWebhook")
        assert await posted(url, b'{"update_id": 1}', "wrong") == 403
        assert await posted(url, b'{"update_id": 1}', "é") == 403
        assert await posted(url, b"rubbish") == 400
        assert await posted(url, b"[]") == 400
        assert await posted(url, b"{}") == 400
        assert await posted(url, b'{"update_id": 1}') == 200
    assert odd.asked == []


async def test_a_webhook_needs_a_secret(bots: Bots) -> None:
    with pytest.raises(ValueError, match="secret"):
        TelegramSurface(
            bots.conversation,
            bots.notebook,
            token="1:x",  # noqa: S106  opens nothing
            api_url="http://127.0.0.1:9",
            webhook_url="https://example.com/hook",
            webhook_secret=None,
        )


async def test_polling_takes_a_webhook_away(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    await telegram.called("getUpdates")
    assert telegram.calls_of("deleteWebhook")
    assert bots.surface().routes.routes == []


async def test_a_wrong_token_is_told_without_the_token(bots: Bots, telegram: TelegramServer) -> None:
    telegram.revoke_token()
    with pytest.raises(LoginError) as told:
        await bots.surface().serve(lambda: None, asyncio.Event())
    assert "does not take the token" in str(told.value)
    assert telegram.token not in str(told.value)
    assert told.value.__suppress_context__


async def test_a_telegram_that_cannot_be_reached_is_told(bots: Bots) -> None:
    surface = TelegramSurface(
        bots.conversation,
        bots.notebook,
        token="1:secret",  # noqa: S106  opens nothing
        api_url="http://127.0.0.1:9",
        webhook_url=None,
        webhook_secret=None,
    )
    with pytest.raises(LoginError, match=r"cannot be reached at http://127\.0\.0\.1:9") as told:
        await surface.serve(lambda: None, asyncio.Event())
    assert "secret" not in str(told.value)


async def test_a_token_that_is_revoked_later_ends_the_surface(bots: Bots, telegram: TelegramServer) -> None:
    stopping = asyncio.Event()
    serving = asyncio.create_task(bots.surface().serve(lambda: None, stopping))
    await telegram.called("getUpdates")
    telegram.revoke_token()
    with pytest.raises(LoginError, match="no longer takes the token"):
        await asyncio.wait_for(serving, 5)


async def test_a_process_is_told_of_another_one(bots: Bots, telegram: TelegramServer) -> None:
    first = asyncio.create_task(bots.surface().serve(lambda: None, asyncio.Event()))
    await telegram.called("getUpdates")
    await bots.start()
    with pytest.raises(LoginError, match="Another process"):
        await asyncio.wait_for(first, 5)


async def test_what_is_under_way_is_finished_and_nothing_is_asked_twice(bots: Bots, telegram: TelegramServer) -> None:
    odd = Oddities(bots.house)
    await bots.start(bots.surface(conversation=odd.conversation))
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/hold")
    await ann.private.says(ann, "/echo last")
    await telegram.called("sendMessageDraft")
    stopping = asyncio.create_task(bots.stop())
    odd.go_on.set()
    await stopping
    assert [message.text for message in ann.private.bot_messages] == ["held", "last"]
    await bots.start(bots.surface(conversation=odd.conversation))
    await ann.private.says(ann, "/echo new")
    await telegram.settled()
    await bots.stop()
    assert [message.text for message in ann.private.bot_messages] == ["held", "last", "new"]


async def test_what_takes_too_long_is_given_up(
    bots: Bots, telegram: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.surface._FINISH_SECONDS", 0.05)
    odd = Oddities(bots.house)
    await bots.start(bots.surface(conversation=odd.conversation))
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/hold")
    await telegram.called("sendMessageDraft")
    await asyncio.wait_for(bots.stop(), 5)
    assert ann.private.bot_messages == []


async def test_a_surface_serves_again(bots: Bots, telegram: TelegramServer) -> None:
    odd = Oddities(bots.house)
    surface = bots.surface(conversation=odd.conversation)
    ann = telegram.person("Ann")
    for word in ("one", "two"):
        await bots.start(surface)
        await ann.private.says(ann, f"/echo {word}")
        assert (await ann.private.next_message()).text == word
        await bots.stop()
