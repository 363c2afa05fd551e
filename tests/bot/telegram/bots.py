"""The surface in operation, for the tests: over a real socket, with a real house behind it."""

import asyncio
from types import TracebackType
from typing import Self

from bot.commands.all import registry
from bot.commands.house import House
from bot.conversation.conversation import Conversation
from bot.notebook import StoredNotebook
from bot.telegram.surface import TelegramSurface
from tests.platforms.telegram.server import TelegramServer


class Bots:
    """Starts bots that talk to one server for one house, and stops them in the end."""

    def __init__(self, telegram: TelegramServer, house: House) -> None:
        self.telegram = telegram
        self.house = house
        self.conversation = Conversation(registry, house)
        self.notebook = StoredNotebook(house.database, "telegram", house.clock)
        self._serving: list[tuple[asyncio.Task[None], asyncio.Event]] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def surface(self, webhook_url: str | None = None, conversation: Conversation | None = None) -> TelegramSurface:
        return TelegramSurface(
            conversation or self.conversation,
            self.notebook,
            token=self.telegram.token,
            api_url=self.telegram.address,
            webhook_url=webhook_url,
            webhook_secret="s" * 32 if webhook_url else None,
        )

    async def start(self, surface: TelegramSurface | None = None) -> asyncio.Task[None]:
        """Serve until `stop`; returns once the bot is open, or has failed."""
        open_, stopping = asyncio.Event(), asyncio.Event()
        serving = asyncio.create_task((surface or self.surface()).serve(open_.set, stopping))
        self._serving.append((serving, stopping))
        opening = asyncio.create_task(open_.wait())
        await asyncio.wait({opening, serving}, return_when=asyncio.FIRST_COMPLETED)
        opening.cancel()
        return serving

    async def stop(self) -> None:
        """Stop what was started, in order."""
        for serving, stopping in self._serving:
            stopping.set()
            await serving
        self._serving.clear()
