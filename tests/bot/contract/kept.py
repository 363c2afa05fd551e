"""What the database keeps of people and places, in the form in which the model says what it should."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.request import Identity
from storage.consent import consents
from storage.database import Database
from storage.preferences import person_settings
from storage.ratings import taste_of
from storage.tables import ChatRow, ChatSettingsRow, FeedbackRow, IdentityRow, UserRow
from tests.bot.contract.model import Remembered


async def kept_of_people(database: Database, accounts: Iterable[Identity]) -> dict[frozenset[Identity], Remembered]:
    """Return what is kept of everybody. Fails where it is of somebody who is not among `accounts`, or of nobody."""
    by_hash = {(who.platform, database.secrets.fingerprint(who.platform, who.id)): who for who in accounts}
    async with database.read() as session:
        rows = await session.execute(select(IdentityRow.user_id, IdentityRow.platform, IdentityRow.fingerprint))
        whose: dict[int, set[Identity]] = {}
        for user_id, platform, fingerprint in rows:
            whose.setdefault(user_id, set()).add(by_hash[platform, fingerprint])
        assert set((await session.execute(select(UserRow.id))).scalars()) == set(whose)
        return {frozenset(theirs): await _kept_of(session, user_id) for user_id, theirs in whose.items()}


async def _kept_of(session: AsyncSession, user_id: int) -> Remembered:
    kinds = select(FeedbackRow.kind, func.count()).where(FeedbackRow.user_id == user_id).group_by(FeedbackRow.kind)
    noted: Counter[str] = Counter()
    for kind, number in await session.execute(kinds):
        noted[kind] = number
    return Remembered(
        await taste_of(session, user_id),
        await person_settings(session, user_id),
        await consents(session, user_id),
        noted,
    )


async def adult_places(database: Database) -> set[tuple[str, bytes]]:
    """Return the places where adult titles were allowed, by keyed hash."""
    allowed = select(ChatRow.platform, ChatRow.fingerprint).join(ChatSettingsRow).where(ChatSettingsRow.adult)
    async with database.read() as session:
        return {(platform, fingerprint) for platform, fingerprint in await session.execute(allowed)}
