from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from core.anime import Anime, Title, TitleKind, TitleLanguage
from core.interactions import Interactions
from sources import first_fill
from sources.bundled.catalogue import Edition, edition, read_bundle
from sources.bundled.simulation import PEOPLE, RATINGS, simulate
from sources.first_fill import fill_with_bundle, save_bundle
from storage.catalogue import CatalogueCounts, all_anime, counts, save_anime
from storage.database import Database
from storage.datasets import save_dataset_ratings
from storage.kinds import PersonKind
from storage.runs import latest_runs
from storage.saved import Saved


def unheard(_stage: str, _share: float) -> None:
    pass


async def counted(database: Database) -> CatalogueCounts:
    async with database.read() as session:
        return await counts(session)


async def test_a_fresh_database_gets_catalogue_and_simulation(database: Database, at: datetime) -> None:
    told: list[tuple[str, float]] = []
    await fill_with_bundle(database, at=at, progress=lambda stage, share: told.append((stage, share)))
    size = len(read_bundle())
    assert await counted(database) == CatalogueCounts(anime=size, people=PEOPLE, ratings=RATINGS, simulated=True)
    assert told == [
        ("Filling the catalogue", 0.0),
        ("Filling the catalogue", 1.0),
        ("Simulating ratings", 0.0),
        ("Simulating ratings", 1.0),
    ]


async def test_the_next_start_reads_and_writes_nothing(
    database: Database, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill_with_bundle(database, at=at, progress=unheard)
    async with database.read() as session:
        before = await latest_runs(session, 10)
    monkeypatch.setattr(first_fill, "read_bundle", None)
    monkeypatch.setattr(first_fill, "simulate", None)
    told: list[str] = []
    await fill_with_bundle(database, at=at + timedelta(days=1), progress=lambda stage, _: told.append(stage))
    assert await save_bundle(database, at=at + timedelta(days=1)) == Saved(0, 0, edition().anime)
    assert told == []
    async with database.read() as session:
        assert await latest_runs(session, 10) == before


async def test_the_bundle_alone_brings_no_people(database: Database, at: datetime) -> None:
    size = len(read_bundle())
    assert await save_bundle(database, at=at) == Saved(size, 0, 0)
    assert await counted(database) == CatalogueCounts(anime=size, people=0, ratings=0, simulated=False)
    await fill_with_bundle(database, at=at, progress=unheard)
    assert (await counted(database)).simulated


async def test_where_real_ratings_are_nobody_is_simulated(database: Database, at: datetime) -> None:
    await save_bundle(database, at=at)
    await rate(database, at)
    await fill_with_bundle(database, at=at, progress=unheard)
    assert await counted(database) == CatalogueCounts(edition().anime, people=1, ratings=1, simulated=False)


async def test_an_import_that_is_faster_than_the_simulation_wins(
    database: Database, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    await save_bundle(database, at=at)

    async def faster(work: object, *arguments: object) -> object:
        if work is simulate:
            await rate(database, at)
        return work(*arguments)  # type: ignore[operator]

    monkeypatch.setattr("sources.first_fill.asyncio.to_thread", faster)
    await fill_with_bundle(database, at=at, progress=unheard)
    assert (await counted(database)).people == 1


async def test_a_newer_edition_updates_the_catalogue_and_replaces_the_simulation(
    database: Database, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill_with_bundle(database, at=at, progress=unheard)
    bundle = read_bundle()
    first = replace(bundle[0], anime=replace(bundle[0].anime, year=1901))
    monkeypatch.setattr(first_fill, "edition", lambda: Edition("newer", len(bundle)))
    monkeypatch.setattr(first_fill, "read_bundle", lambda: (first, *bundle[1:]))
    assert await save_bundle(database, at=at) == Saved(0, 1, len(bundle) - 1)
    await fill_with_bundle(database, at=at, progress=unheard)
    assert await counted(database) == CatalogueCounts(len(bundle), PEOPLE, RATINGS, simulated=True)
    async with database.read() as session:
        assert (await all_anime(session))[0].year == 1901


async def test_what_was_imported_for_an_anime_of_the_bundle_stays(database: Database, at: datetime) -> None:
    imported = Anime(
        1, (Title("Cowboy", TitleLanguage.ROMAJI),), year=1900, picture="https://example.org/1.jpg", tags=("Jazz",)
    )
    async with database.begin() as session:
        await save_anime(session, [imported], origin="elsewhere", at=at)
    await save_bundle(database, at=at)
    async with database.read() as session:
        stored = (await all_anime(session))[0]
    assert (stored.year, stored.picture, stored.tags) == (1998, "https://example.org/1.jpg", ("Jazz",))
    assert Title("Cowboy", TitleLanguage.ROMAJI, TitleKind.SYNONYM) in stored.titles


async def rate(database: Database, at: datetime) -> None:
    nothing = np.zeros(1, np.int8)
    one = Interactions(np.zeros(1, np.int32), np.ones(1, np.int32), nothing + 8, nothing, nothing)
    async with database.begin() as session:
        await save_dataset_ratings(
            session, database.secrets, "real", ["somebody"], one, kind=PersonKind.IMPORTED, at=at
        )
