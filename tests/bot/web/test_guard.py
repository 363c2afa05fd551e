from collections.abc import AsyncIterator

import httpx
import pytest

from bot.conversation.conversation import Conversation
from bot.conversation.reply import Reply
from bot.conversation.request import Request
from bot.web.app import web_app
from bot.web.guard import MOST_BODY_BYTES
from tests.bot.web.browsing import ORIGIN, Window
from tests.bot.web.conftest import SECRET, always_ready
from tests.bot.web.parlour import Parlour, parlour_conversation, parlour_registry
from tests.logged import logged


@pytest.mark.parametrize("path", ["/", "/static/chat.js", "/nowhere", "/healthz"])
async def test_the_browser_is_told_to_be_strict(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["img-src"] == "'self' https: data:"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"


async def test_a_page_is_kept_by_nobody_and_a_script_is_asked_for_each_time(client: httpx.AsyncClient) -> None:
    assert (await client.get("/")).headers["Cache-Control"] == "no-store"
    assert (await client.get("/static/chat.js")).headers["Cache-Control"] == "no-cache"


async def test_a_body_that_is_too_large_is_refused_kindly(window: Window, parlour: Parlour) -> None:
    form = {"text": "x" * (MOST_BODY_BYTES + 1), "token": window.token}
    response = await window.client.post("/", data=form, headers={"X-Want": "message"})
    assert response.status_code == 413
    assert "That is a lot of text" in response.text
    assert not parlour.asked


async def test_nor_can_it_be_smuggled_in_without_its_length(window: Window) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"text="
        for _ in range(70):
            yield b"x" * 1024

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    response = await window.client.post("/", content=endless(), headers=form)
    assert response.status_code == 413


async def test_only_the_hosts_that_are_allowed_are_answered(parlour: Parlour) -> None:
    app = web_app(parlour_conversation(parlour), ready=always_ready, secret=SECRET, allowed_hosts=["osusume.test"])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ORIGIN) as client:
        assert (await client.get("/")).status_code == 200
        assert (await client.get("/", headers={"Host": "evil.test"})).status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nowhere", 404), ("PUT", "/", 405), ("GET", "/complete", 400)]
)
async def test_errors_are_kind_pages_with_a_way_back(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    await client.get("/")
    response = await client.request(method, path)
    assert response.status_code == status
    assert f"Code {status}" in response.text
    assert '<a class="button primary" href="/">' in response.text


class BrokenConversation(Conversation):
    async def answer(self, request: Request) -> Reply:
        raise RuntimeError(f"nobody foresaw {request.command}")


async def test_what_nobody_foresaw_has_a_code_that_the_log_has_too(parlour: Parlour) -> None:
    app = web_app(BrokenConversation(parlour_registry(), parlour), ready=always_ready, secret=SECRET)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    with logged("ERROR", "{message}") as lines:
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
            window = await Window.opened(client)
            response = await client.post("/", data={"text": "/start", "token": window.token})
    assert response.status_code == 500
    code = response.text.split("Code ")[1].split("<")[0]
    assert any(line.startswith(code) and "nobody foresaw" in line for line in lines)
    assert "nobody foresaw" not in response.text


async def test_health_is_whether_the_process_answers(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).json() == {"status": "up"}
    assert (await client.get("/readyz")).json() == {"status": "ready"}


async def test_not_ready_says_why_and_keeps_the_details_to_the_log(parlour: Parlour) -> None:
    async def broken() -> None:
        raise ConnectionError("postgresql://user:secret@host")

    app = web_app(parlour_conversation(parlour), ready=broken, secret=SECRET)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ORIGIN) as client:
        response = await client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "reason": "ConnectionError"}
