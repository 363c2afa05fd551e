from collections.abc import AsyncIterator

import httpx
import pytest

from bot.web.app import web_app
from tests.bot.web.browsing import ORIGIN, Window
from tests.bot.web.parlour import Parlour, parlour_conversation

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
