"""Telegram: one surface of the conversation. Logs in, takes updates by asking or being called, stops in order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

from loguru import logger
from telegram.constants import WebhookLimit
from telegram.error import InvalidToken, TelegramError

from bot.conversation.conversation import Conversation
from bot.conversation.surface import LoginError, Notebook
from bot.telegram.answers import Answers
from bot.telegram.menus import Menus
from bot.telegram.patience import patiently
from bot.telegram.plain_bot import PlainBot
from bot.telegram.polling import ALLOWED, Polling
from bot.telegram.told import Update
from bot.telegram.transport import Transport
from bot.telegram.updates import Updates
from bot.telegram.webhook import webhook_routes

_CONNECTIONS: Final = 256
_FINISH_SECONDS: Final = 3.5  # for what is under way, of the five there are for all
_CONFIRM_SECONDS: Final = 1.0


class TelegramSurface:
    """Telegram as a surface. webhook_url: where Telegram is to call, with webhook_secret; without it we ask.

    routes: what Telegram calls there, for the web application to serve.
    """

    name = "Telegram"

    def __init__(  # noqa: PLR0913  what it needs to be told
        self,
        conversation: Conversation,
        notebook: Notebook,
        *,
        token: str,
        api_url: str,
        webhook_url: str | None,
        webhook_secret: str | None,
    ) -> None:
        if webhook_url and not webhook_secret:
            raise ValueError("a webhook needs a secret, or anybody could call it")
        self._conversation = conversation
        self._notebook = notebook
        self._token = token
        self._api_url = api_url.rstrip("/")
        self._webhook_url = webhook_url
        self._webhook_secret = webhook_secret or ""
        self._called_with: Callable[[Update], bool] = _nobody_in
        self.routes = webhook_routes(webhook_url, self._webhook_secret, self._called)

    async def serve(self, opened: Callable[[], None], stopping: asyncio.Event) -> None:
        """Answer until `stopping` is set, then finish what is under way. Raises LoginError; it may be called again."""
        async with self._logged_in() as bot:
            menus = Menus(bot, self._conversation, self._notebook)
            await menus.show()
            updates = Updates(Answers(bot, self._conversation, self._notebook, menus).answer)
            polling = Polling(bot, updates.put)
            receiving = asyncio.create_task(self._be_called(bot, updates) if self._webhook_url else polling.run())
            answering = asyncio.create_task(updates.answer_all())
            told = asyncio.create_task(stopping.wait())
            opened()
            try:
                await asyncio.wait({told, receiving, answering}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                await _end(told, receiving)
                await _finish(updates, polling)
                await _end(answering)
            for task in (receiving, answering):
                if not task.cancelled() and (error := task.exception()):
                    raise error

    async def _be_called(self, bot: PlainBot, updates: Updates) -> None:
        """Take what Telegram calls with, until cancelled."""
        await patiently(
            lambda: bot.set_webhook(
                self._webhook_url or "",
                secret_token=self._webhook_secret,
                allowed_updates=ALLOWED,
                max_connections=WebhookLimit.MAX_CONNECTIONS_LIMIT,
            ),
            twice_is_once=True,
        )
        self._called_with = updates.take
        try:
            await asyncio.Event().wait()
        finally:
            self._called_with = _nobody_in

    def _called(self, update: Update) -> bool:
        return self._called_with(update)

    @asynccontextmanager
    async def _logged_in(self) -> AsyncIterator[PlainBot]:
        """Give a bot that Telegram knows, ready to be called or to ask. Raises LoginError."""
        bot = PlainBot(
            self._token,
            base_url=f"{self._api_url}/bot",
            base_file_url=f"{self._api_url}/file/bot",
            request=Transport(self._api_url, _CONNECTIONS),
            get_updates_request=Transport(self._api_url, 1),
        )
        try:
            await bot.initialize()
            if self._webhook_url is None:
                await patiently(bot.delete_webhook, twice_is_once=True)
            yield bot
        except InvalidToken:  # whose message holds the token
            raise LoginError(
                "Telegram does not take the token. Set TELEGRAM_TOKEN to the one BotFather shows."
            ) from None
        except TelegramError as error:
            raise LoginError(f"Telegram cannot be reached at {self._api_url} ({type(error).__name__}).") from None
        finally:
            await bot.shutdown()


async def _finish(updates: Updates, polling: Polling) -> None:
    """Answer what was taken, and tell Telegram what that was, in the time there is."""
    try:
        await asyncio.wait_for(updates.finished(), _FINISH_SECONDS)
    except TimeoutError:
        logger.warning("{} answers on Telegram were not finished in time", updates.give_up())
    try:
        await asyncio.wait_for(polling.confirm(), _CONFIRM_SECONDS)
    except (TelegramError, TimeoutError) as error:
        logger.warning("Telegram was not told what was answered ({}), and may ask again", type(error).__name__)


async def _end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel `tasks`, and wait until they have ended; what ended in an error keeps it."""
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


def _nobody_in(_update: Update) -> bool:
    return False
