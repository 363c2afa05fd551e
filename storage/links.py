"""One person on two platforms: a code said on the second joins what was known apart, and it can be parted again."""

from datetime import datetime, timedelta
from enum import StrEnum
from secrets import choice
from typing import Final

from sqlalchemy import ColumnElement, delete, exists, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.consent import consents, set_consent
from storage.kinds import Consent, PersonKind
from storage.people import hold
from storage.secrets import Secrets
from storage.tables import (
    Base,
    ChatRow,
    ConsentEventRow,
    DismissalRow,
    FeedbackRow,
    IdentityRow,
    ImpressionRow,
    LinkCodeRow,
    PersonSettingsRow,
    PersonTypeRow,
    RatingRow,
    UserRow,
)
from storage.upsert import upsert

VALID: Final = timedelta(minutes=10)
_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is misread aloud
# 50 bits. Nobody guesses them, so tries need not be counted, which would count by accounts that cost nothing anyway:
# five hundred guesses a second for a year, with ten codes waiting all the time, meet one with a chance of 1 in 7,000.
_LENGTH: Final = 10
_LABEL: Final = "link code"  # what keeps a code's keyed hash apart from that of any platform's id


class Joining(StrEnum):
    """What came of a code. UNKNOWN: never given, used already, or too old; OWN: the one who says it was given it."""

    JOINED = "joined"
    UNKNOWN = "unknown"
    OWN = "own"


async def give_code(session: AsyncSession, secrets: Secrets, user_id: int, *, at: datetime) -> str:
    """Return a code, like "K7QF2-MXR9W", that joins whoever says it to this person; their last one ends."""
    await session.execute(delete(LinkCodeRow).where(LinkCodeRow.at <= at - VALID))
    code = "".join(choice(_ALPHABET) for _ in range(_LENGTH))
    new = upsert(session, LinkCodeRow).values(user_id=user_id, fingerprint=_fingerprint(secrets, code), at=at)
    await session.execute(
        new.on_conflict_do_update(
            index_elements=[LinkCodeRow.user_id],
            set_={"fingerprint": new.excluded.fingerprint, "at": new.excluded.at},
        )
    )
    return f"{code[: _LENGTH // 2]}-{code[_LENGTH // 2 :]}"


async def join(session: AsyncSession, secrets: Secrets, user_id: int, code: str, *, at: datetime) -> Joining:
    """Make one person of this one and the one who was given `code`, however it is spelled; a code joins once.

    They go on under the number of the one who was given it, with all that both said (the newer word about an anime
    holds), that one's settings if there are any, and the consents that both gave. Call it with nobody held.
    """
    fresh = (LinkCodeRow.fingerprint == _fingerprint(secrets, code), LinkCodeRow.at > at - VALID)
    giver = (await session.execute(select(LinkCodeRow.user_id).where(*fresh))).scalar_one_or_none()
    if giver is None:
        return Joining.UNKNOWN
    if giver == user_id:
        return Joining.OWN
    await hold(session, giver, user_id)
    # Another may have been faster, with the code or with one of the two: looked at again, now that they are held.
    still_there = exists(select(UserRow.id).where(UserRow.id == user_id))
    used = delete(LinkCodeRow).where(*fresh, LinkCodeRow.user_id == giver, still_there).returning(LinkCodeRow.user_id)
    if (await session.execute(used)).scalar_one_or_none() is None:
        return Joining.UNKNOWN
    await _merge(session, user_id, giver, at=at)
    return Joining.JOINED


async def part(session: AsyncSession, secrets: Secrets, platform: str, id: str, *, at: datetime) -> int | None:  # noqa: A002  the word everybody uses for it
    """Make a person of its own of one identity, with a copy of the taste and the settings; return their number.

    Consents are not copied, and what was shown stays with the other. None: the identity is the only one they have.
    """
    this_one = (IdentityRow.platform == platform, IdentityRow.fingerprint == secrets.fingerprint(platform, id))
    user_id = (await session.execute(select(IdentityRow.user_id).where(*this_one))).scalar_one_or_none()
    if user_id is None:
        return None
    await hold(session, user_id)
    others = select(IdentityRow.user_id).where(IdentityRow.user_id == user_id)
    if len((await session.execute(others)).all()) < 2:  # noqa: PLR2004  this one and another
        return None
    new = insert(UserRow).values(kind=PersonKind.PERSON, created_at=at).returning(UserRow.id)
    parted = (await session.execute(new)).scalar_one()
    await session.execute(update(IdentityRow).where(*this_one).values(user_id=parted))
    await session.execute(delete(LinkCodeRow).where(LinkCodeRow.user_id == user_id))
    for table in (RatingRow, DismissalRow, PersonSettingsRow, PersonTypeRow):
        await _copy(session, table, user_id, parted)
    return parted


async def _merge(session: AsyncSession, user_id: int, into: int, *, at: datetime) -> None:
    """Give all that is `user_id`'s to `into`, and delete the person that nothing is left of."""
    agreed = await consents(session, user_id) & await consents(session, into)
    has_settings = exists(select(PersonSettingsRow.user_id).where(PersonSettingsRow.user_id == into))
    if not (await session.execute(select(has_settings))).scalar_one():
        await _copy(session, PersonSettingsRow, user_id, into)
        await _copy(session, PersonTypeRow, user_id, into)
    for said in (RatingRow, DismissalRow):
        await _copy(session, said, user_id, into)
    for kept in (IdentityRow, ImpressionRow, FeedbackRow, ConsentEventRow):
        await session.execute(update(kept).where(kept.user_id == user_id).values(user_id=into))
    await session.execute(update(ChatRow).where(ChatRow.owner_id == user_id).values(owner_id=into))
    for consent in Consent:
        await set_consent(session, into, consent, consent in agreed, at=at)
    await session.execute(delete(UserRow).where(UserRow.id == user_id))


async def _copy(session: AsyncSession, table: type[Base], user_id: int, into: int) -> None:
    """Copy a person's rows to another; of two about the same thing the newer one holds, where they have a time."""
    columns = table.__table__.columns
    copied = [literal(into) if column.name == "user_id" else column for column in columns]
    rows = select(*copied).where(columns.user_id == user_id)
    new = upsert(session, table).from_select([column.name for column in columns], rows)
    if "at" not in columns:
        await session.execute(new.on_conflict_do_nothing())
        return
    newer: ColumnElement[bool] = new.excluded["at"] > columns.at
    values = {column.name: new.excluded[column.name] for column in columns if not column.primary_key}
    keys = [column for column in columns if column.primary_key]
    await session.execute(new.on_conflict_do_update(index_elements=keys, set_=values, where=newer))


def _fingerprint(secrets: Secrets, code: str) -> bytes:
    return secrets.fingerprint(_LABEL, "".join(filter(str.isalnum, code)).upper())
