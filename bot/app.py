"""Puts it all together; with the command line, the only file that knows every room."""

import asyncio
import hmac
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import uvicorn
from fastapi import FastAPI

from bot.commands.all import registry
from bot.commands.house import House
from bot.conversation.conversation import Conversation
from bot.conversation.request import Identity
from bot.settings import Settings, secret_key
from bot.web.app import web_app
from jobs.live import LiveModel
from jobs.retrain import Retraining
from jobs.schedule import start_schedule
from sources.first_fill import fill_with_bundle
from storage.database import Database
from storage.secrets import Secrets

Progress = Callable[[str, float], None]
STOP_WITHIN_SECONDS = 8


class AddressTakenError(Exception):
    """Something else listens where the browser's chat should."""


def clock() -> datetime:
    """Return the time; every room that needs it is handed this clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class App:
    """The opened process: its parts, ready to answer or to be served."""

    settings: Settings
    key: bytes
    live: LiveModel
    retraining: Retraining
    house: House
    conversation: Conversation


@asynccontextmanager
async def opened_database(settings: Settings) -> AsyncIterator[Database]:
    """Open the database that `settings` name, migrated to today's form, and close it in the end."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.url, Secrets(secret_key(settings)))
    try:
        await database.upgrade()
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def opened_app(settings: Settings, progress: Progress) -> AsyncIterator[App]:
    """Open everything: a database that is filled, a model that is live.

    On the first start that takes the bundled catalogue and a first training, told to `progress`.
    Raises jobs.retrain.TrainingError when that training fails, jobs.live.NoModelError when its model cannot be loaded.
    """
    async with opened_database(settings) as database:
        key = secret_key(settings)
        live = LiveModel(settings.models)
        retraining = Retraining(database, settings.url, key, settings.models, clock)
        await fill_with_bundle(database, at=clock(), progress=progress)
        await asyncio.to_thread(live.refresh)
        if not live.loaded:
            await retraining.run(progress)
            await asyncio.to_thread(live.refresh)
        admins = frozenset(Identity(*admin.split(":", 1)) for admin in settings.admins)
        house = House(database=database, live=live, retraining=retraining, clock=clock, admins=admins)
        try:
            yield App(settings, key, live, retraining, house, Conversation(registry, house))
        finally:
            await house.close()


def browser_surface(app: App) -> FastAPI:
    """Return the web application that serves the chat, `/healthz` and `/readyz`; its secret is drawn from the key."""
    return web_app(
        app.conversation,
        ready=app.house.ready,
        secret=hmac.digest(app.key, b"browser", "sha256"),
        allowed_hosts=app.settings.web_allowed_hosts,
    )


async def run(settings: Settings, progress: Progress, opened: Callable[[str], None]) -> None:
    """Serve every surface until the process is told to stop.

    `opened` hears the browser's address once it answers. Raises AddressTakenError when another process has it.
    """
    try:
        listening = socket.create_server((settings.web_host, settings.web_port))
    except OSError as error:
        raise AddressTakenError(f"{settings.web_host}:{settings.web_port}: {error.strerror}") from error
    with listening:
        async with opened_app(settings, progress) as app:
            scheduler = start_schedule(app.live, app.retraining, settings.retrain_cron)
            try:
                await _serve(browser_surface(app), listening, opened)
            finally:
                scheduler.shutdown(wait=False)


async def _serve(application: FastAPI, listening: socket.socket, opened: Callable[[str], None]) -> None:
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=STOP_WITHIN_SECONDS,
        )
    )
    host, port, *_ = listening.getsockname()
    opened(f"http://{f'[{host}]' if ':' in host else host}:{port}")
    await server.serve(sockets=[listening])
