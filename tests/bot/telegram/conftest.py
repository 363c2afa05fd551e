from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands.house import House
from tests.bot.commands.rooms import opened_house
from tests.bot.telegram.bots import Bots
from tests.bot.telegram.oddities import Oddities
from tests.platforms.telegram.server import TelegramServer


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened_house(tmp_path) as house:
        yield house


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    """A Telegram that, at the end of a test, found no fault with what the bot sent, and left no tap unanswered."""
    server = TelegramServer()
    async with server.running():
        yield server
    assert server.problems == []


@pytest.fixture
async def bots(telegram: TelegramServer, house: House) -> AsyncIterator[Bots]:
    async with Bots(telegram, house) as bots:
        yield bots


@pytest.fixture
async def odd(bots: Bots) -> Oddities:
    """A bot with the tests' own commands."""
    oddities = Oddities(bots.house)
    await bots.start(bots.surface(conversation=oddities.conversation))
    return oddities
