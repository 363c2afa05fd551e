"""The ratings of strangers: whole data sets at once, millions of rows, saved set by set."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    MetaData,
    SmallInteger,
    Table,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.schema import CreateTable, DropTable

from core.interactions import Interactions
from storage.bulk import load
from storage.kinds import PersonKind
from storage.saved import Saved
from storage.secrets import Secrets
from storage.tables import IdentityRow, RatingRow, UserRow
from storage.upsert import upsert

__all__ = ["PersonKind", "drop_simulation", "save_dataset_ratings"]

# Where rows stand before one statement takes them over. Gone with the transaction; 0 is nothing, as in `Interactions`.
_STAGE = Table(
    "staged_ratings",
    MetaData(),
    *(Column(name, BigInteger, nullable=False) for name in ("user_id", "anime_id", "score", "thumb", "status")),
    prefixes=["TEMPORARY"],
)
_SAID = ("score", "thumb", "status")


async def save_dataset_ratings(  # noqa: PLR0913  each says one thing about the data set
    session: AsyncSession,
    secrets: Secrets,
    dataset: str,
    people: Sequence[str],
    interactions: Interactions,
    *,
    kind: PersonKind,
    at: datetime,
) -> Saved:
    """Add a data set's ratings, and set anew those that differ; the same again changes nothing.

    people: the data set's own names for them, which `interactions.users` counts; kept as keyed hashes only. Where
    someone rates an anime twice, the last rating stands. Raises ValueError for a name that comes twice, a rating of
    nobody's or one that says nothing, and IntegrityError for an anime that is not in the catalogue.
    """
    _check(people, interactions)
    user_ids = await _people(session, secrets, f"{kind}:{dataset}", people, kind=kind, at=at)
    connection = await session.connection()
    await connection.execute(CreateTable(_STAGE))
    await load(connection, _STAGE, _last_of_each(user_ids[interactions.users], interactions))
    saved = await _compare(session)
    await _take_over(session, origin=dataset, at=at)
    await connection.execute(DropTable(_STAGE))
    return saved


async def drop_simulation(session: AsyncSession) -> int:
    """Delete all simulated people with their ratings; return how many people it were."""
    simulated = UserRow.kind == PersonKind.SIMULATED
    people = (await session.execute(select(func.count()).select_from(UserRow).where(simulated))).scalar_one()
    await session.execute(delete(UserRow).where(simulated))
    return people


def _check(people: Sequence[str], interactions: Interactions) -> None:
    if len(set(people)) < len(people):
        raise ValueError("the names of a data set's people differ from each other")
    if np.any((interactions.users < 0) | (interactions.users >= len(people))):
        raise ValueError(f"there are ratings by people beyond the {len(people)} that are named")
    if np.any((interactions.scores == 0) & (interactions.thumbs == 0) & (interactions.statuses == 0)):
        raise ValueError("there are ratings that say nothing")


async def _people(  # noqa: PLR0913  as in `save_dataset_ratings`
    session: AsyncSession, secrets: Secrets, platform: str, people: Sequence[str], *, kind: PersonKind, at: datetime
) -> NDArray[np.int64]:
    """Return the number each of these people is known by, adding those that are new."""
    fingerprints = [secrets.fingerprint(platform, name) for name in people]
    identities = select(IdentityRow.fingerprint, IdentityRow.user_id).where(IdentityRow.platform == platform)
    known = {row.fingerprint: row.user_id for row in await session.execute(identities)}
    new = [fingerprint for fingerprint in fingerprints if fingerprint not in known]
    if new:
        connection = await session.connection()
        users = insert(UserRow).returning(UserRow.id)
        numbers = (await connection.execute(users, [{"kind": kind, "created_at": at}] * len(new))).scalars()
        added = dict(zip(new, numbers, strict=True))
        rows = [
            {"platform": platform, "fingerprint": fingerprint, "user_id": user_id}
            for fingerprint, user_id in added.items()
        ]
        await connection.execute(insert(IdentityRow), rows)
        known |= added
    return np.array([known[fingerprint] for fingerprint in fingerprints], dtype=np.int64)


def _last_of_each(user_ids: NDArray[np.int64], interactions: Interactions) -> NDArray[np.int64]:
    """Return the rows to save, as columns of `_STAGE`, in the order of the ratings' key."""
    keys = user_ids << 32 | interactions.anime
    # The first of each key from behind is the last.
    last = len(keys) - 1 - np.unique(keys[::-1], return_index=True)[1]
    columns = (user_ids, interactions.anime, interactions.scores, interactions.thumbs, interactions.statuses)
    return np.stack([column[last].astype(np.int64) for column in columns], axis=1)


async def _compare(session: AsyncSession) -> Saved:
    """Count what taking over the staged rows will do."""
    same_key = and_(RatingRow.user_id == _STAGE.c.user_id, RatingRow.anime_id == _STAGE.c.anime_id)
    differs = or_(*(_number(name).is_distinct_from(_staged(name)) for name in _SAID))
    counted = select(
        func.count(), func.count(RatingRow.user_id), func.count(case((RatingRow.user_id.is_not(None) & differs, 1)))
    ).select_from(_STAGE.outerjoin(RatingRow, same_key))
    staged, known, changed = (await session.execute(counted)).one()
    return Saved(new=staged - known, changed=changed, same=known - changed)


async def _take_over(session: AsyncSession, *, origin: str, at: datetime) -> None:
    """Make the staged rows ratings, leaving those alone that say the same already."""
    said = {name: _staged(name) for name in _SAID}
    rows = select(
        _STAGE.c.user_id, _STAGE.c.anime_id, *said.values(), literal(origin), literal(at, RatingRow.at.type)
    ).where(true())  # without a WHERE SQLite takes ON CONFLICT for a join's ON
    columns = ("user_id", "anime_id", *_SAID, "origin", "at")
    new = upsert(session, RatingRow).from_select(columns, rows)
    await session.execute(
        new.on_conflict_do_update(
            index_elements=[RatingRow.user_id, RatingRow.anime_id],
            set_={name: new.excluded[name] for name in (*_SAID, "origin", "at")},
            where=or_(
                *(_number(name).is_distinct_from(type_coerce(new.excluded[name], SmallInteger)) for name in _SAID)
            ),
        )
    )


def _number(name: str) -> ColumnElement[int]:
    """Return a rating's column as the number that is stored."""
    return type_coerce(getattr(RatingRow, name), SmallInteger)


def _staged(name: str) -> ColumnElement[int]:
    """Return the staged column with nothing for 0, as a rating has it."""
    return func.nullif(_STAGE.c[name], 0, type_=SmallInteger)
