"""Bots under test, each in a process of its own."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import psutil

_LOOK_EVERY_SECONDS = 0.1
_STOP_SECONDS = 15


class Bot:
    """A running process. peak: the most resident memory it was seen with, in MiB."""

    def __init__(self, process: psutil.Popen) -> None:
        self._process = process
        self.peak = 0.0

    @property
    def resident(self) -> float:
        """The memory that it has now, in MiB, with what it maps of files."""
        return float(self._process.memory_info().rss) / 2**20

    @property
    def worked(self) -> float:
        """The seconds that it kept a processor busy so far."""
        times = self._process.cpu_times()
        return float(times.user + times.system)

    async def watch(self) -> None:
        """Note the peak, until cancelled."""
        while True:
            self.peak = max(self.peak, self.resident)
            await asyncio.sleep(_LOOK_EVERY_SECONDS)


@asynccontextmanager
async def running(*module: str, environment: Mapping[str, str]) -> AsyncIterator[Bot]:
    """Run a module of ours with its arguments, and stop it in the end; what it complains of is seen."""
    process = psutil.Popen([sys.executable, "-m", *module], stdout=subprocess.DEVNULL, env=dict(environment))
    bot = Bot(process)
    watching = asyncio.create_task(bot.watch())
    try:
        yield bot
    finally:
        watching.cancel()
        process.terminate()
        await asyncio.to_thread(process.wait, _STOP_SECONDS)
