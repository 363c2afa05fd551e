import asyncio
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.versions import promote
from jobs import schedule
from jobs.live import LiveModel
from jobs.retrain import Retraining
from jobs.schedule import start_schedule
from storage.database import Database
from tests.databases import SECRETS_KEY, sqlite_url
from tests.logged import logged
from tests.small_world import VERSION, small_model


def clock() -> datetime:
    return datetime.now(UTC)


def retraining(database: Database, folder: Path) -> Retraining:
    return Retraining(database, sqlite_url(folder / "osusume.db"), SECRETS_KEY, folder / "models", clock)


async def until(condition: Callable[[], bool], within: float = 10) -> None:
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110  nothing in the product waits for this, so there is no event
            await asyncio.sleep(0.02)


async def test_a_model_that_another_process_promotes_goes_live_here(
    filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "LOOK_EVERY_SECONDS", 0.05)
    live = LiveModel(tmp_path / "models")
    scheduler = start_schedule(live, retraining(filled, tmp_path), "0 4 * * mon")
    try:
        shutil.copytree(small_model(), tmp_path / "models" / VERSION)
        promote(tmp_path / "models", VERSION)
        async with asyncio.timeout(10):
            while not live.loaded:  # noqa: ASYNC110  nothing in the product waits for this, so there is no event
                await asyncio.sleep(0.02)
    finally:
        scheduler.shutdown(wait=False)
    assert live.engine.version == VERSION


async def test_the_training_is_due_when_the_cron_line_says(filled: Database, tmp_path: Path) -> None:
    scheduler = start_schedule(LiveModel(tmp_path), retraining(filled, tmp_path), "30 4 * * mon")
    try:
        due = scheduler.get_job("retrain").next_run_time
    finally:
        scheduler.shutdown(wait=False)
    assert (due.strftime("%a %H:%M"), due.utcoffset().total_seconds()) == ("Mon 04:30", 0)


async def test_a_training_that_fails_when_it_is_due_is_told_in_the_log(filled: Database, tmp_path: Path) -> None:
    elsewhere = Retraining(filled, sqlite_url(tmp_path / "none.db"), SECRETS_KEY, tmp_path / "models", clock)
    scheduler = start_schedule(LiveModel(tmp_path / "models"), elsewhere, "0 4 * * mon")
    with logged("ERROR") as lines:
        try:
            scheduler.get_job("retrain").modify(next_run_time=clock())
            await until(lambda: any("weekly" in line for line in lines), within=60)
        finally:
            scheduler.shutdown(wait=False)
    assert "the live model stays" in next(line for line in lines if "weekly" in line)


async def test_a_training_under_way_when_the_process_stops_ends_in_a_line_of_the_log(
    filled: Database, tmp_path: Path
) -> None:
    work = retraining(filled, tmp_path)
    scheduler = start_schedule(LiveModel(tmp_path / "models"), work, "0 4 * * mon")
    with logged("INFO", "{message}") as lines:
        scheduler.modify_job("retrain", next_run_time=clock())
        await until(lambda: work.running)
        scheduler.shutdown(wait=False)
        await until(lambda: not work.running)
        await asyncio.sleep(0)
    assert lines == ["The training under way was stopped; the live model stays\n"]


async def test_a_line_that_is_no_cron_line_is_refused(filled: Database, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="fields"):
        start_schedule(LiveModel(tmp_path), retraining(filled, tmp_path), "every monday")
