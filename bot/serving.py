"""Serves the surfaces of one process; apart from `bot.app`, since a question from a terminal needs none of them."""

import errno
import hmac
import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from bot.app import App, Progress, opened_app
from bot.settings import Settings
from bot.web.app import web_app
from jobs.schedule import start_schedule

STOP_WITHIN_SECONDS = 8


class AddressError(Exception):
    """The browser's chat cannot listen where it should; the message is the sentence to show."""


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

    `opened` hears the browser's address once it answers. Raises AddressError when it cannot be had, and what
    `opened_app` raises.
    """
    with _listening(settings.web_host, settings.web_port) as listening:
        async with opened_app(settings, progress) as app:
            scheduler = start_schedule(app.live, app.retraining, settings.retrain_cron)
            try:
                await _serve(browser_surface(app), listening, opened)
            finally:
                scheduler.shutdown(wait=False)


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
