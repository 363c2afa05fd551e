"""What a person said about anime, one at a time and as a whole."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    SmallInteger,
    and_,
    case,
    cast,
    delete,
    func,
    null,
    or_,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from core.interactions import STATUS_CODES, Interactions
from core.taste import Rating, Taste, Thumb
from storage.bulk import fetch
from storage.consent import consenting
from storage.kinds import Consent, PersonKind
from storage.tables import DismissalRow, RatingRow, UserRow
from storage.upsert import upsert

_STATUSES = {code: status for status, code in STATUS_CODES.items()}

# What was said, as the numbers that are stored: read by the thousand, so no object is made of each.
SAID = tuple(
    type_coerce(column, SmallInteger).label(column.key)
    for column in (RatingRow.score, RatingRow.thumb, RatingRow.status)
)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What a person said about one anime, and when they last did."""

    anime_id: int
    rating: Rating | None
    dismissed: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """A page of it, and how many entries there are in all."""

    entries: tuple[HistoryEntry, ...]
    total: int


async def taste_of(session: AsyncSession, user_id: int) -> Taste:
    """Return all that a person likes, dislikes and waved away; an empty taste for someone unknown."""
    rated = await session.execute(select(RatingRow.anime_id, *SAID).where(RatingRow.user_id == user_id))
    ratings = {anime_id: rating for anime_id, *said in rated if (rating := rating_from(*said)) is not None}
    dismissed = await session.execute(select(DismissalRow.anime_id).where(DismissalRow.user_id == user_id))
    return Taste(ratings, frozenset(dismissed.scalars()))


async def rating_of(session: AsyncSession, user_id: int, anime_id: int) -> Rating | None:
    """Return what a person said about one anime."""
    row = await session.execute(select(*SAID).where(RatingRow.user_id == user_id, RatingRow.anime_id == anime_id))
    return rating_from(*(row.one_or_none() or (None, None, None)))


async def put_rating(  # noqa: PLR0913  each is a column
    session: AsyncSession, user_id: int, anime_id: int, rating: Rating | None, *, origin: str, at: datetime
) -> Rating | None:
    """Set what a person says about an anime, None for nothing; return what stood there, so that it can be put back.

    origin: where it was said ("button", "command", a list's name). Raises IntegrityError for an anime or a person that
    is not in the database.
    """
    before = await rating_of(session, user_id, anime_id)
    if rating is None:
        await session.execute(delete(RatingRow).where(RatingRow.user_id == user_id, RatingRow.anime_id == anime_id))
        return before
    said = {"score": rating.score, "thumb": rating.thumb, "status": rating.status, "origin": origin, "at": at}
    new = upsert(session, RatingRow).values(user_id=user_id, anime_id=anime_id, **said)
    await session.execute(
        new.on_conflict_do_update(
            index_elements=[RatingRow.user_id, RatingRow.anime_id], set_={name: new.excluded[name] for name in said}
        )
    )
    return before


async def dismiss(session: AsyncSession, user_id: int, anime_id: int, *, at: datetime) -> None:
    """Note that a person waved an anime away; a second time changes nothing."""
    new = upsert(session, DismissalRow).values(user_id=user_id, anime_id=anime_id, at=at)
    await session.execute(new.on_conflict_do_nothing())


async def undismiss(session: AsyncSession, user_id: int, anime_id: int) -> None:
    """Take that back."""
    await session.execute(
        delete(DismissalRow).where(DismissalRow.user_id == user_id, DismissalRow.anime_id == anime_id)
    )


async def history(session: AsyncSession, user_id: int, *, offset: int, limit: int) -> History:
    """Return what a person said, newest first, one entry an anime, with what they waved away."""
    said = _said(user_id).subquery()
    total = (await session.execute(select(func.count()).select_from(said))).scalar_one()
    page = select(said).order_by(said.c.at.desc(), said.c.anime_id).offset(offset).limit(limit)
    entries = tuple(
        HistoryEntry(row.anime_id, rating_from(row.score, row.thumb, row.status), row.dismissed, row.at)
        for row in await session.execute(page)
    )
    return History(entries, total)


async def interactions(session: AsyncSession, since: datetime) -> Interactions:
    """Return every rating that may train the shared model: imported and simulated people's, and consenting persons'.

    since: what persons said from then on was said lately; a data set's ratings have no time but that of their import.
    People are numbered from 0 in no meaningful order. Takes about 100 bytes a rating while it runs, 11 when done.
    """
    allowed = select(UserRow.id).where(
        or_(UserRow.kind != PersonKind.PERSON, UserRow.id.in_(consenting(Consent.TRAINING)))
    )
    lately = case((and_(UserRow.kind == PersonKind.PERSON, RatingRow.at >= since), 1), else_=0)
    columns = (RatingRow.user_id, RatingRow.anime_id, *(label.element for label in SAID), lately)
    numbers = (cast(func.coalesce(column, 0), BigInteger) for column in columns)
    said = select(*numbers).join(UserRow, UserRow.id == RatingRow.user_id).where(RatingRow.user_id.in_(allowed))
    table = await fetch(await session.connection(), said)
    return Interactions(
        users=np.unique(table[:, 0], return_inverse=True)[1].astype(np.int32),
        anime=table[:, 1].astype(np.int32),
        scores=table[:, 2].astype(np.int8),
        thumbs=table[:, 3].astype(np.int8),
        statuses=table[:, 4].astype(np.int8),
        said_lately=table[:, 5].astype(np.bool_),
    )


def _said(user_id: int) -> CompoundSelect[Any]:
    """Return a query for everything a person said, one row an anime: ratings, and dismissals where there is none."""
    same_key = and_(DismissalRow.user_id == RatingRow.user_id, DismissalRow.anime_id == RatingRow.anime_id)
    latest = case((DismissalRow.at > RatingRow.at, DismissalRow.at), else_=RatingRow.at).label("at")
    dismissed = DismissalRow.at.is_not(None).label("dismissed")
    ratings = (
        select(RatingRow.anime_id, *SAID, dismissed, latest)
        .outerjoin(DismissalRow, same_key)
        .where(RatingRow.user_id == user_id)
    )
    unrated = ~select(RatingRow).where(same_key).exists()
    dismissals = select(DismissalRow.anime_id, null(), null(), null(), true(), DismissalRow.at)
    return union_all(ratings, dismissals.where(DismissalRow.user_id == user_id, unrated))


@cache
def rating_from(score: int | None, thumb: int | None, status: int | None) -> Rating | None:
    """Return the rating of these stored numbers, None where nothing was said.

    There are a few hundred at most, and a taste has thousands: equal ones are one object.
    """
    if score is None and thumb is None and status is None:
        return None
    return Rating(score, None if thumb is None else Thumb(thumb), None if status is None else _STATUSES[status])
