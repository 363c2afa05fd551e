"""Brings files of anime and ratings into the database: all read and checked first, then written in one transaction."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from core.anime import Anime
from sources.bundled.catalogue import read_bundle
from sources.catalogue_file import Catalogue, CatalogueFormat, read_catalogue
from sources.files import Share
from sources.merging import merged
from sources.rating_file import Ratings, read_ratings
from sources.report import ImportReport
from storage.catalogue import anime_by_ids, counts, save_anime
from storage.database import Database
from storage.datasets import drop_simulation, save_dataset_ratings
from storage.kinds import PersonKind
from storage.provenance import anime_ids, has_people
from storage.saved import Saved

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class ImportFormat:
    """A kind of files. origin: its name, also that of the data set of people whose source is not stated."""

    origin: str
    catalogue: CatalogueFormat


async def import_files(  # noqa: PLR0913  two files, and what every import needs
    database: Database,
    form: ImportFormat,
    catalogue: Path | None,
    ratings: Path | None,
    *,
    at: datetime,
    progress: Progress,
) -> ImportReport:
    """Import a file of anime, of ratings, or both; the same again changes nothing.

    The first real ratings take the place of the simulated ones. Raises UnusableFileError for a file that nothing can
    be taken from; whatever fails, the database is as it was.
    """
    anime = await _read_anime(form, catalogue, progress)
    rated = await _read_ratings(database, form, ratings, anime, progress)
    async with database.begin() as session:
        saved = None if anime is None else await _save_anime(session, form.origin, anime, at=at, progress=progress)
        written = None if rated is None else await _save_ratings(session, database, rated, at=at, progress=progress)
    return ImportReport(
        files=tuple(read.report for read in (anime, rated) if read is not None),
        anime=saved,
        ratings=None if written is None else written.saved,
        people=0 if rated is None else sum(dataset.people for dataset in rated.datasets.values()),
        simulated_ratings_dropped=0 if written is None else written.dropped,
    )


async def _read_anime(form: ImportFormat, path: Path | None, progress: Progress) -> Catalogue | None:
    if path is None:
        return None
    return await asyncio.to_thread(read_catalogue, path, form.catalogue, _reading(path, progress))


async def _read_ratings(
    database: Database, form: ImportFormat, path: Path | None, catalogue: Catalogue | None, progress: Progress
) -> Ratings | None:
    if path is None:
        return None
    async with database.read() as session:
        known = await anime_ids(session)
    if catalogue is not None:
        known |= catalogue.anime.keys()
    ids = np.fromiter(known, np.int64, len(known))
    return await asyncio.to_thread(read_ratings, path, form.origin, ids, _reading(path, progress))


def _reading(path: Path, progress: Progress) -> Share:
    return lambda share: progress(f"Reading {path.name}", share)


async def _save_anime(
    session: AsyncSession, origin: str, catalogue: Catalogue, *, at: datetime, progress: Progress
) -> Saved:
    progress("Saving anime", 0.0)
    stored = await anime_by_ids(session, list(catalogue.anime))
    anime = await asyncio.to_thread(_merged, stored, catalogue.anime.values())
    saved = await save_anime(session, anime, origin=origin, at=at)
    progress("Saving anime", 1.0)
    return saved


def _merged(stored: Mapping[int, Anime], incoming: Iterable[Anime]) -> list[Anime]:
    bundle = {bundled.anime.id: bundled.anime for bundled in read_bundle()}
    return [merged(stored.get(anime.id), anime, bundle.get(anime.id)) for anime in incoming]


@dataclass(frozen=True, slots=True)
class _Written:
    """dropped: how many simulated ratings made way."""

    saved: Saved
    dropped: int


async def _save_ratings(
    session: AsyncSession, database: Database, ratings: Ratings, *, at: datetime, progress: Progress
) -> _Written:
    total = sum(len(dataset) for dataset in ratings.datasets.values())
    dropped = await _drop_simulation(session) if total else 0
    new = changed = same = 0
    for name, dataset in ratings.datasets.items():
        for people, interactions in dataset.shares():
            progress("Saving ratings", (new + changed + same) / total)
            saved = await save_dataset_ratings(
                session, database.secrets, name, people, interactions, kind=PersonKind.IMPORTED, at=at
            )
            new, changed, same = new + saved.new, changed + saved.changed, same + saved.same
    progress("Saving ratings", 1.0)
    return _Written(Saved(new, changed, same), dropped)


async def _drop_simulation(session: AsyncSession) -> int:
    """Delete the simulation; return how many ratings that were."""
    if not await has_people(session, PersonKind.SIMULATED):
        return 0
    before = (await counts(session)).ratings
    await drop_simulation(session)
    return before - (await counts(session)).ratings
