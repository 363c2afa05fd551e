"""The files of Kaggle's "Anime Recommendations Database": anime.csv and rating.csv, from MyAnimeList in 2016."""

from datetime import datetime
from pathlib import Path

from core.anime import Anime, Title, TitleLanguage
from sources.catalogue_file import CatalogueFormat
from sources.importing import ImportFormat, Progress, import_files
from sources.report import ImportReport
from sources.row import Row
from storage.database import Database

MOST_EPISODES = 10_000
MOST_MEMBERS = 1_000_000_000


async def import_kaggle(
    database: Database, anime: Path | None, ratings: Path | None, *, at: datetime, progress: Progress
) -> ImportReport:
    """Import anime.csv, rating.csv (-1: on the list, not rated), or both; the same again changes nothing.

    Raises UnusableFileError; the database is then as it was.
    """
    return await import_files(database, KAGGLE, anime, ratings, at=at, progress=progress)


def _anime(anime_id: int, row: Row) -> Anime:
    name = row.line("name")
    labels = row.labels("genre")  # genres, themes and demographics in one column
    return Anime(
        id=anime_id,
        titles=() if name is None else (Title(name, TitleLanguage.ROMAJI),),
        type=row.type("type"),
        episodes=row.number("episodes", 1, MOST_EPISODES),
        genres=labels.genres,
        themes=labels.themes,
        demographics=labels.demographics,
        members=row.number("members", 0, MOST_MEMBERS),
    )


KAGGLE = ImportFormat("kaggle", CatalogueFormat("anime_id", ("name", "genre", "type", "episodes", "members"), _anime))
