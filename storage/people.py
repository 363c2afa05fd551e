"""People: found by what a platform calls them, and really forgotten when they ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, Table, and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.anime import TitleLanguage
from storage.catalogue import anime_by_ids
from storage.kinds import PersonKind
from storage.secrets import Secrets
from storage.tables import Base, IdentityRow, UserRow
from storage.upsert import upsert

_FINGERPRINT_BYTES: Final = 32  # of SHA-256


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows about a person were deleted, by table; tables that held nothing are left out."""

    counts: Mapping[str, int]


async def person_of(session: AsyncSession, secrets: Secrets, platform: str, id: str, *, at: datetime) -> int:  # noqa: A002  the word everybody uses for it
    """Return the number we know this person by, made on the first meeting.

    Two meetings at the same moment make one person: the identity's key decides who came first. Whoever was `gone` is
    back with this.
    """
    this_one = _identity(secrets, platform, id)
    known = (await session.execute(select(IdentityRow.user_id, IdentityRow.gone_at).where(this_one))).one_or_none()
    if known is None:
        return await _meet(session, platform, secrets.fingerprint(platform, id), at=at)
    user_id, gone_at = known
    if gone_at is not None:
        await session.execute(update(IdentityRow).where(this_one).values(gone_at=None))
    return user_id


async def person_known(session: AsyncSession, secrets: Secrets, platform: str, id: str) -> int | None:  # noqa: A002  the same
    """Return the number we know this person by; None for someone never met. Writes nothing."""
    found = select(IdentityRow.user_id).where(_identity(secrets, platform, id))
    return (await session.execute(found)).scalar_one_or_none()


async def person_of_prefix(session: AsyncSession, platform: str, prefix: bytes) -> int | None:
    """Return the person whose keyed hash on a platform begins with `prefix`; None where there is not exactly one."""
    first, last = prefix.ljust(_FINGERPRINT_BYTES, b"\x00"), prefix.ljust(_FINGERPRINT_BYTES, b"\xff")
    found = select(IdentityRow.user_id).where(
        IdentityRow.platform == platform, IdentityRow.fingerprint.between(first, last)
    )
    people = (await session.execute(found.limit(2))).scalars().all()
    return people[0] if len(people) == 1 else None


async def gone(session: AsyncSession, secrets: Secrets, platform: str, id: str, *, at: datetime) -> None:  # noqa: A002  the same
    """Note that a person wants nothing from us on this platform (they blocked the bot), until they speak again."""
    this_one = _identity(secrets, platform, id)
    await session.execute(update(IdentityRow).where(this_one, IdentityRow.gone_at.is_(None)).values(gone_at=at))


async def platforms(session: AsyncSession, user_id: int) -> tuple[str, ...]:
    """Return the platforms we know a person on, one for each of their identities, in order of name."""
    theirs = select(IdentityRow.platform).where(IdentityRow.user_id == user_id).order_by(IdentityRow.platform)
    return tuple((await session.execute(theirs)).scalars())


async def platforms_known(session: AsyncSession, secrets: Secrets, platform: str, id: str) -> tuple[str, ...]:  # noqa: A002  the same
    """Return the platforms we know a person on, by what one of them calls them; none for someone never met."""
    user_id = await person_known(session, secrets, platform, id)
    return () if user_id is None else await platforms(session, user_id)


async def _meet(session: AsyncSession, platform: str, fingerprint: bytes, *, at: datetime) -> int:
    """Add a person with one identity, unless another transaction was faster; return whoever has the identity."""
    new = insert(UserRow).values(kind=PersonKind.PERSON, created_at=at).returning(UserRow.id)
    user_id = (await session.execute(new)).scalar_one()
    # On a conflict this changes nothing but waits for the other transaction, and then says who was faster.
    identity = upsert(session, IdentityRow).values(platform=platform, fingerprint=fingerprint, user_id=user_id)
    first = identity.on_conflict_do_update(
        index_elements=[IdentityRow.platform, IdentityRow.fingerprint],
        set_={"user_id": IdentityRow.user_id},
    ).returning(IdentityRow.user_id)
    owner = (await session.execute(first)).scalar_one()
    if owner != user_id:
        await session.execute(delete(UserRow).where(UserRow.id == user_id))
    return owner


