"""From a query to the rows that may answer it: its readings, and for each the candidates worth a close look."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.search.asked import Asked
from core.search.beginnings import INITIALS, Beginnings
from core.search.grams import Grams
from core.search.kana import romaji
from core.search.seasons import numbered
from core.search.spelling import spelling
from core.search.titles import Titles

WIDE, NARROW = 160, 120  # candidates: by shared pieces; by how they begin
WIDE_AFTER = 60  # by shared pieces where an abbreviation was spelled out: who is meant shares all of the name
EXPANDED = 1  # anime that an abbreviation before other words is tried as
FAMOUS = 0.7  # the popularity from which a title's mere initials are tried so
SHORTEST_INITIALS = 3  # two letters are more often a word: "no", "is"
NAMES = 2  # titles of each of them
LONGEST_SHORT = 3  # words of an abbreviation
LIFT = np.float32(0.1)  # what popularity does for a candidate


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows in ascending order, and beside each whether the query is the initials of its title."""

    rows: NDArray[np.int64]
    initials: NDArray[np.bool_]


class Finder:
    """Reads queries and gathers candidates for them."""

    def __init__(self, titles: Titles, beginnings: Beginnings, grams: Grams) -> None:
        self._titles, self._beginnings, self._grams = titles, beginnings, grams
        self._lift = titles.row_popularity * LIFT
        self._decent_lift = np.where(titles.row_adult, np.float32(-np.inf), self._lift)

    def readings(self, query: str) -> list[Asked]:
        """Return the query as it stands and with an abbreviation before other words spelled out: "aot final season".

        Empty where the query says nothing.
        """
        asked = Asked.of(query)
        if not asked.key:
            return []
        if read := romaji(asked.words):
            return [asked, Asked.of(read)]
        words = asked.words.split()
        for count in range(min(LONGEST_SHORT, len(words) - 1), 0, -1):
            names = self._spelled_out(" ".join(words[:count]))
            if names:
                spelled = (Asked.of(" ".join((name, *words[count:])), after=len(name.split())) for name in names)
                return [asked, *spelled]
        return [asked, *self._ended(words)]

    def _ended(self, words: list[str]) -> list[Asked]:
        """Return the title that the last word abbreviates, if it has all the others: "fate stay night ubw"."""
        names = self._spelled_out(words[-1]) if len(words) > 1 else []
        return [Asked.of(name) for name in names if set(words[:-1]) <= set(name.split())]

    def candidates(self, asked: Asked, *, adult: bool) -> Candidates:
        """Return the rows to compare with what was asked: a few hundred at most. Adult ones only if `adult`."""
        popularity, hidden = self._titles.row_popularity, self._titles.row_adult
        equal, places = self._beginnings.equal(asked.key)
        equal_whole, _ = self._beginnings.equal(asked.whole)
        starting = np.concatenate([self._beginnings.starting(key) for key in {asked.key, asked.whole}])
        if not adult:
            starting = starting[~hidden[starting]]
        if len(starting) > NARROW:
            starting = starting[np.argpartition(-popularity[starting], NARROW)[:NARROW]]
        wide = WIDE_AFTER if asked.rest else WIDE
        near = self._grams.nearest(asked.key, wide, self._lift if adult else self._decent_lift)
        rows = np.unique(np.concatenate([equal, equal_whole, starting, near])).astype(np.int64)
        if not adult:
            rows = rows[~hidden[rows]]
        return Candidates(rows, np.isin(rows, equal[places == INITIALS]))

    def _spelled_out(self, short: str) -> list[str]:
        """Return the names of the most popular anime that `short`, a normal form, is a nickname of, or the initials."""
        titles = self._titles
        rows, places = self._beginnings.equal(spelling(numbered(short).name))
        if not len(rows):  # which most words are
            return []
        given = rows[titles.rows["short"][rows] & (places == 0)]
        if not len(given):
            famous = titles.row_popularity[rows] >= FAMOUS
            given = rows[(places == INITIALS) & famous & (len(short) >= SHORTEST_INITIALS)]
        given = given[np.argsort(-titles.row_popularity[given], kind="stable")]
        anime = dict.fromkeys(titles.row_anime[given].tolist())
        return list(dict.fromkeys(name for one in list(anime)[:EXPANDED] for name in self._names(one)))

    def _names(self, anime: int) -> list[str]:
        """Return the first titles of an anime in Latin letters."""
        begin, end = np.searchsorted(self._titles.row_anime, (anime, anime + 1))
        full = [row for row in range(begin, end) if not self._titles.rows["short"][row]]
        return [name for name in self._titles.names.many(full) if name.isascii()][:NAMES]
