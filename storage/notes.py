"""What a surface keeps between runs: digests of the commands it registered, the id a picture has at the platform.

Nothing personal is noted: no id, no name, no word of a person. So nobody's data has to be looked for here.
"""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import SurfaceNoteRow
from storage.upsert import upsert


async def look_up(session: AsyncSession, platform: str, name: str) -> str | None:
    """Return what the surface of `platform` noted under `name`."""
    value = select(SurfaceNoteRow.value).where(SurfaceNoteRow.platform == platform, SurfaceNoteRow.name == name)
    return (await session.execute(value)).scalar_one_or_none()


async def note(session: AsyncSession, platform: str, name: str, value: str | None, *, at: datetime) -> None:
    """Keep `value` under `name` in the place of what stood there; None removes that."""
    if value is None:
        this_one = (SurfaceNoteRow.platform == platform, SurfaceNoteRow.name == name)
        await session.execute(delete(SurfaceNoteRow).where(*this_one))
        return
    new = upsert(session, SurfaceNoteRow).values(platform=platform, name=name, value=value, at=at)
    await session.execute(
        new.on_conflict_do_update(
            index_elements=[SurfaceNoteRow.platform, SurfaceNoteRow.name],
            set_={"value": new.excluded.value, "at": new.excluded.at},
        )
    )
