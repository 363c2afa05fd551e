"""What was shown and what came back. Only ever added to: the past is what measuring stands on."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import FeedbackRow, ImpressionRow


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


async def add_impressions(session: AsyncSession, rows: Sequence[Impression]) -> None:
    """Note what was shown."""
    if rows:
        await session.execute(insert(ImpressionRow), [asdict(row) for row in rows])


async def add_feedback(session: AsyncSession, row: Feedback) -> None:
    """Note what came back."""
    await session.execute(insert(FeedbackRow).values(**asdict(row)))
