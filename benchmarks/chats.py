"""The product on Telegram and Discord beside bare echo bots, over real sockets; alone: python -m benchmarks.chats.

This process is both platforms and all people; `osusume run` is a process of its own with both surfaces, and so is each
echo bot. Rounds of all bots alternate. Before measuring, everybody has asked once on both platforms: they are known,
most covers were shown before, and nobody asks again before everybody else has.
"""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Generic, TypeVar

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.bots import Bot, running
from benchmarks.crowd import ANIME, PEOPLE, SEED, environment, furnish, titles
from benchmarks.data import FOLDER
from benchmarks.discord_crowd import DiscordCrowd
from benchmarks.load import Ask, again_and_again, all_at_once, at_once, by_chance, one_by_one
from benchmarks.machine import machine
from benchmarks.telegram_crowd import TelegramCrowd

ROUNDS = 3
OPEN_AT_ONCE, SECONDS = 64, 4.0
PER_SECOND, ARRIVING_SECONDS = 30.0, 12.0
CROWD, TIMES, PAUSE = 100, 8, 1.0
THUMBS = 60
OPEN_WITHIN_SECONDS = 60
NOTHING = "–"

C = TypeVar("C", TelegramCrowd, DiscordCrowd)


@dataclass
class Side(Generic[C]):
    """One platform. crowd: asks the product there; echoing: asks the bare bot `echo`."""

    crowd: C
    echoing: C
    echo: Bot
    people: Iterator[int] = field(default_factory=lambda: cycle(range(1, PEOPLE + 1)))

    def next(self, how_many: int) -> list[int]:
        """Return the next people in turn."""
        return [next(self.people) for _ in range(how_many)]


@dataclass
class Pace:
    """A bot under as much load as it takes, a value a round.

    milliseconds: of a processor, for each answer. busy: the share of one that this process took meanwhile.
    """

    answers: list[float] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)


def report(console: Console, data: Path) -> None:
    """Furnish a home from the real data, and print what the product takes there, and the bare bots beside it."""
    with TemporaryDirectory(prefix="osusume-chats-") as folder:
        furnish(data, Path(folder), ("telegram", "discord"))
        asyncio.run(measure(console, Path(folder)))


