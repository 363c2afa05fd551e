"""Takes the pictures of the chats in the README: `python docs/screenshots/chats.py`, from anywhere.

A whole `osusume run` with the bundled catalogue talks with people of the tests' loopback servers. What these servers
got is put on a page in the look of each client, and chromium photographs it: every text, button and image is the bot's.
Debian's fonts-roboto, fonts-noto-core and fonts-noto-color-emoji give the letters.
"""

import asyncio
import os
import shutil
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, ViewportSize, async_playwright

from docs.screenshots.discord_look import discord_page
from docs.screenshots.take import ARGUMENTS, HERE
from docs.screenshots.telegram_look import Screen, telegram_page
from tests.platforms.discord.messages import Message
from tests.platforms.discord.server import DiscordServer
from tests.platforms.telegram.server import TelegramServer

WIDTH, SHARPNESS = 720, 1.4
WITHIN_SECONDS = 60
RATINGS = {"Cowboy Bebop": 9, "Steins;Gate": 9, "Mushishi": 8}


@asynccontextmanager
async def osusume(telegram: TelegramServer, discord: DiscordServer) -> AsyncIterator[None]:
    """Run the bot on both platforms, with a new house of its own; returns once it is open on both."""
    with TemporaryDirectory() as house:
        settings = {
            "WEB_PORT": "0",
            "SECRET_KEY": "0" * 64,
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.address,
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_URL": discord.api_url,
            "DISCORD_GATEWAY_URL": discord.gateway_url,
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.cli.main", "run", "--data", house), stderr=PIPE, env=os.environ | settings
        )
        try:
            await opened(process)
            yield
        finally:
            if process.returncode is None:
                process.terminate()
            await process.communicate()


async def opened(process: Process) -> None:
    """Return once both chats are open. Raises RuntimeError with what the process said if it ends instead."""
    said: list[str] = []
    waiting_for = {"Telegram is open", "Discord is open"}
    while waiting_for:
        line = (await process.stderr.readline()).decode() if process.stderr else ""
        if not line:
            raise RuntimeError("".join(said))
        said.append(line)
        waiting_for = {words for words in waiting_for if words not in line}


async def telegram_screens(server: TelegramServer) -> list[Screen]:
    """Return what somebody sees after a thumb under the first of the anime like one, and why the next is there."""
    ann = server.person("Ann")
    chat = ann.private
    for title, score in RATINGS.items():
        await chat.says(ann, f"/rate {title} {score}")
        await chat.next_message(WITHIN_SECONDS)
    asked = await chat.says(ann, "/similar deth note")
    card = await chat.next_message(WITHIN_SECONDS)
    thumb = await ann.taps(card, "👍")
    toast = (await thumb.answered(WITHIN_SECONDS)).text
    await card.changed(WITHIN_SECONDS)
    first = Screen.of([asked, card], toast)
    await ann.taps(card, "Why?")
    why = await chat.next_message(WITHIN_SECONDS)
    return [first, Screen.of([asked, card, why])]


async def discord_answer(server: DiscordServer) -> Message:
    """Return the recommendations that somebody sees after a thumb under the first of them."""
    ann = server.person("Ann")
    channel = server.guild("Anime club", ann).channel("what-to-watch")
    for title, score in RATINGS.items():
        rated = await ann.uses("rate", where=channel, anime=title, score=score)
        await rated.answered(WITHIN_SECONDS)
    asked = await ann.uses("recommend", where=channel)
    message = await asked.answered(WITHIN_SECONDS)
    await (await ann.taps(message, "👍")).answered(WITHIN_SECONDS)
    return message


async def photograph(browser: Browser, html: str, path: Path) -> None:
    """Write a PNG of the whole page."""
    page = await browser.new_page(viewport=ViewportSize(width=WIDTH, height=100), device_scale_factor=SHARPNESS)
    await page.set_content(html)
    await page.screenshot(path=path, full_page=True)


async def main() -> None:
    """Write the two pictures beside this file."""
    telegram, discord = TelegramServer(), DiscordServer("MTA.picture.token")
    async with telegram.running(), discord.running(), osusume(telegram, discord):
        pages = {
            "telegram.png": telegram_page(await telegram_screens(telegram)),
            "discord.png": discord_page("recommend", await discord_answer(discord)),
        }
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for name, html in pages.items():
            await photograph(browser, html, HERE / name)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
