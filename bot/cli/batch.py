"""Work for many at once, file in, file out, so that others can measure the recommender. Ids are MyAnimeList's.

Every verb raises UnusablePathError for a file that cannot be read or written.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field, model_validator

from bot.cli.lines import Lines, WrongLineError, json_line, whole_number, write_json_lines
from core.engine import Engine
from core.taste import Rating, Status, Taste
from core.wish import Wish

Score = Annotated[int, Field(ge=1, le=10)]
AnimeId = Annotated[int, Field(ge=1, le=2**31 - 1)]  # one that is not in the catalogue is passed over
Row = dict[str, object]


class Profile(BaseModel):
    """One person: scores by anime id, and what was seen and not scored."""

    user: str | int
    ratings: dict[AnimeId, Score] = Field(default_factory=dict)
    seen: list[AnimeId] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _no_key_mistyped(cls, value: object) -> object:
        """Refuse a line that has other keys in the place of the two: an answer to nobody's taste would look right."""
        if isinstance(value, dict):
            others = value.keys() - {"user", "ratings", "seen"}
            if others and not value.keys() & {"ratings", "seen"}:
                raise ValueError(f"has neither ratings nor seen, but {', '.join(sorted(others))[:80]}")
        return value

    @property
    def taste(self) -> Taste:
        """Return the profile as a taste; a score says more than "seen"."""
        seen = {anime_id: Rating(status=Status.WATCHED) for anime_id in self.seen}
        return Taste(seen | {anime_id: Rating(score=score) for anime_id, score in self.ratings.items()})


class Pair(BaseModel):
    """One question: what score would this person give that anime."""

    user: str | int
    ratings: dict[AnimeId, Score] = Field(default_factory=dict)
    anime_id: AnimeId


def recommend(engine: Engine, profiles: Path, k: int, out: Path, *, plain: bool) -> int:
    """Write `{"user", "items"}` for each profile: the presented list, or with `plain` the ranker's own order.

    Returns how many lines of `profiles` were wrong.
    """
    lines = Lines(profiles)
    lines.check_apart(out)

    def rows() -> Iterator[Row]:
        for _, profile in lines.read(json_line(Profile)):
            taste = profile.taste
            items = engine.rank(taste, k) if plain else [pick.anime_id for pick in engine.recommend(taste, Wish(), k)]
            yield {"user": profile.user, "items": items}

    write_json_lines(out, rows())
    return lines.wrong


def similar(engine: Engine, ids: Path, k: int, out: Path) -> int:
    """Write `{"anime_id", "items"}` for each id. Returns how many lines of `ids` were wrong."""
    lines = Lines(ids)
    lines.check_apart(out)

    def known(line: str) -> int:
        return _known(engine, whole_number(line))

    write_json_lines(
        out,
        ({"anime_id": anime_id, "items": engine.neighbours(anime_id, k)} for _, anime_id in lines.read(known)),
    )
    return lines.wrong


def search(engine: Engine, queries: Path, k: int, out: Path) -> int:
    """Write `{"query", "items"}` for each line of `queries`. Returns how many lines were wrong, which none can be."""
    lines = Lines(queries)
    lines.check_apart(out)

    def rows() -> Iterator[Row]:
        for _, query in lines.read(str):
            yield {"query": query, "items": [match.anime_id for match in engine.titles.search(query, k).matches]}

    write_json_lines(out, rows())
    return lines.wrong


def predict(engine: Engine, pairs: Path, out: Path) -> int:
    """Write `{"user", "anime_id", "rating"}` for each pair. Returns how many lines of `pairs` were wrong.

    Neighbouring lines with the same ratings are folded in once.
    """
    lines = Lines(pairs)
    lines.check_apart(out)

    def parse(line: str) -> Pair:
        pair = json_line(Pair)(line)
        _known(engine, pair.anime_id)
        return pair

    def rows() -> Iterator[Row]:
        asked = (pair for _, pair in lines.read(parse))
        for (user, ratings), group in groupby(asked, key=lambda pair: (pair.user, pair.ratings)):
            anime_ids = [pair.anime_id for pair in group]
            taste = Taste({anime_id: Rating(score=score) for anime_id, score in ratings.items()})
            for anime_id, rating in zip(anime_ids, engine.predict(taste, anime_ids), strict=True):
                yield {"user": user, "anime_id": anime_id, "rating": round(rating, 4)}

    write_json_lines(out, rows())
    return lines.wrong


def _known(engine: Engine, anime_id: int) -> int:
    if anime_id not in engine:
        raise WrongLineError(f"anime {anime_id} is not in the catalogue")
    return anime_id
