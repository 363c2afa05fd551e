"""What storage tests put into a database before they look."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from core.anime import Anime, Title, TitleLanguage
from core.interactions import STATUS_CODES, Interactions
from core.taste import Rating
from storage.catalogue import save_anime
from storage.database import Database
from storage.people import person_of

START = datetime(2026, 1, 1, tzinfo=UTC)


def an_anime(anime_id: int, *titles: str) -> Anime:
    return Anime(anime_id, tuple(Title(text, TitleLanguage.ROMAJI) for text in titles or (f"Anime {anime_id}",)))


async def some_anime(database: Database, *ids: int) -> None:
    async with database.begin() as session:
        await save_anime(session, [an_anime(anime_id) for anime_id in ids], origin="test", at=START)


async def someone(database: Database, name: str = "someone") -> int:
    async with database.begin() as session:
        return await person_of(session, database.secrets, "web", name, at=START)


def as_columns(rows: Sequence[tuple[int, int, Rating]]) -> Interactions:
    """Rows of (person's place, anime, rating) as a data set's columns."""
    codes = [STATUS_CODES[rating.status] if rating.status else 0 for _, _, rating in rows]
    return Interactions(
        users=np.array([user for user, _, _ in rows], dtype=np.int32),
        anime=np.array([anime_id for _, anime_id, _ in rows], dtype=np.int32),
        scores=np.array([rating.score or 0 for _, _, rating in rows], dtype=np.int8),
        thumbs=np.array([rating.thumb or 0 for _, _, rating in rows], dtype=np.int8),
        statuses=np.array(codes, dtype=np.int8),
    )
