"""What the database was filled with, told without reading it all, because every start and every import asks."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.kinds import Outcome, PersonKind
from storage.tables import AnimeRow, JobRunRow, UserRow


async def last_success(session: AsyncSession, job: str) -> str | None:
    """Return the detail that the job's last successful run left, or None where none succeeded yet."""
    succeeded = select(JobRunRow.detail).where(JobRunRow.job == job, JobRunRow.outcome == Outcome.SUCCEEDED)
    return (await session.execute(succeeded.order_by(JobRunRow.id.desc()).limit(1))).scalar_one_or_none()


async def has_people(session: AsyncSession, kind: PersonKind) -> bool:
    """Return whether there is anyone of this kind."""
    anyone = select(UserRow.id).where(UserRow.kind == kind).limit(1)
    return (await session.execute(anyone)).scalar_one_or_none() is not None


async def anime_ids(session: AsyncSession) -> set[int]:
    """Return the ids of all anime in the catalogue."""
    return set((await session.execute(select(AnimeRow.id))).scalars())
