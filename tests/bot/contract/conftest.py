from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.bot.contract.stage import Stage, opened_stage


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A stage for all tests of a file, each of which brings people of its own; it leaves no problem behind."""
    async with opened_stage(tmp_path_factory.mktemp("stage")) as stage:
        yield stage
        problems = stage.problems()
    assert problems == []
