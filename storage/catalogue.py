"""The catalogue as `core` knows it: read whole or in part, saved set by set."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Insert, delete, func, insert, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from core.anime import Anime, LabelKind, Relation, Title
from storage.kinds import PersonKind
from storage.saved import Saved
from storage.tables import AnimeLabelRow, AnimeRow, LabelRow, RatingRow, RelationRow, TitleRow, UserRow
from storage.upsert import upsert

# Ids in one statement: below what either database takes as parameters (32,766 and 32,767).
_SHARE = 10_000

# The tuple of `Anime` that holds the labels of each kind.
_FIELDS = {
    LabelKind.GENRE: "genres",
    LabelKind.THEME: "themes",
    LabelKind.DEMOGRAPHIC: "demographics",
    LabelKind.STUDIO: "studios",
    LabelKind.TAG: "tags",
}
# The columns that are plain fields of `Anime`, under the same names.
_PLAIN = (
    *("id", "type", "year", "season", "episodes", "minutes"),
    *("source", "age_rating", "synopsis", "picture", "members"),
)


@dataclass(frozen=True, slots=True)
class CatalogueCounts:
    """How much there is. `simulated`: whether some of the ratings are invented."""

    anime: int
    people: int
    ratings: int
    simulated: bool


@dataclass(frozen=True, slots=True)
class Edition:
    """Which catalogue this is: what changes it changes this too."""

    anime: int
    updated_at: datetime | None


async def edition(session: AsyncSession) -> Edition:
    """Return the edition that the session sees."""
    anime, updated_at = (await session.execute(select(func.count(), func.max(AnimeRow.updated_at)))).one()
    return Edition(anime, updated_at)


async def counts(session: AsyncSession) -> CatalogueCounts:
    """Count anime, people of every kind, and ratings."""
    simulated = select(UserRow.id).where(UserRow.kind == PersonKind.SIMULATED).exists()
    row = await session.execute(
        select(
            select(func.count()).select_from(AnimeRow).scalar_subquery(),
            select(func.count()).select_from(UserRow).scalar_subquery(),
            select(func.count()).select_from(RatingRow).scalar_subquery(),
            select(simulated).scalar_subquery(),
        )
    )
    anime, people, ratings, some_simulated = row.one()
    return CatalogueCounts(anime=anime, people=people, ratings=ratings, simulated=some_simulated)


async def all_anime(session: AsyncSession) -> list[Anime]:
    """Return the whole catalogue by rising id."""
    return await _read(session, among=None)


async def anime_by_ids(session: AsyncSession, ids: Sequence[int]) -> dict[int, Anime]:
    """Return the anime of these ids, by rising id; those not in the catalogue are left out."""
    found = [anime for share in _shares(sorted(set(ids))) for anime in await _read(session, among=share)]
    return {anime.id: anime for anime in found}


async def save_anime(session: AsyncSession, anime: Sequence[Anime], *, origin: str, at: datetime) -> Saved:
    """Add anime, and put those whose id is known in the place of what was known; return how many of each.

    What an anime has is had once: a label, title or relation that comes twice is kept where it came first.
    Raises ValueError for an id that comes twice and for an anime without a title, before anything is written.
    """
    repeated = [anime_id for anime_id, times in Counter(one.id for one in anime).items() if times > 1]
    if repeated:
        raise ValueError(f"these anime come twice: {repeated[:10]}")
    untitled = [one.id for one in anime if not one.titles]
    if untitled:
        raise ValueError(f"these anime have no title: {untitled[:10]}")
    wanted = [_once(one) for one in anime]
    known = await anime_by_ids(session, [one.id for one in wanted])
    new = [one for one in wanted if one.id not in known]
    changed = [one for one in wanted if one.id in known and one != known[one.id]]
    await _write(session, new, changed, origin=origin, at=at)
    return Saved(len(new), len(changed), len(wanted) - len(new) - len(changed))


def _once(anime: Anime) -> Anime:
    fields = ("titles", "relations", *_FIELDS.values())
    once: dict[str, Any] = {field: tuple(dict.fromkeys(getattr(anime, field))) for field in fields}
    return replace(anime, **once)


def _shares(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _SHARE] for start in range(0, len(ids), _SHARE))


async def _read(session: AsyncSession, among: Sequence[int] | None) -> list[Anime]:
    """Return the anime with ids `among`, or all: one query a table, put together here."""
    titles = await _titles(session, among)
    relations = await _relations(session, among)
    labels = await _labels(session, among)
    lists: dict[str, Mapping[int, Sequence[Any]]] = {"titles": titles, "relations": relations, **labels}
    columns = (getattr(AnimeRow, name) for name in _PLAIN)
    rows = await session.execute(select(*columns).where(_chosen(AnimeRow.id, among)).order_by(AnimeRow.id))
    catalogue = []
    for row in rows:
        fields: dict[str, Any] = dict(zip(_PLAIN, row, strict=True))
        for name, values in lists.items():
            fields[name] = tuple(values.get(fields["id"], ()))
        catalogue.append(Anime(**fields))
    return catalogue


def _chosen(column: InstrumentedAttribute[int], among: Sequence[int] | None) -> ColumnElement[bool]:
    return true() if among is None else column.in_(among)


async def _titles(session: AsyncSession, among: Sequence[int] | None) -> dict[int, list[Title]]:
    """Return titles by anime, in the catalogue's order."""
    titles: defaultdict[int, list[Title]] = defaultdict(list)
    columns = (TitleRow.anime_id, TitleRow.text, TitleRow.language, TitleRow.kind)
    rows = select(*columns).where(_chosen(TitleRow.anime_id, among)).order_by(TitleRow.anime_id, TitleRow.position)
    for anime_id, text, language, kind in await session.execute(rows):
        titles[anime_id].append(Title(text, language, kind))
    return titles


