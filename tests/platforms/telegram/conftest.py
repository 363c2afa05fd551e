"""A server, and a client that sends exactly what it is told."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.platforms.telegram.chat import Chat
from tests.platforms.telegram.person import Person
from tests.platforms.telegram.refusal import Json
from tests.platforms.telegram.server import TelegramServer


class RawBot:
    """Calls methods with JSON bodies, without a bot library in between."""

    def __init__(self, server: TelegramServer, client: httpx.AsyncClient) -> None:
        self.server = server
        self.client = client

    def url(self, method: str) -> str:
        return f"{self.server.base_url}{self.server.token}/{method}"

    async def asks(self, method: str, **parameters: object) -> Json:
        """Return the envelope, whose code is the status."""
        response = await self.client.post(self.url(method), json=parameters)
        envelope: Json = response.json()
        assert response.status_code == envelope.get("error_code", 200)
        return envelope

    async def gets(self, method: str, **parameters: object) -> Any:  # noqa: ANN401 -- each method has its own
        """Return the result of a call that must succeed."""
        envelope = await self.asks(method, **parameters)
        assert envelope["ok"], envelope
        return envelope["result"]

    async def is_refused(self, method: str, **parameters: object) -> str:
        """Return the description of a call's refusal."""
        envelope = await self.asks(method, **parameters)
        assert not envelope["ok"], envelope
        return str(envelope["description"])


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    served = TelegramServer()
    async with served.running():
        yield served


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[RawBot]:
    async with httpx.AsyncClient(timeout=10) as client:
        yield RawBot(server, client)


@pytest.fixture
def ann(server: TelegramServer) -> Person:
    return server.person("Ann")


@pytest.fixture
async def private(server: TelegramServer, ann: Person) -> Chat:
    """Ann's chat with the bot, where she has written."""
    chat = server.private(ann)
    await chat.says(ann, "/start")
    return chat
