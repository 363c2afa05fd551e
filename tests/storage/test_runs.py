from datetime import datetime, timedelta

import pytest

from storage.database import Database
from storage.runs import JobRun, Outcome, finish_run, latest_runs, start_run


async def test_runs_are_listed_newest_first(database: Database, now: datetime) -> None:
    later = now + timedelta(minutes=4)
    async with database.begin() as session:
        assert await latest_runs(session, 5) == []
        first = await start_run(session, "retrain", at=now)
        second = await start_run(session, "sync", at=later)
        await finish_run(session, first, outcome=Outcome.SUCCEEDED, detail="better by 2 %", at=later)
        newest = JobRun(second, "sync", later, None, None, "")
        oldest = JobRun(first, "retrain", now, later, Outcome.SUCCEEDED, "better by 2 %")
        assert await latest_runs(session, 5) == [newest, oldest]
        assert await latest_runs(session, 1) == [newest]


@pytest.mark.parametrize("outcome", Outcome)
async def test_a_run_ends_once(database: Database, now: datetime, outcome: Outcome) -> None:
    async with database.begin() as session:
        run_id = await start_run(session, "retrain", at=now)
        await finish_run(session, run_id, outcome=outcome, detail="", at=now)
        with pytest.raises(LookupError, match="not under way"):
            await finish_run(session, run_id, outcome=Outcome.FAILED, detail="", at=now)
        assert [run.outcome for run in await latest_runs(session, 1)] == [outcome]


async def test_a_run_that_never_began_cannot_end(database: Database, now: datetime) -> None:
    async with database.begin() as session:
        with pytest.raises(LookupError, match="run 99"):
            await finish_run(session, 99, outcome=Outcome.FAILED, detail="", at=now)