async def _relations(session: AsyncSession, among: Sequence[int] | None) -> dict[int, list[Relation]]:
    """Return relations by anime, in the catalogue's order."""
    relations: defaultdict[int, list[Relation]] = defaultdict(list)
    columns = (RelationRow.anime_id, RelationRow.kind, RelationRow.related_id)
    chosen = select(*columns).where(_chosen(RelationRow.anime_id, among))
    for anime_id, kind, related in await session.execute(chosen.order_by(RelationRow.anime_id, RelationRow.position)):
        relations[anime_id].append(Relation(kind, related))
    return relations


async def _labels(session: AsyncSession, among: Sequence[int] | None) -> dict[str, dict[int, list[str]]]:
    """Return labels by field of `Anime`, and there by anime, in the catalogue's order."""
    labels: dict[str, dict[int, list[str]]] = {field: defaultdict(list) for field in _FIELDS.values()}
    chosen = select(AnimeLabelRow.anime_id, AnimeLabelRow.label_id).where(_chosen(AnimeLabelRow.anime_id, among))
    carried = (await session.execute(chosen.order_by(AnimeLabelRow.position))).all()
    used = None if among is None else list({label_id for _, label_id in carried})
    columns = (LabelRow.id, LabelRow.kind, LabelRow.name)
    words = {
        label_id: (labels[_FIELDS[kind]], name)
        for label_id, kind, name in await session.execute(select(*columns).where(_chosen(LabelRow.id, used)))
    }
    for anime_id, label_id in carried:
        by_anime, name = words[label_id]
        by_anime[anime_id].append(name)
    return labels


async def _write(
    session: AsyncSession, new: Sequence[Anime], changed: Sequence[Anime], *, origin: str, at: datetime
) -> None:
    """Write anime rows and all that hangs on them; what hung on the changed ones goes first."""
    for share in _shares([one.id for one in changed]):
        for table in (TitleRow, RelationRow, AnimeLabelRow):
            await session.execute(delete(table).where(table.anime_id.in_(share)))
    written = (*new, *changed)
    rows = [{name: getattr(one, name) for name in _PLAIN} | {"origin": origin, "updated_at": at} for one in written]
    statement = upsert(session, AnimeRow)
    values = {name: statement.excluded[name] for name in (*_PLAIN, "origin", "updated_at") if name != "id"}
    await _insert(session, statement.on_conflict_do_update(index_elements=[AnimeRow.id], set_=values), rows)
    await _insert(
        session,
        insert(TitleRow),
        [
            {
                "anime_id": one.id,
                "position": position,
                "text": title.text,
                "language": title.language,
                "kind": title.kind,
            }
            for one in written
            for position, title in enumerate(one.titles)
        ],
    )
    await _insert(
        session,
        insert(RelationRow),
        [
            {"anime_id": one.id, "position": position, "kind": relation.kind, "related_id": relation.anime_id}
            for one in written
            for position, relation in enumerate(one.relations)
        ],
    )
    await _write_labels(session, written)


async def _write_labels(session: AsyncSession, written: Sequence[Anime]) -> None:
    """Write the labels of anime that have none in the database, adding those words that are new."""
    used = [
        (one.id, kind, name, position)
        for one in written
        for kind, field in _FIELDS.items()
        for position, name in enumerate(getattr(one, field))
    ]
    words = [{"kind": kind, "name": name} for kind, name in dict.fromkeys((kind, name) for _, kind, name, _ in used)]
    await _insert(session, upsert(session, LabelRow).on_conflict_do_nothing(), words)
    ids = {
        (kind, name): label_id
        for label_id, kind, name in await session.execute(select(LabelRow.id, LabelRow.kind, LabelRow.name))
    }
    await _insert(
        session,
        insert(AnimeLabelRow),
        [
            {"anime_id": anime_id, "label_id": ids[kind, name], "position": position}
            for anime_id, kind, name, position in used
        ],
    )


async def _insert(session: AsyncSession, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run an INSERT for all rows at once; for no rows at all SQLAlchemy would insert one of defaults."""
    if rows:
        # The connection, because the session would work through the rows one by one as objects.
        await (await session.connection()).execute(statement, rows)
