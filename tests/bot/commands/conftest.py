from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands.house import House
from tests.bot.commands.rooms import Talk, opened_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened_house(tmp_path) as house:
        yield house


@pytest.fixture
def ann(house: House) -> Talk:
    return Talk(house)
