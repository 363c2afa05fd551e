"""Hand-made files, and what an import leaves in the database, for the tests of imports."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet
from sqlalchemy import text

from sources.report import FileReport
from storage.database import Database

CATALOGUE = {
    "mal_id": ["20", "1735", "99001"],
    "title": ["Naruto", "Naruto: Shippuuden", "Somebody&#039;s Song"],
    "title_english": ["Naruto", "Naruto Shippuden", ""],
    "title_japanese": ["ナルト", "ナルト 疾風伝", "歌"],
    "type": ["TV", "TV", "Music"],
    "episodes": ["220", "500.0", "Unknown"],
    "year": ["2002", "2007", ""],
    "genres": ["Action, Adventure, Fantasy", "['Action', 'Sci-Fi']", "Music;7.56"],
    "themes": ["Martial Arts", "", "24 min. per ep."],
    "demographics": ["Shounen", "shonen", ""],
    "studios": ["Pierrot", "studio pierrot", "None found, add some"],
    "source": ["Manga", "Manga", "Unknown"],
    "age_rating": ["PG-13 - Teens 13 or older", "PG-13 - Teens 13 or older", "UNKNOWN"],
    "members": ["2.5e6", "1000.0", "0"],
    "synopsis": ["A boy.", "Older.\n\n[Written by MAL Rewrite]", "Fridays at 01:25 (JST)"],
    "image": ["https://example.org/20.jpg", "javascript:alert(1)", ""],
    "anilist_tags": ["Ninja|Shounen", "", ""],
    "related": [
        "{'Sequel': [{'mal_id': 1735, 'type': 'anime'}], 'Adaptation': [{'mal_id': 11, 'type': 'manga'}]}",
        (
            "{'Prequel': [{'mal_id': 20, 'type': 'anime'}], 'Character': [{'mal_id': 5, 'type': 'anime'}], "
            "'Cousin': [{'mal_id': 21, 'type': 'anime'}]}"
        ),
        "{'Sequel': [",
    ],
}

KAGGLE_ANIME = """anime_id,name,genre,type,episodes,rating,members
20,Naruto,"Action, Comedy, Martial Arts, Shounen, Super Power",TV,220,7.81,683297
99001,Gintama&#039;s &quot;Song&quot;,"Cars, Magic",Music,Unknown,,5
99002,Bare,,,1,6.5,7
"""


def write(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def table(folder: Path, columns: Mapping[str, list[Any]], name: str = "table.parquet") -> Path:
    file = folder / name
    parquet.write_table(pa.table(dict(columns)), file)
    return file


def reasons(file: FileReport) -> dict[str, tuple[int, tuple[int, ...]]]:
    return {remark.reason: (remark.rows, remark.first) for remark in (*file.repaired, *file.refused)}


async def contents(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the tables that an import writes to."""
    tables = ("anime", "titles", "labels", "anime_labels", "relations", "users", "identities", "ratings", "job_runs")
    async with database.read() as session:
        return {
            name: [tuple(row) for row in await session.execute(text(f"SELECT * FROM {name} ORDER BY 1, 2"))]  # noqa: S608  our own names
            for name in tables
        }


def unheard(_stage: str, _share: float) -> None:
    pass
