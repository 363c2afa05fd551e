"""Train a new model beside the live one, in a process of low priority, and let it go live when it is whole."""

import asyncio
import json
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from loguru import logger

from core.engine import Engine
from core.versions import forget_old, promote
from jobs.training_order import Order
from storage.database import Database
from storage.runs import Outcome, finish_run, start_run
from storage.versions import mark_promoted, record_version

JOB = "retrain"
KEPT_VERSIONS = 3  # the live one and two to roll back to

Progress = Callable[[str, float], None]


class TrainingError(Exception):
    """The training process ended without a model; the message says what it said last."""


class Retraining:
    """Trains for one database and one folder of models, one training at a time."""

    def __init__(self, database: Database, url: str, key: bytes, models: Path, clock: Callable[[], datetime]) -> None:
        """Take the open database, and what a process of its own needs to open it: its address and the key."""
        self._database = database
        self._url = url
        self._key = key
        self._models = models
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    @property
    def running(self) -> bool:
        """Whether a training is under way in this process."""
        return self._one_at_a_time.locked()

    async def run(self, progress: Progress) -> str:
        """Train, check, record and promote a model; return its version.

        `progress` hears what is being done in words and the share that is done, 0 to 1. A second call waits its turn.
        Raises TrainingError when the process fails; the live model stays as it was, and the run is recorded as failed.
        """
        async with self._one_at_a_time:
            started = self._clock()
            async with self._database.begin() as session:
                run_id = await start_run(session, JOB, at=started)
            try:
                version = await self._train_and_promote(started, progress)
            except (asyncio.CancelledError, KeyboardInterrupt):  # by what was being done just then
                await self._finish(run_id, Outcome.FAILED, "stopped with its process")
                raise
            except Exception as error:
                await self._finish(run_id, Outcome.FAILED, str(error) or type(error).__name__)
                raise
            await self._finish(run_id, Outcome.SUCCEEDED, version)
            return version

    async def _train_and_promote(self, started: datetime, progress: Progress) -> str:
        version = started.strftime("%Y%m%dT%H%M%S%fZ")
        await self._train(version, started, progress)
        manifest = (await asyncio.to_thread(Engine.load, self._models / version)).manifest
        async with self._database.begin() as session:
            await record_version(
                session, version, trained_at=started, data=manifest.data, metrics=dict(manifest.metrics)
            )
            await mark_promoted(session, version, at=self._clock())
        await asyncio.to_thread(promote, self._models, version)
        await asyncio.to_thread(forget_old, self._models, KEPT_VERSIONS)
        return version

    async def _train(self, version: str, started: datetime, progress: Progress) -> None:
        order = Order(
            url=self._url,
            key=self._key.hex(),
            folder=str(self._models / version),
            trained_at=started.isoformat(),
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "jobs.training_process",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        try:
            complaints = await _follow(process, order, progress)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            logger.error("Training {} failed:\n{}", version, complaints)
            last = complaints.strip().rpartition("\n")[2]
            raise TrainingError(last or f"the training process ended with status {process.returncode}")

    async def _finish(self, run_id: int, outcome: Outcome, detail: str) -> None:
        async with self._database.begin() as session:
            await finish_run(session, run_id, outcome=outcome, detail=detail, at=self._clock())


async def _follow(process: asyncio.subprocess.Process, order: Order, progress: Progress) -> str:
    """Give the process its order and pass its progress on until it ends; return what it wrote to standard error."""
    if process.stdin is None or process.stdout is None or process.stderr is None:
        raise TrainingError("the training process has no pipes")
    process.stdin.write(order.to_json().encode())
    process.stdin.close()
    complaints = asyncio.create_task(process.stderr.read())
    async for line in process.stdout:
        step = json.loads(line)
        progress(step["stage"], step["share"])
    await process.wait()
    return (await complaints).decode(errors="replace")
