"""One house with both platforms in front of it, over real sockets, each with the real surface logged in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.commands.house import House
from bot.conversation.pace import Pace
from bot.conversation.surface import Surface
from bot.discord.surface import DiscordSurface
from bot.notebook import StoredNotebook
from bot.telegram.surface import TelegramSurface
from tests.bot.commands.rooms import opened_house
from tests.bot.contract.driver import Driver
from tests.bot.contract.on_discord import OnDiscord
from tests.bot.contract.on_telegram import OnTelegram
from tests.bot.contract.overheard import Overheard
from tests.logged import logged
from tests.platforms.discord.server import DiscordServer
from tests.platforms.telegram.server import TelegramServer

DISCORD_TOKEN = "MTA.contract.token"  # noqa: S105  the tests' own server gives it out
PLATFORMS = ("telegram", "discord")
OPENS_WITHIN_SECONDS = 30


@dataclass
class Stage:
    """Both platforms, their drivers, and the one conversation behind them. errors: what the log has from ERROR on."""

    house: House
    conversation: Overheard
    telegram: TelegramServer
    discord: DiscordServer
    drivers: dict[str, Driver[Any]]
    errors: list[str]
    _serving: dict[str, tuple[asyncio.Task[None], asyncio.Event]] = field(default_factory=dict)

    async def start(self, platform: str) -> None:
        """Serve a platform; returns once it is open."""
        opened, stopping = asyncio.Event(), asyncio.Event()
        serving = asyncio.create_task(self._surface(platform).serve(opened.set, stopping))
        opening = asyncio.create_task(opened.wait())
        await asyncio.wait({serving, opening}, return_when=asyncio.FIRST_COMPLETED, timeout=OPENS_WITHIN_SECONDS)
        opening.cancel()
        if serving.done():
            serving.result()
        assert opened.is_set(), f"{platform} did not open"
        self._serving[platform] = serving, stopping

    async def stop(self, platform: str) -> None:
        """Stop serving it, in order."""
        serving, stopping = self._serving.pop(platform)
        stopping.set()
        await serving

    async def stop_all(self) -> None:
        """Stop what is served."""
        for platform in list(self._serving):
            await self.stop(platform)

    def problems(self) -> list[str]:
        """Return all that no test may leave behind."""
        found = [problem for driver in self.drivers.values() for problem in driver.problems()]
        return [*found, *self.errors]

    def _surface(self, platform: str) -> Surface:
        notebook = StoredNotebook(self.house.database, platform, self.house.clock)
        if platform == "telegram":
            return TelegramSurface(
                self.conversation,
                notebook,
                token=self.telegram.token,
                api_url=self.telegram.address,
                webhook_url=None,
                webhook_secret=None,
            )
        return DiscordSurface(
            self.conversation,
            notebook,
            token=DISCORD_TOKEN,
            api_url=self.discord.api_url,
            gateway_url=self.discord.gateway_url,
        )


@asynccontextmanager
async def opened_stage(
    folder: Path, *, house: House | None = None, pace: Pace | None = None, checked: bool = True
) -> AsyncIterator[Stage]:
    """Give a stage with both surfaces open. checked: whether each request is held against the official descriptions."""
    async with AsyncExitStack() as stack:
        errors = stack.enter_context(logged("ERROR"))
        if house is None:
            house = await stack.enter_async_context(opened_house(folder))
        telegram, discord = TelegramServer(checked=checked), DiscordServer(DISCORD_TOKEN, checked=checked)
        await stack.enter_async_context(telegram.running())
        await stack.enter_async_context(discord.running())
        conversation = Overheard(house, pace)
        drivers: dict[str, Driver[Any]] = {
            "telegram": OnTelegram(telegram),
            "discord": OnDiscord(discord, conversation.commands),
        }
        stage = Stage(house, conversation, telegram, discord, drivers, errors)
        stack.push_async_callback(stage.stop_all)
        for platform in PLATFORMS:
            await stage.start(platform)
        yield stage
