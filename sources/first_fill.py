"""Fills a database with what Osusume brings along: the bundled catalogue, and simulated ratings until real ones come.

Both are done once an edition of the bundle: the runs are noted, so that every later start only has to ask.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from sources.bundled.catalogue import Bundled, Edition, edition, read_bundle
from sources.bundled.simulation import DATASET, simulate
from sources.merging import with_bundle
from storage.catalogue import anime_by_ids, save_anime
from storage.database import Database
from storage.datasets import drop_simulation, save_dataset_ratings
from storage.kinds import Outcome, PersonKind
from storage.provenance import has_people, last_success
from storage.runs import finish_run, start_run
from storage.saved import Saved

ORIGIN = "bundle"
CATALOGUE_RUN = "bundled catalogue"
SIMULATION_RUN = "simulation"


async def save_bundle(database: Database, *, at: datetime) -> Saved:
    """Bring the bundled catalogue into the database, unless this edition of it is there; return what that changed.

    What imports brought for the same anime stays where the bundle does not know better (`sources.merging`).
    """
    this = edition()
    async with database.read() as session:
        if await _filled(session, CATALOGUE_RUN, this):
            return Saved(new=0, changed=0, same=this.anime)
    bundle = await asyncio.to_thread(read_bundle)
    async with database.begin() as session:
        return await _save_catalogue(session, bundle, this, at=at)


async def fill_with_bundle(database: Database, *, at: datetime, progress: Callable[[str, float], None]) -> None:
    """Bring in the bundled catalogue and, unless real ratings are there, the simulation made from it.

    Nothing happens, in a few milliseconds, where this edition of both is there already. An older edition is replaced.
    """
    this = edition()
    async with database.read() as session:
        has_catalogue = await _filled(session, CATALOGUE_RUN, this)
        real = await has_people(session, PersonKind.IMPORTED)
        if has_catalogue and (real or await _filled(session, SIMULATION_RUN, this)):
            return
    bundle = await asyncio.to_thread(read_bundle)
    if not has_catalogue:
        progress("Filling the catalogue", 0.0)
        async with database.begin() as session:
            await _save_catalogue(session, bundle, this, at=at)
        progress("Filling the catalogue", 1.0)
    if not real:
        progress("Simulating ratings", 0.0)
        await _save_simulation(database, bundle, this, at=at)
        progress("Simulating ratings", 1.0)


async def _save_catalogue(session: AsyncSession, bundle: Sequence[Bundled], this: Edition, *, at: datetime) -> Saved:
    stored = await anime_by_ids(session, [bundled.anime.id for bundled in bundle])
    anime = [with_bundle(stored.get(bundled.anime.id), bundled.anime) for bundled in bundle]
    saved = await save_anime(session, anime, origin=ORIGIN, at=at)
    await _note(session, CATALOGUE_RUN, this, at=at)
    return saved


async def _save_simulation(database: Database, bundle: Sequence[Bundled], this: Edition, *, at: datetime) -> None:
    simulation = await asyncio.to_thread(simulate, bundle)
    async with database.begin() as session:
        if await has_people(session, PersonKind.IMPORTED):
            return  # an import was faster
        await drop_simulation(session)
        await save_dataset_ratings(
            session,
            database.secrets,
            DATASET,
            simulation.people,
            simulation.interactions,
            kind=PersonKind.SIMULATED,
            at=at,
        )
        await _note(session, SIMULATION_RUN, this, at=at)


async def _filled(session: AsyncSession, run: str, this: Edition) -> bool:
    return await last_success(session, run) == this.fingerprint


async def _note(session: AsyncSession, run: str, this: Edition, *, at: datetime) -> None:
    run_id = await start_run(session, run, at=at)
    await finish_run(session, run_id, outcome=Outcome.SUCCEEDED, detail=this.fingerprint, at=at)
