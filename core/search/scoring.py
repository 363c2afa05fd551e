"""How well a row of the index answers a query: the likeness of the names, then what is said beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from core.search.asked import Asked
from core.search.finding import Candidates
from core.search.normal import face, normal
from core.search.seasons import numbered
from core.search.titles import NO_TYPE, TYPES, Titles

Scores = NDArray[np.float32]

POPULARITY = 0.16  # what the most popular anime has ahead of an unknown one whose title is as close
SAME_SPELLING = 0.04  # the keys agree: nothing but spelling differs
SAME_WORDS = 0.04  # besides, the words agree
SAME_FACE = 0.02  # besides, there is no punctuation on either side
SAME_SIGNS = 0.25  # besides, the punctuation that was typed agrees: "K-On!!" is not "K-On!"
BEGUN = 0.15  # what a title that begins with all that was typed so far has ahead
POPULAR_FIRST = 0.2  # how much more popularity counts while a title is being typed
INITIALS = 0.9  # the likeness of a title to its own initials
UNSPELLED = 0.4  # the share of the likeness that hangs on what follows an abbreviation
SHORTEST_PART = 4  # letters from which a piece out of the middle of a title says anything

LATER_SEASON, LATER_COUNTED, LATER_PART = -0.06, -0.005, -0.03  # asked without a number: the first is meant
RIGHT_SEASON, WRONG_SEASON, COUNTED_SEASON = 0.08, -0.22, 0.06
RIGHT_PART, WRONG_PART = 0.05, -0.10
RIGHT_YEAR, WRONG_YEAR = 0.10, -0.12
RIGHT_KIND, WRONG_KIND, UNASKED_KIND = 0.08, -0.12, -0.05


@dataclass(frozen=True, slots=True)
class Scored:
    """Rows with the likeness of their names (0-1) and their whole score."""

    rows: NDArray[np.int64]
    likeness: Scores
    score: Scores

    @classmethod
    def best_by_anime(cls, parts: Sequence["Scored"], titles: Titles) -> "Scored":
        """Return each anime's best row out of all parts, best first."""
        if not parts:
            return cls(np.empty(0, np.int64), np.empty(0, np.float32), np.empty(0, np.float32))
        rows, likeness, score = (np.concatenate([getattr(p, n) for p in parts]) for n in cls.__slots__)
        order = np.argsort(-score, kind="stable")
        _, first = np.unique(titles.row_anime[rows[order]], return_index=True)
        best = order[np.sort(first)]
        return cls(rows[best], likeness[best], score[best])


class Spelled(NamedTuple):
    """How some rows are spelled, each list beside the rows. To read them is a fifth of the work, so it is done once."""

    keys: list[str]
    names: list[str]
    wholes: list[str]

    @classmethod
    def of(cls, rows: NDArray[np.int64], titles: Titles) -> "Spelled":
        """Return how these rows are spelled."""
        return cls(titles.keys.many(rows), titles.names.many(rows), titles.wholes.many(rows))


def matching(asked: Asked, titles: Titles, candidates: Candidates) -> Scored:
    """Return how well each candidate answers a whole query."""
    return _matching(asked, titles, candidates, Spelled.of(candidates.rows, titles))


def completing(asked: Asked, titles: Titles, candidates: Candidates) -> Scored:
    """Return how well each candidate continues what was typed so far: so beginnings and popularity count for more."""
    spelled = Spelled.of(candidates.rows, titles)
    found = _matching(asked, titles, candidates, spelled)
    begun = np.array([whole.startswith(asked.whole) for whole in spelled.wholes], dtype=np.float32)
    lift: Scores = POPULAR_FIRST * titles.row_popularity[found.rows] + BEGUN * begun
    return replace(found, score=(found.score + lift).astype(np.float32))


def _matching(asked: Asked, titles: Titles, candidates: Candidates, spelled: Spelled) -> Scored:
    rows = candidates.rows
    alike = np.where(candidates.initials, INITIALS, likeness(asked, spelled)).astype(np.float32)
    known = POPULARITY * titles.row_popularity[rows]
    score = alike + agreement(asked, titles, rows, spelled) + particulars(asked, titles, rows) + known
    return Scored(rows, alike, score.astype(np.float32))


