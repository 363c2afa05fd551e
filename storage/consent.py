"""What people agreed to: asked for one by one, never assumed, taken back at any time."""

from datetime import datetime

from sqlalchemy import Select, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.kinds import Consent
from storage.tables import ConsentEventRow

__all__ = ["Consent", "consenting", "consents", "set_consent"]


async def consents(session: AsyncSession, user_id: int) -> frozenset[Consent]:
    """Return what a person agrees to at present."""
    last = _last_events().where(ConsentEventRow.user_id == user_id)
    rows = select(ConsentEventRow.consent).where(ConsentEventRow.id.in_(last), ConsentEventRow.given)
    return frozenset((await session.execute(rows)).scalars())


async def set_consent(session: AsyncSession, user_id: int, consent: Consent, given: bool, *, at: datetime) -> None:  # noqa: FBT001  reads as "set consent TRAINING given"
    """Note that a person agrees, or no longer does; what holds already is not noted again."""
    if (consent in await consents(session, user_id)) is not given:
        await session.execute(insert(ConsentEventRow).values(user_id=user_id, consent=consent, given=given, at=at))


def consenting(consent: Consent) -> Select[int]:
    """Return a query for the numbers of the people who agree to `consent` at present."""
    return select(ConsentEventRow.user_id).where(
        ConsentEventRow.id.in_(_last_events()), ConsentEventRow.given, ConsentEventRow.consent == consent
    )


def _last_events() -> Select[int]:
    """Return a query for the newest event of each person and consent: the one that holds."""
    return select(func.max(ConsentEventRow.id)).group_by(ConsentEventRow.user_id, ConsentEventRow.consent)
