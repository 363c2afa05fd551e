"""Two catalogues to search in: the bundled one, always; the large real one where it is at hand."""

import ast
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from core.anime import AgeRating, Anime, AnimeType, Relation, RelationKind, Title, TitleLanguage
from core.search.index import TitleIndex
from sources.bundled.catalogue import read_bundle

REAL = Path(__file__).parents[4] / "shared" / "data" / "anime" / "catalogue.parquet"
LANGUAGES = (
    ("title", TitleLanguage.ROMAJI),
    ("title_english", TitleLanguage.ENGLISH),
    ("title_japanese", TitleLanguage.NATIVE),
)
COLUMNS = ["mal_id", *(column for column, _ in LANGUAGES), "type", "year", "members", "age_rating", "genres", "related"]
TYPES = {kind.value: kind for kind in AnimeType}


@pytest.fixture(scope="session")
def bundled_catalogue() -> list[Anime]:
    return [one.anime for one in read_bundle()]


@pytest.fixture(scope="session")
def bundled_index(bundled_catalogue: list[Anime]) -> TitleIndex:
    return TitleIndex.build(bundled_catalogue)


@pytest.fixture(scope="session")
def real_catalogue() -> list[Anime]:
    if not REAL.exists():
        pytest.skip(f"the real catalogue is not at hand: {REAL}")
    rows = pq.read_table(REAL, columns=COLUMNS).to_pylist()
    return [anime for row in rows if (anime := _anime(row)).titles]


@pytest.fixture(scope="session")
def real_index(real_catalogue: list[Anime], tmp_path_factory: pytest.TempPathFactory) -> TitleIndex:
    folder = tmp_path_factory.mktemp("real-search")
    TitleIndex.build(real_catalogue).save(folder)
    return TitleIndex.load(folder)


def _anime(row: dict[str, Any]) -> Anime:
    related = ast.literal_eval(row["related"]) if (row["related"] or "").startswith("{") else {}
    return Anime(
        id=row["mal_id"],
        titles=tuple(Title(row[column], language) for column, language in LANGUAGES if row[column]),
        type=TYPES.get((row["type"] or "").lower(), AnimeType.UNKNOWN),
        year=int(float(row["year"])) if row["year"] else None,
        age_rating=AgeRating.RX if (row["age_rating"] or "").startswith("Rx") else None,
        genres=tuple(genre for genre in ("Hentai", "Erotica") if genre in (row["genres"] or "")),
        relations=tuple(
            Relation(kind, other["mal_id"])
            for kind in (RelationKind.PREQUEL, RelationKind.SEQUEL)
            for other in related.get(kind.value.capitalize(), ())
            if other["type"] == "anime"
        ),
        members=int(row["members"] or 0),
    )
