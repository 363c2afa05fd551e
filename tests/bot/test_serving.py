import asyncio
import gc
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from bot.conversation.surface import LoginError
from bot.serving import AddressError, keep_open, run
from bot.settings import Settings
from tests.logged import logged


def unheard(_stage: str, _share: float) -> None:
    """The home is furnished: there is nothing to tell."""


def unopened(address: str) -> None:
    raise AssertionError(f"{address} must not open")


async def test_an_address_that_is_taken_is_said_before_anything_else_is_done(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(data_dir=tmp_path / "home", web_port=taken.getsockname()[1])
        with pytest.raises(AddressError, match=r"127\.0\.0\.1"):
            await run(settings, unheard, unopened)
    assert not (tmp_path / "home").exists()


async def test_an_address_that_is_none_of_this_machine_is_said(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "home", web_host="203.0.113.9", web_port=0)
    with pytest.raises(AddressError, match=r"203\.0\.113\.9, port 0, cannot be listened at"):
        await run(settings, unheard, unopened)


def test_it_opens_answers_and_stops_cleanly_when_told(home: Path) -> None:
    command = [sys.executable, "-m", "bot.cli.main", "run", "--data", str(home)]
    environment = os.environ | {"WEB_PORT": "0", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line.startswith("Osusume is open at http://127.0.0.1:")
            address = line.split()[-1]
            assert httpx.get(f"{address}/healthz").json() == {"status": "up"}
            assert httpx.get(f"{address}/readyz").json() == {"status": "ready"}
            assert "Osusume" in httpx.get(address).text
        finally:
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=10)
    assert process.returncode == 0
    assert "Traceback" not in said


async def test_what_is_there_once_it_is_open_is_not_looked_through_for_garbage(home: Path) -> None:
    frozen, often, then = gc.get_freeze_count(), gc.get_threshold(), []

    def opened(_address: str) -> None:
        then.append((gc.get_freeze_count(), gc.get_threshold()[0]))
        os.kill(os.getpid(), signal.SIGTERM)

    try:
        await run(Settings(data_dir=home, web_port=0), unheard, opened)
    finally:
        gc.unfreeze()
        gc.set_threshold(*often)
    assert then[0][0] > frozen
    assert then[0][1] > often[0]


def test_a_training_under_way_ends_with_the_process_that_is_told_to_stop(home: Path) -> None:
    command = [sys.executable, "-m", "bot.cli.main", "train", "--data", str(home)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Reading the ratings")
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=10)
    assert process.returncode == 1
    assert said.strip().endswith("Stopped.")
    assert "Traceback" not in said
    with closing(sqlite3.connect(home / "osusume.db")) as database:
        outcome, detail = database.execute("SELECT outcome, detail FROM job_runs ORDER BY id DESC").fetchone()
    assert (outcome, detail) == ("failed", "stopped with its process")


@dataclass
class Gate:
    """A surface that meets `errors` one after another, and is open after that."""

    errors: list[Exception]
    name: str = "Gate"
    tries: int = 0
    tried: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, opened: Callable[[], None], stopping: asyncio.Event) -> None:
        self.tries += 1
        self.tried.set()
        if self.errors:
            raise self.errors.pop(0)
        opened()
        self.open.set()
        await stopping.wait()


@pytest.fixture
def told() -> Iterator[list[str]]:
    with logged("INFO") as lines:
        yield lines


async def test_a_surface_that_cannot_log_in_says_why_in_one_line_and_tries_again(told: list[str]) -> None:
    gate, stopping = Gate([LoginError("Gate takes this token no longer."), ZeroDivisionError()]), asyncio.Event()
    keeping = asyncio.create_task(keep_open(gate, stopping, first_pause=0.001))
    await asyncio.wait_for(gate.open.wait(), 5)
    stopping.set()
    await asyncio.wait_for(keeping, 5)
    assert gate.tries == 3
    assert told[0] == "WARNING Gate: Gate takes this token no longer. I try again in 0.001 s.\n"
    assert told[1].startswith("ERROR Gate fell over")
    assert told[2] == "INFO Gate is open\n"


async def test_the_pauses_grow_and_begin_anew_once_it_was_open_for_a_while(
    told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.serving.STEADY_SECONDS", 0.05)
    stopping = asyncio.Event()

    class Flapping(Gate):
        async def serve(self, opened: Callable[[], None], stopping: asyncio.Event) -> None:
            self.tries += 1
            if self.tries in {2, 4}:  # the first time another process throws it out at once
                opened()
            if self.tries == 4:
                await asyncio.sleep(0.2)
            if self.tries == 6:
                stopping.set()
            raise LoginError("closed")

    await asyncio.wait_for(keep_open(Flapping([]), stopping, first_pause=0.01), 10)
    pauses = [float(line.split()[-2]) for line in told if line.startswith("WARNING")]
    assert pauses == [0.01, 0.02, 0.04, 0.01, 0.02, 0.04]


async def test_being_told_to_stop_ends_a_pause_at_once() -> None:
    gate, stopping = Gate([LoginError("not now")]), asyncio.Event()
    keeping = asyncio.create_task(keep_open(gate, stopping, first_pause=600))
    await asyncio.wait_for(gate.tried.wait(), 5)
    stopping.set()
    await asyncio.wait_for(keeping, 5)
    assert gate.tries == 1


@dataclass
class Stuck(Gate):
    """A surface that hangs: while it logs in, or once it is told to stop."""

    opens: bool = False
    ended: bool = False

    async def serve(self, opened: Callable[[], None], stopping: asyncio.Event) -> None:
        if self.opens:
            opened()
            self.open.set()
            await stopping.wait()
        self.tried.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.ended = True


async def test_being_told_to_stop_does_not_wait_for_a_log_in() -> None:
    stuck, stopping = Stuck([]), asyncio.Event()
    keeping = asyncio.create_task(keep_open(stuck, stopping))
    await asyncio.wait_for(stuck.tried.wait(), 5)
    stopping.set()
    await asyncio.wait_for(keeping, 5)
    assert stuck.ended


async def test_an_open_surface_has_some_seconds_to_finish_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.serving.STOP_WITHIN_SECONDS", 0.05)
    stuck, stopping = Stuck([], opens=True), asyncio.Event()
    keeping = asyncio.create_task(keep_open(stuck, stopping))
    await asyncio.wait_for(stuck.open.wait(), 5)
    stopping.set()
    await asyncio.wait_for(stuck.tried.wait(), 5)
    assert not keeping.done()
    await asyncio.wait_for(keeping, 5)
    assert stuck.ended
