import asyncio
import os
import shutil
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import psutil
import pytest

from core.engine import Engine
from core.taste import Taste
from core.versions import live_folder, promote, versions
from core.wish import Wish
from jobs.retrain import KEPT_VERSIONS, Retraining, TrainingError
from storage.database import Database
from storage.runs import JobRun, Outcome, latest_runs
from storage.versions import latest_versions
from tests.databases import SECRETS_KEY, sqlite_url
from tests.small_world import VERSION, small_model


class Clock:
    """Every look at it is a second later than the one before."""

    def __init__(self) -> None:
        self._seconds = count()

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(1_700_000_000 + next(self._seconds), UTC)


def retraining(database: Database, folder: Path) -> Retraining:
    return Retraining(database, sqlite_url(folder / "osusume.db"), SECRETS_KEY, folder / "models", Clock())


def unheard(_stage: str, _share: float) -> None:
    """For tests that are not about progress."""


async def last_run(database: Database) -> JobRun:
    async with database.read() as session:
        return (await latest_runs(session, 1))[0]


async def test_a_training_ends_with_a_live_model_and_a_record_of_it(filled: Database, tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    version = await retraining(filled, tmp_path).run(lambda stage, share: told.append((stage, share)))

    folder = live_folder(tmp_path / "models")
    assert folder is not None
    engine = Engine.load(folder)
    assert engine.version == version
    assert "simulated" in engine.manifest.data
    assert len(engine.recommend(Taste(), Wish(), 5)) == 5
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert told[-1][1] == 1.0
    run = await last_run(filled)
    assert (run.job, run.outcome, run.detail) == ("retrain", Outcome.SUCCEEDED, version)
    async with filled.read() as session:
        recorded = (await latest_versions(session, 1))[0]
    assert recorded.version == version
    assert recorded.promoted_at is not None
    assert recorded.metrics == engine.manifest.metrics


async def test_only_the_latest_models_are_kept(filled: Database, tmp_path: Path) -> None:
    models = tmp_path / "models"
    for number in range(KEPT_VERSIONS):
        (models / f"2000010{number}").mkdir(parents=True)
        (models / f"2000010{number}" / "manifest.json").write_text("{}")
    version = await retraining(filled, tmp_path).run(unheard)
    assert versions(models) == ["20000101", "20000102", version]


async def test_a_training_that_fails_is_recorded_and_the_live_model_stays(tmp_path: Path, filled: Database) -> None:
    shutil.copytree(small_model(), tmp_path / "models" / VERSION)
    promote(tmp_path / "models", VERSION)
    elsewhere = Retraining(filled, sqlite_url(tmp_path / "none.db"), SECRETS_KEY, tmp_path / "models", Clock())
    with pytest.raises(TrainingError, match="no such table"):
        await elsewhere.run(unheard)
    folder = live_folder(tmp_path / "models")
    assert folder is not None
    assert folder.name == VERSION
    run = await last_run(filled)
    assert run.outcome is Outcome.FAILED
    assert "no such table" in run.detail


async def test_a_training_that_is_stopped_leaves_no_process_behind(filled: Database, tmp_path: Path) -> None:
    started, others = asyncio.Event(), psutil.Process().children()
    one = retraining(filled, tmp_path)
    task = asyncio.create_task(one.run(lambda _stage, _share: started.set()))
    await started.wait()
    under_way = one.running
    children = [child for child in psutil.Process().children() if child not in others]
    assert [child.nice() for child in children] == [os.nice(0) + 10]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not any(child.is_running() for child in children)
    assert (under_way, one.running) == (True, False)
    assert live_folder(tmp_path / "models") is None
    assert (await last_run(filled)).outcome is Outcome.FAILED
