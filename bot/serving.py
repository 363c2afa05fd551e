"""Serves the surfaces of one process; apart from `bot.app`, since a question from a terminal needs none of them."""

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


class AddressTakenError(Exception):
    """Something else listens where the browser's chat should."""


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
