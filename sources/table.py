"""Tables of anime and ratings, as CSV or Parquet, with the columns that merged open collections have."""

from datetime import datetime
from pathlib import Path

from core.anime import Anime, Title, TitleLanguage
from sources.catalogue_file import CatalogueFormat
from sources.importing import ImportFormat, Progress, import_files
from sources.kaggle import MOST_EPISODES, MOST_MEMBERS
from sources.report import ImportReport
from sources.row import Row
from storage.database import Database

YEARS = (1900, 2100)

_TITLES = {
    "title": TitleLanguage.ROMAJI,
    "title_english": TitleLanguage.ENGLISH,
    "title_japanese": TitleLanguage.NATIVE,
}


async def import_table(
    database: Database, catalogue: Path | None, ratings: Path | None, *, at: datetime, progress: Progress
) -> ImportReport:
    """Import a table of anime, one of ratings (0 or -1: on the list, not rated), or both; again changes nothing.

    Raises UnusableFileError; the database is then as it was.
    """
    return await import_files(database, TABLE, catalogue, ratings, at=at, progress=progress)


def _anime(anime_id: int, row: Row) -> Anime:
    titles = ((row.line(column), language) for column, language in _TITLES.items())
    labels = row.labels("genres", "themes", "demographics")
    return Anime(
        id=anime_id,
        titles=tuple(Title(text, language) for text, language in titles if text is not None),
        type=row.type("type"),
        year=row.number("year", *YEARS),
        episodes=row.number("episodes", 1, MOST_EPISODES),
        source=row.source("source"),
        age_rating=row.age_rating("age_rating"),
        genres=labels.genres,
        themes=labels.themes,
        demographics=labels.demographics,
        studios=row.studios("studios"),
        tags=row.tags("anilist_tags"),
        relations=row.relations("related"),
        synopsis=row.synopsis("synopsis"),
        picture=row.address("image"),
        members=row.number("members", 0, MOST_MEMBERS),
    )


TABLE = ImportFormat("table", CatalogueFormat("mal_id", ("title", "type", "genres"), _anime))
