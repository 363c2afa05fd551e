import os
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bot.serving import AddressError, run
from bot.settings import Settings


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
