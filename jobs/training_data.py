"""What a database holds to train on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from core.anime import Anime
from core.interactions import Interactions
from storage.catalogue import all_anime, counts
from storage.database import Database
from storage.ratings import interactions

LATELY = timedelta(days=28)  # what is liked in it more than before is trending


@dataclass(frozen=True, slots=True)
class TrainingData:
    """The catalogue, the ratings that may train, and what both are in words."""

    catalogue: list[Anime]
    rows: Interactions
    described: str

    @classmethod
    async def read(cls, database: Database, now: datetime) -> Self:
        """Return what the database holds now. Simulated ratings are called so."""
        async with database.read() as session:
            catalogue = await all_anime(session)
            rows = await interactions(session, now - LATELY)
            simulated = (await counts(session)).simulated
        kind = "simulated ratings" if simulated else "ratings"
        return cls(catalogue, rows, f"{len(catalogue):,} anime and {len(rows):,} {kind}")
