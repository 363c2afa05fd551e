"""What was shown and what came back. Only ever added to: the past is what measuring stands on."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.tables import ChatRow, FeedbackRow, ImpressionRow, UserRow


@dataclass(frozen=True, slots=True)
class Impression:
    """One anime shown to one person.

    position: its place in the list, from 0. propensity: the chance, 0 < p ≤ 1, that this arm showed it there.
    """

    user_id: int
    chat_id: int | None
    anime_id: int
    position: int
    model_version: str
    arm: str
    propensity: float
    command: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Feedback:
    """One answer to what was shown: kind is what was tapped ("up", "why", …); the rest as in `Impression`."""

    user_id: int
    anime_id: int
    kind: str
    model_version: str
    position: int | None
    arm: str
    propensity: float
    at: datetime


_SHOWN = tuple(field.name for field in fields(Impression))


async def add_impressions(session: AsyncSession, rows: Sequence[Impression]) -> None:
    """Note what was shown, in its order; what was shown to people who are forgotten since is left out.

    A chat that went with its person, or that has another number since, is not named any more.
    """
    users = await _held(session, UserRow.id, {row.user_id for row in rows})
    chats = await _held(session, ChatRow.id, {row.chat_id for row in rows if row.chat_id is not None})
    kept = [
        {name: getattr(row, name) for name in _SHOWN} | {"chat_id": row.chat_id if row.chat_id in chats else None}
        for row in rows
        if row.user_id in users
    ]
    if kept:
        # The connection, because the session would make objects of them.
        await (await session.connection()).execute(insert(ImpressionRow), kept)


async def _held(session: AsyncSession, key: InstrumentedAttribute[int], numbers: Collection[int]) -> set[int]:
    """Return those of `numbers` that are still there, which nobody deletes before this transaction ends.

    They are held in order, as `storage.people.hold` does: nobody waits for one who waits for them.
    """
    there = select(key).where(key.in_(numbers)).order_by(key).with_for_update(read=True, key_share=True)
    return set((await session.execute(there)).scalars())


async def add_feedback(session: AsyncSession, row: Feedback) -> None:
    """Note what came back."""
    await session.execute(insert(FeedbackRow).values(**asdict(row)))