async def hold(session: AsyncSession, *user_ids: int) -> None:
    """Hold people until this transaction ends, waiting for whoever holds them: what is read of them now stays true.

    So that the same tap, delivered twice at once, is seen the second time. Two people are held in order of number, so
    that nobody waits for one who waits for them. SQLite's writers wait for each other anyway.
    """
    if session.get_bind().dialect.name != "sqlite":
        theirs = select(UserRow.id).where(UserRow.id.in_(user_ids)).order_by(UserRow.id)
        await session.execute(theirs.with_for_update())


async def person_held(session: AsyncSession, secrets: Secrets, platform: str, id: str, *, at: datetime) -> int:  # noqa: A002  the same
    """Return the number we know this person by, as `person_of` does, and hold them.

    Who is joined, parted or forgotten while we wait for them has another number by then, which is looked up anew.
    """
    while True:
        user_id = await person_of(session, secrets, platform, id, at=at)
        await hold(session, user_id)
        if await person_known(session, secrets, platform, id) == user_id:
            return user_id


async def forget(session: AsyncSession, user_id: int) -> Forgotten:
    """Delete a person and all that is kept about them, by the foreign keys' cascade; return how much it was."""
    counts = {
        table.name: (await session.execute(select(func.count()).select_from(table).where(theirs))).scalar_one()
        for table, theirs in rows_about(user_id).items()
    }
    await session.execute(delete(UserRow).where(UserRow.id == user_id))
    return Forgotten({table: count for table, count in counts.items() if count})


async def export(session: AsyncSession, user_id: int) -> dict[str, Any]:
    """Return everything that is kept about a person, ready for JSON: a list of rows a table, empty ones left out.

    Times are ISO 8601 in UTC and bytes hexadecimal; rows about an anime carry its title.
    """
    found = {
        table: (await session.execute(select(table).where(theirs))).mappings().all()
        for table, theirs in rows_about(user_id).items()
    }
    titles = await _titles(session, [row["anime_id"] for rows in found.values() for row in rows if "anime_id" in row])
    return {table.name: [_exported(row, titles) for row in rows] for table, rows in found.items() if rows}


def _identity(secrets: Secrets, platform: str, id: str) -> ColumnElement[bool]:  # noqa: A002  the same
    return and_(IdentityRow.platform == platform, IdentityRow.fingerprint == secrets.fingerprint(platform, id))


def rows_about(user_id: int) -> dict[Table, ColumnElement[bool]]:
    """Return the condition for a person's rows in each table that can have any: those that `users` reaches by cascade.

    It is read from the foreign keys, so that a table added later is neither kept back nor left behind.
    """
    users = Base.metadata.tables[UserRow.__tablename__]
    theirs: dict[Table, ColumnElement[bool]] = {users: users.c.id == user_id}
    for table in Base.metadata.sorted_tables:  # what is referred to comes before what refers to it
        for key in table.foreign_keys:
            owner = key.column.table
            if key.ondelete == "CASCADE" and owner in theirs:
                theirs[table] = (
                    key.parent == user_id if owner is users else key.parent.in_(select(key.column).where(theirs[owner]))
                )
    return theirs


async def _titles(session: AsyncSession, anime_ids: Sequence[int]) -> dict[int, str]:
    anime = await anime_by_ids(session, anime_ids)
    return {anime_id: one.title(TitleLanguage.ENGLISH) for anime_id, one in anime.items()}


def _exported(row: RowMapping, titles: Mapping[int, str]) -> dict[str, Any]:
    exported = {name: _plain(value) for name, value in row.items()}
    return exported | ({"title": titles[row["anime_id"]]} if "anime_id" in row else {})


def _plain(value: object) -> object:
    """Return a column's value as JSON has it."""
    match value:
        case datetime():
            return value.isoformat()
        case bytes():
            return value.hex()
        case Enum():
            return value.value
        case _:
            return value
