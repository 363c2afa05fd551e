"""The runs of jobs: what was done without anyone asking, and how it ended."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.kinds import Outcome
from storage.tables import JobRunRow

__all__ = ["JobRun", "Outcome", "finish_run", "latest_runs", "start_run"]


@dataclass(frozen=True, slots=True)
class JobRun:
    """One run. Without an outcome it is running still, or the process was stopped."""

    id: int
    job: str
    started_at: datetime
    finished_at: datetime | None
    outcome: Outcome | None
    detail: str


async def start_run(session: AsyncSession, job: str, *, at: datetime) -> int:
    """Note that a job begins; return the run's number."""
    new = insert(JobRunRow).values(job=job, started_at=at, detail="").returning(JobRunRow.id)
    return (await session.execute(new)).scalar_one()


async def finish_run(session: AsyncSession, run_id: int, *, outcome: Outcome, detail: str, at: datetime) -> None:
    """Note how a run ended; raise LookupError for one that never began or has ended already."""
    running = update(JobRunRow).where(JobRunRow.id == run_id, JobRunRow.finished_at.is_(None))
    done = running.values(finished_at=at, outcome=outcome, detail=detail).returning(JobRunRow.id)
    if (await session.execute(done)).scalar_one_or_none() is None:
        raise LookupError(f"run {run_id} is not under way")


async def latest_runs(session: AsyncSession, limit: int) -> list[JobRun]:
    """Return the last runs, newest first."""
    columns = (JobRunRow.id, JobRunRow.job, JobRunRow.started_at, JobRunRow.finished_at, JobRunRow.outcome)
    newest = select(*columns, JobRunRow.detail).order_by(JobRunRow.id.desc()).limit(limit)
    return [JobRun(*row) for row in await session.execute(newest)]
