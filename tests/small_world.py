"""A small catalogue and its people, the same every time: enough to train a real model on in a second or two.

Forty anime are real by name and id (small_world.tsv), so that a test can say "/similar naruto"; the others are made up.
"""

import csv
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from core.anime import (
    AgeRating,
    Anime,
    AnimeType,
    Relation,
    RelationKind,
    Season,
    Title,
    TitleKind,
    TitleLanguage,
)
from core.engine import Engine
from core.interactions import STATUS_CODES, Interactions
from core.taste import Status
from core.training import train

PEOPLE = 320
VERSION = "small-1"
TRAINED_AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
DATA = "the small world of the tests, simulated ratings"


_SEQUELS = ((20, 1735), (16498, 25777), (25777, 35760), (9253, 30484), (457, 21939), (5680, 7791), (2167, 4181))
_OTHERS = ((1, RelationKind.SIDE_STORY, 5), (121, RelationKind.ALTERNATIVE_VERSION, 5114))

_KINDS = (  # genres, themes, what the synopsis speaks of; what is made up is one of these
    ("Action, Adventure, Fantasy", "Martial Arts", "young fighter trains to beat demons in a great tournament"),
    (
        "Drama, Mystery, Suspense",
        "Psychological",
        "detective hunts a killer whose mind games pull a city into paranoia",
    ),
    ("Comedy, Slice of Life", "CGDCT, School", "girls of a small school club drink tea and plan the culture festival"),
    ("Drama, Romance", "School", "shy student confesses love under cherry blossoms before graduation tears them apart"),
    ("Action, Sci-Fi", "Mecha, Space", "pilot of a giant robot defends a space colony in an interstellar war"),
    ("Sports", "Team Sports, School", "underdog team practises every day to win the national championship match"),
)
_NAMES = (
    "Amber",
    "Birch",
    "Comet",
    "Dawn",
    "Ember",
    "Falcon",
    "Glass",
    "Harbor",
    "Ivory",
    "Juniper",
    "Kestrel",
    "Lotus",
)


@cache
def small_catalogue() -> tuple[Anime, ...]:
    """Return 119 anime sorted by id: 40 real ones, 72 made up, and seven that test the rules."""
    made_up = [_made_up(kind, number) for kind in range(len(_KINDS)) for number in range(len(_NAMES))]
    return tuple(sorted([*_real_ones(), *made_up, *_special_cases()], key=lambda anime: anime.id))


@cache
def small_interactions() -> Interactions:
    """Return about 12,000 rows: people with one or two favourite kinds, who watch what is famous and what they like."""
    random = np.random.default_rng(7)
    catalogue = small_catalogue()
    labels = sorted({genre for anime in catalogue for genre in anime.genres + anime.themes})
    has = np.array([[label in anime.genres + anime.themes for label in labels] for anime in catalogue], float)
    fame = np.array([0.05 + (anime.members or 0) / 2_000_000 for anime in catalogue])
    users, anime_ids, scores, statuses = [], [], [], []
    for user in range(PEOPLE):
        leaning = random.normal(0, 1, len(labels))
        fit = has @ leaning / np.sqrt(has.sum(axis=1) + 1)
        watched = random.random(len(catalogue)) < np.clip(fame * np.exp(0.7 * fit), 0, 0.95)
        for at in np.flatnonzero(watched):
            users.append(user)
            anime_ids.append(catalogue[at].id)
            mark = int(np.clip(round(7 + 1.4 * fit[at] + random.normal(0, 0.8)), 1, 10))
            unrated = random.random() < 0.15
            scores.append(0 if unrated else mark)
            statuses.append(STATUS_CODES[Status.LISTED] if unrated else STATUS_CODES[Status.WATCHED])
    return Interactions(
        users=np.array(users, np.int32),
        anime=np.array(anime_ids, np.int32),
        scores=np.array(scores, np.int8),
        thumbs=np.zeros(len(users), np.int8),
        statuses=np.array(statuses, np.int8),
    )


@cache
def _trained() -> tuple[TemporaryDirectory[str], Path]:
    kept = TemporaryDirectory(prefix="osusume-small-world-")
    folder = Path(kept.name) / "models" / VERSION
    train(
        small_catalogue(),
        small_interactions(),
        folder,
        version=VERSION,
        trained_at=TRAINED_AT,
        data=DATA,
        progress=lambda _stage, _done: None,
    )
    return kept, folder


