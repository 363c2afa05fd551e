"""The whole process, as `osusume run` starts it, with both chats over real sockets."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.platforms.discord.server import DiscordServer
from tests.platforms.telegram.server import TelegramServer

DISCORD_TOKEN = "discord-token-of-the-test"  # noqa: S105  opens nothing but this server
WITHIN_SECONDS = 60  # a process of its own starts slowly on a busy machine


@asynccontextmanager
async def running(home: Path, **settings: str) -> AsyncIterator[Process]:
    """Start the process; at the end it was told to stop, and did so in time and without a complaint."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli.main", "run", "--data", str(home)),
        stdout=PIPE,
        stderr=PIPE,
        env=os.environ | {"WEB_PORT": "0", "LOG_LEVEL": "INFO"} | settings,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        told = time.monotonic()
        _, said = await asyncio.wait_for(process.communicate(), WITHIN_SECONDS)
        took = time.monotonic() - told
    assert process.returncode == 0, said.decode()
    assert took < 10
    assert "Traceback" not in said.decode()
    assert said.decode().splitlines()[-1] == "Stopped."


async def read_until(process: Process, wanted: str) -> list[str]:
    """Return the lines that the process logs up to the one with `wanted` in it."""
    assert process.stderr is not None
    lines: list[str] = []
    async with asyncio.timeout(WITHIN_SECONDS):
        while not lines or wanted not in lines[-1]:
            line = await process.stderr.readline()
            assert line, f"it ended without saying {wanted!r}: {lines}"
            lines.append(line.decode().rstrip())
    return lines


async def test_both_chats_and_the_browser_are_one_process_that_stops_when_told(home: Path) -> None:
    telegram, discord = TelegramServer(), DiscordServer(DISCORD_TOKEN)
    async with telegram.running(), discord.running():
        ann, bob = telegram.person("Ann"), discord.person("Bob")
        club = discord.guild("Anime club", bob).channel("general")
        settings = {
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.address,
            "DISCORD_TOKEN": DISCORD_TOKEN,
            "DISCORD_API_URL": discord.api_url,
            "DISCORD_GATEWAY_URL": discord.gateway_url,
        }
        async with running(home, **settings) as process:
            opened = [line for _ in range(2) for line in await read_until(process, "is open")]
            assert {line.split(maxsplit=2)[2] for line in opened if "is open" in line} == {
                "Telegram is open",
                "Discord is open",
            }
            await ann.private.says(ann, "/recommend")
            card = await ann.private.next_message(WITHIN_SECONDS)
            tap = await ann.taps(card, "👍")
            assert "noted" in (await tap.answered(WITHIN_SECONDS)).text
            await card.changed(WITHIN_SECONDS)
            answer = await (await bob.uses("recommend", where=club)).answered(WITHIN_SECONDS)
            assert answer.ephemeral
        assert telegram.problems == []
        assert telegram.unanswered == []
        assert discord.problems == []
        assert discord.unanswered == []


async def test_a_chat_that_cannot_log_in_says_so_without_its_token_and_takes_no_other_down(home: Path) -> None:
    telegram, discord = TelegramServer(), DiscordServer(DISCORD_TOKEN)
    wrong = "654321:wrong-token_of-nobody-at-all-anywhere"
    async with telegram.running(), discord.running():
        bob = discord.person("Bob")
        settings = {
            "TELEGRAM_TOKEN": wrong,
            "TELEGRAM_API_URL": telegram.address,
            "DISCORD_TOKEN": DISCORD_TOKEN,
            "DISCORD_API_URL": discord.api_url,
            "DISCORD_GATEWAY_URL": discord.gateway_url,
        }
        async with running(home, **settings) as process:
            said = await read_until(process, "Telegram: ")
            if not any("Discord is open" in line for line in said):
                said += await read_until(process, "Discord is open")
            assert (await (await bob.uses("help", where=discord.dm(bob))).answered(WITHIN_SECONDS)).texts
        assert sum("Telegram: " in line for line in said) == 1
        assert not any(wrong in line or DISCORD_TOKEN in line for line in said)


async def test_told_to_stop_while_it_answers_it_answers_first(home: Path) -> None:
    telegram = TelegramServer()
    async with telegram.running():
        ann = telegram.person("Ann")
        async with running(home, TELEGRAM_TOKEN=telegram.token, TELEGRAM_API_URL=telegram.address) as process:
            await read_until(process, "Telegram is open")
            await ann.private.says(ann, "/recommend")
            await telegram.settled(WITHIN_SECONDS)  # it was taken, and may not be answered yet
        assert (await ann.private.next_message()).photo


async def test_told_to_stop_while_chats_keep_it_waiting_at_the_door_it_goes(home: Path) -> None:
    knocks = asyncio.Queue[None]()

    async def listen_and_say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        knocks.put_nowait(None)
        await reader.read()
        writer.close()

    silent = await asyncio.start_server(listen_and_say_nothing, "127.0.0.1", 0)
    async with silent:
        address = f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}"
        settings = {"TELEGRAM_TOKEN": "654321:a-token", "DISCORD_TOKEN": DISCORD_TOKEN}
        addresses = {"TELEGRAM_API_URL": address, "DISCORD_API_URL": address}
        async with running(home, **settings, **addresses), asyncio.timeout(WITHIN_SECONDS):
            await knocks.get()
            await knocks.get()
