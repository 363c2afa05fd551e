from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page

from bot.web.app import web_app
from tests.bot.web.browsing import ORIGIN, Window
from tests.bot.web.chromium import chromium, served
from tests.bot.web.parlour import Parlour, parlour_conversation

NOWHERE = "https://127.0.0.1:4/cover.jpg"
SECRET = b"the same over restarts, as it must be"


async def always_ready() -> None:
    """A process that can serve."""


@pytest.fixture
def parlour() -> Parlour:
    return Parlour()


@pytest.fixture
async def client(parlour: Parlour) -> AsyncIterator[httpx.AsyncClient]:
    app = web_app(parlour_conversation(parlour), ready=always_ready, secret=SECRET)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client


@pytest.fixture
async def window(client: httpx.AsyncClient) -> Window:
    """A browser without scripts that has opened the page."""
    return await Window.opened(client)


@pytest.fixture(scope="module")
def hall() -> Parlour:
    return Parlour(pictures={6: NOWHERE, 2001: "https://covers.test/lagann.png"}, risky=frozenset({2001}))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(browser: Browser, hall: Parlour) -> Iterator[str]:
    @asynccontextmanager
    async def opened() -> AsyncIterator[FastAPI]:
        yield web_app(parlour_conversation(hall), ready=always_ready, secret=SECRET)

    assert browser.is_connected()
    with served(opened()) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(error.message))
    page.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)
    page.goto(address)
    yield page
    assert errors == []