def likeness(asked: Asked, spelled: Spelled) -> Scores:
    """Return how alike the names are, 0-1: typos, missing words at either end, and another order cost little each."""
    keys, names, wholes = spelled
    asked_length = len(asked.key)
    lengths = np.fromiter(map(len, keys), dtype=np.float32, count=len(keys))
    covered = np.minimum(1.0, asked_length / np.maximum(lengths, 1)).astype(np.float32)
    whole = np.maximum(_compare(asked.key, keys, OSA.normalized_similarity), _mixed_up(asked.key, keys))
    whole = np.maximum(whole, _compare(asked.whole, wholes, OSA.normalized_similarity))
    begin = _compare(asked.key, [key[:asked_length] for key in keys], OSA.normalized_similarity)
    best: Scores = np.maximum(whole, begin * (0.84 + 0.12 * covered))
    best = np.maximum(best, _compare(asked.name.name, names, fuzz.token_sort_ratio) * 0.0097)
    if asked_length >= SHORTEST_PART:
        words = _compare(asked.name.name, names, fuzz.token_set_ratio) * 0.01
        covering = np.minimum(1.0, lengths / asked_length)
        best = np.maximum(best, words * (0.76 + 0.18 * covered) * (0.4 + 0.6 * covering))
        part = _compare(asked.key, keys, fuzz.partial_ratio) * 0.01
        part = np.where(lengths >= asked_length, part, part * lengths / asked_length)
        best = np.maximum(best, part * (0.72 + 0.2 * covered))
    if asked.rest:
        best = best * (1 - UNSPELLED + UNSPELLED * 0.01 * _compare(asked.rest, keys, fuzz.partial_ratio))
    return best.astype(np.float32, copy=False)


def _mixed_up(key: str, keys: list[str]) -> Scores:
    """Return the likeness of keys that have the same letters in another order from the second on ("naturo"), else 0."""
    letters = sorted(key)
    likeness = 1 - 1 / max(len(key), 1)
    return np.array(
        [likeness * (len(o) == len(key) and o[0] == key[0] and sorted(o) == letters) for o in keys], dtype=np.float32
    )


def _compare(one: str, others: list[str], scorer: Any) -> Scores:  # noqa: ANN401  RapidFuzz's scorers share no type
    scores: Scores = cdist([one], others, scorer=scorer, dtype=np.float32)[0]
    return scores


def agreement(asked: Asked, titles: Titles, rows: NDArray[np.int64], spelled: Spelled) -> Scores:
    """Return the bonus for names that are the same and not only alike: in spelling, in words, to the last sign."""
    bonus = np.zeros(len(rows), dtype=np.float32)
    typed = asked.words.replace(" ", "")
    for place, (key, whole) in enumerate(zip(spelled.keys, spelled.wholes, strict=True)):
        if key == asked.key or whole == asked.whole:
            text = titles.texts[int(rows[place])]
            words = normal(text)
            same_words = numbered(words).name == asked.name.name or words.replace(" ", "") == typed
            same_face = (SAME_SIGNS if asked.face != asked.words else SAME_FACE) * (face(text) == asked.face)
            bonus[place] = SAME_SPELLING + same_words * SAME_WORDS + same_face
    return bonus


def particulars(asked: Asked, titles: Titles, rows: NDArray[np.int64]) -> Scores:
    """Return what the season, part, year and kind that were asked, or were not, speak for and against each row."""
    row = titles.rows[rows]
    anime = titles.anime[row["anime"]]
    season = np.where(row["season"] > 0, row["season"], anime["season"])
    total = np.where(row["part"] > 1, LATER_PART, 0.0) if not asked.name.part else _part(asked.name.part, row["part"])
    if asked.name.season:
        right = season == asked.name.season
        first = (asked.name.season == 1) & (season == 0)
        value = np.where(row["season"] > 0, RIGHT_SEASON, COUNTED_SEASON)
        total += np.where(right, value, np.where(first, 0.0, WRONG_SEASON))
    else:
        total += np.where(row["season"] > 1, LATER_SEASON, np.where(season > 1, LATER_COUNTED, 0.0))
    if asked.name.year:
        total += np.where(anime["year"] == asked.name.year, RIGHT_YEAR, WRONG_YEAR)
    if asked.name.kind:
        total += np.where(anime["type"] == TYPES.index(asked.name.kind), RIGHT_KIND, WRONG_KIND)
    else:
        total += np.where(row["kind"] != NO_TYPE, UNASKED_KIND, 0.0)
    return total.astype(np.float32)


def _part(asked: int, parts: NDArray[np.uint8]) -> NDArray[np.float64]:
    return np.where(parts == asked, RIGHT_PART, np.where((asked == 1) & (parts == 0), 0.0, WRONG_PART))