async def measure(console: Console, home: Path) -> None:
    """Print the table for a furnished home; what people said there changes."""
    async with _opened(home) as (product, telegram, discord):
        sides: tuple[Side[Any], ...] = (telegram, discord)
        for side in sides:
            await one_by_one(side.echoing.echo, side.next(PEOPLE // 10))
            await one_by_one(side.crowd.recommend, side.next(PEOPLE))
        table = Table(
            "", "wanted", "Telegram", "Discord", title=f"The chats: {ANIME:,} anime, {PEOPLE:,} people on each"
        )
        await _add_paces(table, product, sides)
        table.add_row(
            "/recommend, 30 a second, p99 in ms",
            "at most 40",
            *[await _p99_by_chance(side.crowd.recommend, side.people) for side in sides],
        )
        table.add_row(
            f"/recommend, {CROWD} people at once, each again {PAUSE:.0f} s after the answer, p99 in ms",
            "at most 150",
            *[await _p99_of_crowd(side) for side in sides],
        )
        table.add_row(
            f"   {CROWD} at the very same moment",
            "",
            *[await _p99_of_moment(side.crowd.recommend, side) for side in sides],
        )
        table.add_row("   and a bare echo bot", "", *[await _p99_of_moment(side.echoing.echo, side) for side in sides])
        keystrokes = _keystrokes(await titles(home))

        async def keystroke(number: int) -> None:
            await discord.crowd.type(number, next(keystrokes))

        table.add_row(
            "a title's completion, 30 keystrokes a second, p99 in ms",
            "at most 15",
            NOTHING,
            await _p99_by_chance(keystroke, discord.people),
        )
        table.add_row(
            "from a thumb to the new list, median in ms",
            "at most 30",
            *[await _median_of_thumbs(side) for side in sides],
        )
        table.add_row(
            "memory of the process in MiB, and at its peak",
            "at most 500",
            f"{product.resident:.0f}, {product.peak:.0f}",
            "both in one",
        )
        wrong = [problem for side in sides for crowd in (side.crowd, side.echoing) for problem in crowd.problems]
    console.print(table)
    if wrong:
        raise RuntimeError(f"the bots were refused {len(wrong)} times, first: {wrong[0]}")
    console.print(
        f"Each the median of {ROUNDS} rounds, with the lowest and the highest: {SECONDS:.0f} s with {OPEN_AT_ONCE} "
        f"questions open at any moment; {ARRIVING_SECONDS:.0f} s of questions that come by chance; "
        f"{CROWD} people {TIMES} times; {THUMBS} thumbs one by one. Every answer was there, whole and right."
    )


@asynccontextmanager
async def _opened(home: Path) -> AsyncIterator[tuple[Bot, Side[TelegramCrowd], Side[DiscordCrowd]]]:
    """Open both platforms twice, once for the product and once for its echo bot, and give all that is there."""
    telegram, telegram_echo = TelegramCrowd(), TelegramCrowd()
    discord, discord_echo = DiscordCrowd(), DiscordCrowd()
    async with AsyncExitStack() as stack:
        for crowd in (telegram, telegram_echo, discord, discord_echo):
            await stack.enter_async_context(crowd.server.running())
        product = await stack.enter_async_context(
            running(
                *("bot.cli.main", "run", "--data", str(home)),
                environment=environment(
                    WEB_PORT="0",
                    TELEGRAM_TOKEN=telegram.server.token,
                    TELEGRAM_API_URL=telegram.server.address,
                    DISCORD_TOKEN=discord.server.token,
                    DISCORD_API_URL=discord.server.api_url,
                    DISCORD_GATEWAY_URL=discord.server.gateway_url,
                ),
            )
        )
        echo = telegram_echo.server
        telegram_bot = running("benchmarks.telegram_echo", echo.address, echo.token, environment=environment())
        telegram_side = Side(telegram, telegram_echo, await stack.enter_async_context(telegram_bot))
        there = discord_echo.server
        addresses = (there.api_url, there.gateway_url, there.token)
        discord_bot = running("benchmarks.discord_echo", *addresses, environment=environment())
        discord_side = Side(discord, discord_echo, await stack.enter_async_context(discord_bot))
        async with asyncio.timeout(OPEN_WITHIN_SECONDS):
            for server in (discord.server, there):
                await server.gateway.ready()
        yield product, telegram_side, discord_side


async def _add_paces(table: Table, product: Bot, sides: Sequence[Side[Any]]) -> None:
    echoes, ours = [Pace(), Pace()], [Pace(), Pace()]
    for _ in range(ROUNDS):
        for side, echo, own in zip(sides, echoes, ours, strict=True):
            await _run(echo, side.echoing.echo, side.echo, side.people)
            await _run(own, side.crowd.recommend, product, side.people)
    ratios = [np.array(own.answers) / np.array(echo.answers) for own, echo in zip(ours, echoes, strict=True)]
    for name, paces in (("a bare echo bot", echoes), ("/recommend", ours)):
        table.add_row(f"{name}, answers a second", "", *[_cell(pace.answers, 0) for pace in paces])
        table.add_row("   its processor time for one, ms", "", *[_cell(pace.milliseconds, 2) for pace in paces])
        table.add_row("   this process's share of one", "", *[_cell(pace.busy, 2) for pace in paces])
    table.add_row("/recommend, times the echo bot", "at least 0.5, 0.15", *[_cell(ratio, 2) for ratio in ratios])


async def _run(pace: Pace, ask: Ask, bot: Bot, people: Iterator[int]) -> None:
    """Add a round to `pace`."""
    with _undisturbed():
        worked, own, start = bot.worked, time.process_time(), time.perf_counter()
        answers = await at_once(ask, people, OPEN_AT_ONCE, SECONDS)
        took = time.perf_counter() - start
        pace.answers.append(answers)
        pace.milliseconds.append((bot.worked - worked) * 1000 / (answers * took))
        pace.busy.append((time.process_time() - own) / took)


async def _p99_by_chance(ask: Ask, people: Iterator[int]) -> str:
    seeds = range(SEED, SEED + ROUNDS)
    return await _p99(by_chance(ask, people, PER_SECOND, ARRIVING_SECONDS, seed) for seed in seeds)


async def _p99_of_crowd(side: Side[Any]) -> str:
    return await _p99(again_and_again(side.crowd.recommend, side.next(CROWD), TIMES, PAUSE) for _ in range(ROUNDS))


async def _p99_of_moment(ask: Ask, side: Side[Any]) -> str:
    return await _p99(all_at_once(ask, side.next(CROWD)) for _ in range(ROUNDS))


async def _p99(rounds: Iterable[Awaitable[Sequence[float]]]) -> str:
    """Run the rounds, each when its turn comes."""
    percentiles = []
    for milliseconds in rounds:
        with _undisturbed():
            percentiles.append(float(np.percentile(await milliseconds, 99)))
    return _cell(percentiles, 1)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Have this process not looked through for garbage within the block.

    It holds all that both platforms have seen: with that it would stop for half a second, and the bot seem to.
    """
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def _median_of_thumbs(side: Side[Any]) -> str:
    medians = []
    for _ in range(ROUNDS):
        people = side.next(THUMBS)
        await one_by_one(side.crowd.recommend, people)
        with _undisturbed():
            medians.append(float(np.median(await one_by_one(side.crowd.like, people))))
    return _cell(medians, 1)


def _keystrokes(texts: Sequence[str]) -> Iterator[str]:
    """Yield what stands in the field after each key, title after title, for ever."""
    chance = np.random.default_rng(SEED)
    while True:
        title = texts[int(chance.integers(len(texts)))]
        yield from (title[:length] for length in range(1, len(title) + 1))


def _cell(values: Sequence[float], digits: int) -> str:
    return f"{np.median(values):.{digits}f} ({min(values):.{digits}f}-{max(values):.{digits}f})"


def main(
    data: Annotated[Path, typer.Option(help="The folder of catalogue.parquet and ratings.parquet.")] = FOLDER,
) -> None:
    """Measure the chats alone."""
    console = Console(width=150)
    console.print(f"[bold]Machine[/]: {machine()}\n[bold]Data[/]: {data}")
    report(console, data)


if __name__ == "__main__":
    typer.run(main)
