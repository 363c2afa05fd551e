from collections.abc import AsyncIterator

import pytest

from bot.conversation.conversation import Conversation
from tests.bot.discord.kiosk import TOKEN, Kiosk, Notes, kiosk_registry, served
from tests.platforms.discord.server import DiscordServer


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """A Discord of the tests' own; what it refused, or what was left without an answer, fails the test."""
    server = DiscordServer(TOKEN)
    async with server.running():
        yield server
    assert server.problems == []
    assert server.unanswered == []


@pytest.fixture
def kiosk() -> Kiosk:
    return Kiosk()


@pytest.fixture
def conversation(kiosk: Kiosk) -> Conversation:
    return Conversation(kiosk_registry(), kiosk)


@pytest.fixture
async def discord(server: DiscordServer, conversation: Conversation) -> AsyncIterator[DiscordServer]:
    """The same with the surface logged in."""
    async with served(server, conversation, Notes()):
        yield server
