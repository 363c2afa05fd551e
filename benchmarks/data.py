"""The shared real data, read for measuring: `anime/catalogue.parquet` and `anime/ratings.parquet`.

Small on purpose and apart from `sources`: a benchmark of the recommender must not change with the importer.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from core.anime import AgeRating, Anime, AnimeType, Relation, RelationKind, Title, TitleLanguage
from core.interactions import STATUS_CODES, Interactions
from core.taste import Status

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "anime"

_TYPES = {
    "TV": AnimeType.TV,
    "Movie": AnimeType.MOVIE,
    "OVA": AnimeType.OVA,
    "ONA": AnimeType.ONA,
    "Special": AnimeType.SPECIAL,
    "TV Special": AnimeType.SPECIAL,
    "PV": AnimeType.SPECIAL,
    "CM": AnimeType.SPECIAL,
    "Music": AnimeType.MUSIC,
}
_AGES = {
    "G": AgeRating.G,
    "PG": AgeRating.PG,
    "PG-13": AgeRating.PG13,
    "R": AgeRating.R,
    "R+": AgeRating.R_PLUS,
    "Rx": AgeRating.RX,
}
_RELATIONS = {kind.value: kind for kind in RelationKind} | {"alternative setting": RelationKind.ALTERNATIVE_VERSION}
_LANGUAGES = (
    ("title", TitleLanguage.ROMAJI),
    ("title_english", TitleLanguage.ENGLISH),
    ("title_japanese", TitleLanguage.NATIVE),
)
_MISPLACED = re.compile(r"\d|min\b|unknown|netflix|funimation|crunchyroll|hidive|^(?:pg|r\+?|rx) - ", re.IGNORECASE)


def present(folder: Path) -> bool:
    """Whether the data is in that folder."""
    return (folder / "ratings.parquet").is_file() and (folder / "catalogue.parquet").is_file()


@cache
def catalogue(folder: Path = FOLDER) -> list[Anime]:
    """Return all anime, sorted by id."""
    rows = pq.read_table(folder / "catalogue.parquet").to_pylist()
    return sorted((_anime(row) for row in rows), key=lambda anime: anime.id)


@cache
def ratings(folder: Path = FOLDER) -> Interactions:
    """Return all ratings. A rating of 0 is on the list; a z-score is a score of round(7.6 + 1.5 z), 1-10."""
    table = pq.read_table(folder / "ratings.parquet")
    source = pc.dictionary_encode(table["source"].combine_chunks()).indices.to_numpy()
    people = source.astype(np.int64) << 32 | table["user_id"].to_numpy()
    zscores = table["zscore"].to_numpy()
    standardised = np.clip(np.rint(7.6 + 1.5 * np.nan_to_num(zscores)), 1, 10)
    scores = np.where(np.isnan(zscores), table["rating"].to_numpy(), standardised).astype(np.int8)
    statuses = np.where(scores > 0, STATUS_CODES[Status.WATCHED], STATUS_CODES[Status.LISTED])
    return Interactions(
        users=np.unique(people, return_inverse=True)[1].astype(np.int32),
        anime=table["anime_id"].to_numpy().astype(np.int32),
        scores=scores,
        thumbs=np.zeros(len(scores), np.int8),
        statuses=statuses.astype(np.int8),
    )


def _anime(row: dict[str, Any]) -> Anime:
    titles = [Title(row[column], language) for column, language in _LANGUAGES if row[column]]
    return Anime(
        id=row["mal_id"],
        titles=tuple(titles) or (Title(f"#{row['mal_id']}", TitleLanguage.OTHER),),
        type=_TYPES.get(row["type"], AnimeType.UNKNOWN),
        year=_whole(row["year"]),
        episodes=_whole(row["episodes"]),
        source=None if row["source"] == "Unknown" else row["source"],
        age_rating=_AGES.get((row["age_rating"] or "").split(" ")[0]),
        genres=tuple(_labels(row["genres"])),
        themes=tuple(_labels(row["themes"])),
        demographics=tuple(_labels(row["demographics"])),
        studios=tuple(name.strip() for name in (row["studios"] or "").split(",") if name.strip()),
        tags=tuple(dict.fromkeys((row["anilist_tags"] or "").split("|"))) if row["anilist_tags"] else (),
        relations=tuple(_relations(row["related"])),
        synopsis=row["synopsis"],
        members=_whole(row["members"]),
    )


def _labels(text: str | None) -> Iterator[str]:
    """Yield the labels in any of the collections' spellings; what slipped in from another column is left out."""
    for name in dict.fromkeys(re.sub(r"[\[\]'\"]", "", piece).strip() for piece in re.split("[,;]", text or "")):
        if name and not _MISPLACED.search(name):
            yield name


def _relations(text: str | None) -> Iterator[Relation]:
    for name, others in (ast.literal_eval(text) or {}).items() if text else ():
        for other in others:
            if other.get("type") == "anime":
                yield Relation(_RELATIONS.get(name.lower(), RelationKind.OTHER), int(other["mal_id"]))


def _whole(value: object) -> int | None:
    try:
        return int(float(str(value)))
    except (ValueError, OverflowError):  # "None", "Unknown", "nan"
        return None
