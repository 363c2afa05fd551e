import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import web
from telegram import InputFile
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.telegram.plain_bot import PlainBot
from bot.telegram.transport import NotSentError, Transport

TOKEN = "123456:secret"  # noqa: S105  opens nothing
DONE = web.json_response({"ok": True, "result": True})


@asynccontextmanager
async def served(answer: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]) -> AsyncIterator[PlainBot]:
    """A bot in front of a server that answers everything with `answer`."""
    runner = web.ServerRunner(web.Server(answer), shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    transport = Transport(address, 4)
    await transport.initialize()
    try:
        yield PlainBot(TOKEN, base_url=f"{address}/bot", request=transport, get_updates_request=transport)
    finally:
        await transport.shutdown()
        await transport.shutdown()
        await runner.cleanup()


async def test_parameters_go_as_json_and_files_as_they_are() -> None:
    asked: list[dict[str, object]] = []

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        if request.content_type == "application/json":
            asked.append(await request.json())
        else:
            form = await request.post()
            asked.append({name: getattr(value, "filename", value) for name, value in form.items()})
        return web.json_response(
            {"ok": True, "result": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}}}
        )

    async with served(answer) as bot:
        await bot.send_message(7, "<ü>", protect_content=True)
        await bot.send_document(7, InputFile(b"{}", filename="yours.json"), caption="yours")
    assert asked == [
        {"chat_id": 7, "text": "<ü>", "protect_content": True},
        {"chat_id": "7", "caption": "yours", "document": "yours.json"},
    ]


@pytest.mark.parametrize(
    ("status", "said", "meant"),
    [
        (400, {}, BadRequest),
        (403, {}, Forbidden),
        (409, {}, Conflict),
        (429, {"parameters": {"retry_after": 3}}, RetryAfter),
        (500, {}, NetworkError),
    ],
)
async def test_refusals_keep_their_meaning(status: int, said: dict[str, object], meant: type[TelegramError]) -> None:
    async def answer(_request: web.BaseRequest) -> web.StreamResponse:
        return web.json_response({"ok": False, "error_code": status, "description": "no", **said}, status=status)

    async with served(answer) as bot:
        with pytest.raises(meant):
            await bot.get_me()


async def test_what_breaks_off_is_told_without_the_address() -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return DONE

    async with served(answer) as bot:
        with pytest.raises(NetworkError) as told:
            await bot.get_me()
    assert TOKEN not in str(told.value)
    assert not isinstance(told.value, NotSentError | TimedOut)


async def test_what_is_no_json_is_an_error_and_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=502 if "getMe" in request.path else 200, text="<html>Ann said hello")

    async with served(answer) as bot:
        with pytest.raises(NetworkError):
            await bot.get_me()
        with pytest.raises(TelegramError, match="no JSON"):
            await bot.log_out()
    assert "Ann" not in caplog.text


async def test_silence_ends_in_time() -> None:
    silence = asyncio.Event()

    async def answer(_request: web.BaseRequest) -> web.StreamResponse:
        await silence.wait()
        return DONE

    async with served(answer) as bot:
        with pytest.raises(TimedOut):
            await bot.get_me(read_timeout=0.05)
        silence.set()


async def test_updates_may_take_as_long_as_they_are_held_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.transport._READ_SECONDS", 0.05)

    async def answer(_request: web.BaseRequest) -> web.StreamResponse:
        await asyncio.sleep(0.2)
        return web.json_response({"ok": True, "result": [{"update_id": 1}]})

    async with served(answer) as bot:
        assert await bot.updates(None, timedelta(seconds=5), ("message",)) == [{"update_id": 1}]
        with pytest.raises(TimedOut):
            await bot.call("getMe")


async def test_what_was_never_sent_is_told_as_that() -> None:
    transport = Transport("http://127.0.0.1:9", 1)
    await transport.initialize()
    with pytest.raises(NotSentError) as told:
        await transport.retrieve(f"http://127.0.0.1:9/bot{TOKEN}/getMe")
    assert TOKEN not in str(told.value)
    await transport.shutdown()


async def test_a_transport_that_is_not_open_says_so() -> None:
    with pytest.raises(NetworkError, match="not open"):
        await Transport("http://127.0.0.1:9", 1).retrieve("http://127.0.0.1:9/")


async def test_the_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert Transport("http://127.0.0.1:9", 1)._proxy is None
    assert Transport("http://telegram.example", 1)._proxy == "http://127.0.0.1:1"
