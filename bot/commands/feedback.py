"""What came back to what was shown, noted beside the model and the arm that answer now."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.visit import Visit
from storage.feedback import Feedback, add_feedback

CERTAIN = 1.0  # propensity: a list is what its arm always shows


async def note(session: AsyncSession, visit: Visit, kind: str, anime_id: int, position: int | None) -> None:
    """Add one tap or word of this person about an anime. position: in the list, from 0; None where it stood alone."""
    engine = visit.house.engine
    await add_feedback(
        session,
        Feedback(
            user_id=visit.user_id,
            anime_id=anime_id,
            kind=kind,
            model_version=engine.version,
            position=position,
            arm=engine.manifest.blend,
            propensity=CERTAIN,
            at=visit.house.clock(),
        ),
    )
