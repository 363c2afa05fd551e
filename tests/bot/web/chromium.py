"""A real browser before a real server: Debian's chromium, driven over a loopback port."""

import asyncio
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect, sync_playwright

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_SECONDS = 30

expect.set_options(timeout=10_000)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser; without one, the tests that need it are skipped by name."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium on this machine: the browser tests are not run (apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def served(opened: AbstractAsyncContextManager[FastAPI]) -> Iterator[str]:
    """Serve an application from a thread with a loop of its own; yields its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    started, servers = threading.Event(), []

    async def serve() -> None:
        async with opened as app:
            server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="on"))
            servers.append(server)
            started.set()
            await server.serve(sockets=[listening])

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        assert started.wait(PATIENCE_SECONDS)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        for server in servers:
            server.should_exit = True
        thread.join(PATIENCE_SECONDS)
        listening.close()
    assert not thread.is_alive()


def say(page: Page, text: str) -> None:
    """Write a line and send it with Enter; returns when the answer stands there."""
    answers = page.locator(".answer").count()
    page.locator("#text").fill(text)
    page.locator("#text").press("Escape")  # the suggestions go; the words stay
    page.locator("#text").press("Enter")
    expect(page.locator(".answer")).to_have_count(answers + 1)


def titles(page: Page) -> list[str]:
    """The titles on the cards of the last answer."""
    return page.locator(".answer").last.locator("h3").all_inner_texts()


def press(page: Page, name: str) -> None:
    """Tap a button of the last answer, by its full meaning."""
    page.locator(".answer").last.get_by_role("button", name=name, exact=True).click()
