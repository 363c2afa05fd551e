"""Serves the surfaces of one process; apart from `bot.app`, since a question from a terminal needs none of them."""

import asyncio
import contextlib
import errno
import gc
import hmac
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from fastapi import APIRouter, FastAPI
from loguru import logger

from bot.app import App, Progress, opened_app
from bot.conversation.surface import LoginError, Surface
from bot.notebook import StoredNotebook
from bot.settings import Settings
from bot.web.app import web_app
from jobs.schedule import start_schedule

STOP_WITHIN_SECONDS = 5  # of ten in all: a database that fell silent keeps us for three more
FIRST_PAUSE_SECONDS = 5
LONGEST_PAUSE_SECONDS = 600
STEADY_SECONDS = 60  # within these, two processes with one token throw each other out, again and again
_NEW_OBJECTS = 50_000  # after which garbage is looked for: more than dozens of answers under way hold


class AddressError(Exception):
    """The browser's chat cannot listen where it should; the message is the sentence to show."""


def browser_surface(app: App, routes: Sequence[APIRouter] = ()) -> FastAPI:
    """Return the web application that serves the chat, `/healthz` and `/readyz`; its secret is drawn from the key.

    routes: what other surfaces want called over HTTP.
    """
    application = web_app(
        app.conversation,
        ready=app.house.ready,
        secret=hmac.digest(app.key, b"browser", "sha256"),
        allowed_hosts=app.settings.web_allowed_hosts,
    )
    for each in routes:
        application.include_router(each)
    return application


async def run(settings: Settings, progress: Progress, opened: Callable[[str], None]) -> None:
    """Serve every surface until the process is told to stop, then finish what is under way.

    `opened` hears the browser's address once it answers. Raises AddressError when it cannot be had, and what
    `opened_app` raises.
    """
    with _listening(settings.web_host, settings.web_port) as listening:
        async with opened_app(settings, progress) as app, _told_to_stop() as stopping:
            surfaces, routes = _surfaces(app)
            scheduler = start_schedule(app.live, app.retraining, settings.retrain_cron)
            _set_aside()
            try:
                async with asyncio.TaskGroup() as serving:
                    for surface in surfaces:
                        serving.create_task(keep_open(surface, stopping))
                    serving.create_task(_serve(browser_surface(app, routes), listening, opened, stopping))
            finally:
                scheduler.shutdown(wait=False)


async def keep_open(surface: Surface, stopping: asyncio.Event, first_pause: float = FIRST_PAUSE_SECONDS) -> None:
    """Serve `surface` until `stopping` is set; where it cannot log in or falls over, say so and try again.

    The pauses, in seconds, double from `first_pause` on; once it was open for a minute they begin anew.
    """
    pause = first_pause
    is_open = asyncio.Event()
    settling: asyncio.TimerHandle | None = None

    def settled() -> None:
        nonlocal pause
        pause = first_pause

    def opened() -> None:
        nonlocal settling
        settling = asyncio.get_running_loop().call_later(STEADY_SECONDS, settled)
        is_open.set()
        logger.info("{} is open", surface.name)

    while not stopping.is_set():
        is_open.clear()
        try:
            async with _in_time(stopping, is_open):
                await surface.serve(opened, stopping)
        except LoginError as error:
            logger.warning("{}: {} I try again in {:.3g} s.", surface.name, error, pause)
        except Exception as error:  # noqa: BLE001  the others go on, and so does this one after a pause
            logger.opt(exception=error).error("{} fell over. I try again in {:.3g} s.", surface.name, pause)
        finally:
            if settling is not None:
                settling.cancel()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), pause)
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


@asynccontextmanager
async def _in_time(stopping: asyncio.Event, is_open: asyncio.Event) -> AsyncIterator[None]:
    """End the block in time once `stopping` is set: at once where nothing `is_open`, since a log-in may hang long."""
    try:
        async with asyncio.timeout(None) as limit:

            async def set_limit() -> None:
                await stopping.wait()
                seconds = STOP_WITHIN_SECONDS if is_open.is_set() else 0
                limit.reschedule(asyncio.get_running_loop().time() + seconds)

            setting = asyncio.create_task(set_limit())
            try:
                yield
            finally:
                setting.cancel()
    except TimeoutError:
        if not limit.expired():
            raise


def _set_aside() -> None:
    """Keep what is there now, which is there to stay, from being looked through for garbage, and look less often.

    These are some 250,000 objects, of libraries mostly. To go through them all takes a quarter of a second, in which
    nobody would be answered (https://docs.python.org/3/library/gc.html#gc.freeze). What answers are made of goes by
    itself once they are sent; after Python's usual 700 new objects it would look for garbage among those under way.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


def _surfaces(app: App) -> tuple[list[Surface], list[APIRouter]]:
    """Return the surfaces that there is a token for, and the routes that they want called."""
    settings = app.settings
    surfaces: list[Surface] = []
    routes = []
    if settings.telegram_token is not None:
        from bot.telegram.surface import TelegramSurface  # noqa: PLC0415  a second and 40 MiB for those who use it

        secret = settings.telegram_webhook_secret
        telegram = TelegramSurface(
            app.conversation,
            StoredNotebook(app.house.database, "telegram", app.house.clock),
            token=settings.telegram_token.get_secret_value(),
            api_url=settings.telegram_api_url,
            webhook_url=settings.telegram_webhook_url,
            webhook_secret=secret.get_secret_value() if secret else hmac.digest(app.key, b"webhook", "sha256").hex(),
        )
        surfaces.append(telegram)
        routes.append(telegram.routes)
    if settings.discord_token is not None:
        from bot.discord.surface import DiscordSurface  # noqa: PLC0415  the same

        surfaces.append(
            DiscordSurface(
                app.conversation,
                StoredNotebook(app.house.database, "discord", app.house.clock),
                token=settings.discord_token.get_secret_value(),
                api_url=settings.discord_api_url,
                gateway_url=settings.discord_gateway_url,
            )
        )
    return surfaces, routes


@asynccontextmanager
async def _told_to_stop() -> AsyncIterator[asyncio.Event]:
    """Give the event that SIGTERM or Ctrl-C sets; a second one ends the process at once."""
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    both = (signal.SIGTERM, signal.SIGINT)

    def stop() -> None:
        stopping.set()
        for each in both:
            loop.remove_signal_handler(each)

    for each in both:
        loop.add_signal_handler(each, stop)
    try:
        yield stopping
    finally:
        for each in both:
            loop.remove_signal_handler(each)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AddressError(
                f"Something else listens at {host}, port {port}, already. Set WEB_PORT to another port."
            ) from error
        reason = (error.strerror or str(error)).partition(" (while ")[0]  # what follows is the address once more
        raise AddressError(
            f"{host}, port {port}, cannot be listened at ({reason}). Set WEB_HOST or WEB_PORT."
        ) from error


class _Server(uvicorn.Server):
    """Uvicorn without its own signal handling: all surfaces stop together."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to `_told_to_stop`."""
        yield


async def _serve(
    application: FastAPI, listening: socket.socket, opened: Callable[[str], None], stopping: asyncio.Event
) -> None:
    server = _Server(
        uvicorn.Config(
            application,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=STOP_WITHIN_SECONDS,
        )
    )
    host, port, *_ = listening.getsockname()
    opened(f"http://{f'[{host}]' if ':' in host else host}:{port}")
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    await asyncio.wait({serving, told := asyncio.create_task(stopping.wait())}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    server.should_exit = True
    stopping.set()  # where the server ended by itself, the others go too
    await serving
