"""A home as a busy bot's: 13,000 anime, a model trained on the real ratings, and people with tastes of their own."""

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray
from sqlalchemy import insert, select

from benchmarks.data import ratings
from core.interactions import Interactions
from core.learning.held_out import by_person, take
from core.taste import Status
from storage.database import Database
from storage.people import person_of
from storage.secrets import Secrets
from storage.tables import AnimeRow, RatingRow, TitleRow

ANIME, PEOPLE = 13_000, 2_000
FEWEST, MOST = 5, 200  # ratings of a person
KEY = "0" * 64  # of a database that is thrown away
SEED = 20_261_121


def furnish(data: Path, home: Path, platforms: tuple[str, ...]) -> None:
    """Fill `home` from the real data in `data`; on each platform the people's ids are "1" to "2000"."""
    with TemporaryDirectory(prefix="osusume-crowd-") as folder:
        catalogue, rated = _most_rated(data, Path(folder))
        osusume("import", "table", "--catalogue", str(catalogue), "--ratings", str(rated), "--data", str(home))
    osusume("train", "--data", str(home))
    asyncio.run(_settle(data, home, platforms))


def environment(**more: str) -> dict[str, str]:
    """Return the environment in which a process of ours opens such a home."""
    return os.environ | {"SECRET_KEY": KEY, "LOG_LEVEL": "WARNING"} | more


async def titles(home: Path) -> list[str]:
    """Return all titles there are in a home."""
    database = Database(f"sqlite+aiosqlite:///{home / 'osusume.db'}", Secrets(bytes.fromhex(KEY)))
    try:
        async with database.read() as session:
            return list((await session.execute(select(TitleRow.text))).scalars())
    finally:
        await database.close()


def osusume(*words: str) -> None:
    """Run the console script to its end. Raises subprocess.CalledProcessError."""
    command = [sys.executable, "-m", "bot.cli.main", *words]
    subprocess.run(command, check=True, capture_output=True, env=environment())  # noqa: S603  our own program


def _most_rated(data: Path, folder: Path) -> tuple[Path, Path]:
    """Return two files in `folder`: the catalogue of the most rated anime, and the ratings of those."""
    rated, catalogue = pq.read_table(data / "ratings.parquet"), pq.read_table(data / "catalogue.parquet")
    known = rated.filter(pc.is_in(rated["anime_id"], catalogue["mal_id"].combine_chunks()))
    ids, counts = np.unique(known["anime_id"].to_numpy(), return_counts=True)
    kept = pa.array(np.sort(ids[np.argsort(-counts, kind="stable")[:ANIME]]))
    files = folder / "catalogue.parquet", folder / "ratings.parquet"
    pq.write_table(catalogue.filter(pc.is_in(catalogue["mal_id"], kept)), files[0])
    pq.write_table(known.filter(pc.is_in(known["anime_id"], kept)), files[1])
    return files


async def _settle(data: Path, home: Path, platforms: tuple[str, ...]) -> None:
    database = Database(f"sqlite+aiosqlite:///{home / 'osusume.db'}", Secrets(bytes.fromhex(KEY)))
    now = datetime.now(UTC)
    try:
        async with database.begin() as session:
            known = np.array((await session.execute(select(AnimeRow.id))).scalars().all())
            tastes = _tastes(ratings(data), known)
            for platform in platforms:
                for number, taste in enumerate(tastes, 1):
                    user_id = await person_of(session, database.secrets, platform, str(number), at=now)
                    said = {"user_id": user_id, "thumb": None, "status": Status.WATCHED, "origin": "crowd", "at": now}
                    rows = [said | {"anime_id": anime_id, "score": score} for anime_id, score in taste.items()]
                    await session.execute(insert(RatingRow), rows)
    finally:
        await database.close()


def _tastes(rows: Interactions, known: NDArray[np.int64]) -> list[dict[int, int]]:
    """Return people's scores by anime: a part each of what somebody real said, no two the same."""
    chance = np.random.default_rng(SEED)
    rows = take(rows, (rows.scores > 0) & np.isin(rows.anime, known))
    people = by_person(rows)
    sizes = np.array([len(said) for said in people])
    tastes: dict[frozenset[int], dict[int, int]] = {}
    while len(tastes) < PEOPLE:
        size = chance.integers(FEWEST, MOST, endpoint=True)
        said = chance.choice(people[chance.choice(np.flatnonzero(sizes >= size))], size, replace=False)
        taste = dict(zip(rows.anime[said].tolist(), rows.scores[said].tolist(), strict=True))
        tastes.setdefault(frozenset(taste), taste)
    return list(tastes.values())