def small_model() -> Path:
    """Return the folder `…/models/small-1` of a model trained on the small world, once a process; read-only by custom.

    Whoever wants to change it copies it first.
    """
    return _trained()[1]


@cache
def small_engine() -> Engine:
    """Return the engine over `small_model`, loaded once a process."""
    return Engine.load(small_model())


def _real_ones() -> list[Anime]:
    with Path(__file__).with_suffix(".tsv").open(encoding="utf-8", newline="") as file:
        return [_real(row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _real(row: dict[str, str]) -> Anime:
    anime_id, kind = int(row["id"]), AnimeType(row["type"])
    titles = [Title(row["romaji"], TitleLanguage.ROMAJI)]
    titles += [Title(row["english"], TitleLanguage.ENGLISH)] if row["english"] else []
    titles += [Title(row["short"], TitleLanguage.OTHER, TitleKind.SHORT)] if row["short"] else []
    relations = [Relation(RelationKind.SEQUEL, later) for first, later in _SEQUELS if first == anime_id]
    relations += [Relation(relation, other) for at, relation, other in _OTHERS if at == anime_id]
    return Anime(
        id=anime_id,
        titles=tuple(titles),
        type=kind,
        year=int(row["year"]),
        season=Season.SPRING,
        episodes=int(row["episodes"]),
        minutes=110 if kind is AnimeType.MOVIE else 24,
        source="Manga" if anime_id % 2 else "Original",
        age_rating=AgeRating.PG13,
        genres=_words(row["genres"]),
        themes=_words(row["themes"]),
        studios=_words(row["studio"]),
        relations=tuple(relations),
        synopsis=f"A story of {row['genres'].lower()} made in {row['year']}.",
        members=int(float(row["fame"]) * 1_000_000),
    )


def _made_up(kind: int, number: int) -> Anime:
    genres, themes, about = _KINDS[kind]
    first_theme = _words(themes)[0]
    return Anime(
        id=50_000 + kind * 100 + number,
        titles=(Title(f"{_NAMES[number]} {first_theme}", TitleLanguage.ROMAJI),),
        type=(AnimeType.TV, AnimeType.TV, AnimeType.MOVIE, AnimeType.OVA)[number % 4],
        year=1985 + 3 * number + kind,
        episodes=(12, 24, 1, 6)[number % 4],
        minutes=24,
        source=("Manga", "Light novel", "Original")[number % 3],
        age_rating=AgeRating.PG13,
        genres=_words(genres),
        themes=_words(themes),
        studios=(f"Studio {_NAMES[(number + kind) % 5]}",),
        tags=(f"{_NAMES[number % 4]} Tales",),
        synopsis=f"A {about}. This is the tale of {_NAMES[number]}.",
        members=int(1_000_000 * (0.05 + 0.5 * (number / len(_NAMES)) ** 2)),
    )


def _special_cases() -> list[Anime]:
    """Return a series that only its titles tell of, a recap, a special, a music video, and what is adult."""
    action, about = ("Action", "Fantasy"), "A knight of the silver moon fights the night."
    common = {"genres": action, "year": 2015, "synopsis": about, "studios": ("Studio Moon",), "members": 300_000}

    def one(anime_id: int, title: str, kind: AnimeType, episodes: int = 12, **more: object) -> Anime:
        values = common | more
        return Anime(id=anime_id, titles=(Title(title, TitleLanguage.ROMAJI),), type=kind, episodes=episodes, **values)  # type: ignore[arg-type]  # the mixed mapping above

    return [
        one(60_001, "Silver Moon", AnimeType.TV),
        one(60_002, "Silver Moon 2nd Season", AnimeType.TV, year=2017),
        one(60_003, "Silver Moon III", AnimeType.TV, year=2019),
        one(60_004, "Silver Moon Recap", AnimeType.MOVIE, 1, relations=(Relation(RelationKind.FULL_STORY, 60_001),)),
        one(60_005, "Silver Moon Specials", AnimeType.SPECIAL, 3),
        one(60_006, "Silver Moon Night Song", AnimeType.MUSIC, 1),
        one(60_007, "Velvet Nights", AnimeType.OVA, 2, age_rating=AgeRating.RX, genres=("Hentai", "Fantasy")),
    ]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(", ")) if text else ()
