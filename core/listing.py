"""The list that is shown, taken in helpings, so that "more" goes on exactly where the list ended."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.compiled import FLAG, FLAGS, INTS, NEW_INTS, compiled
from core.facts import Facts
from core.model_files import BoolArray, IntArray
from core.presentation import diversified, entry_points, one_per_franchise, with_newcomers
from core.ranking import Ranking, descending
from core.retrievers.content import Content
from core.retrievers.query import Scores, ascending

CANDIDATES = 200  # of each retriever in the first helping: nearly every list ends within it
LATEST_YEARS = 1  # besides the newest one, in which an anime is new
_DEEPER = 8  # times as many in the second; after it come all that are left


@dataclass(frozen=True, slots=True)
class Listing:
    """One ranking under the rules of presentation.

    No helping depends on how long a list is asked for, so a list is always the beginning of every longer one.
    """

    facts: Facts
    content: Content
    ranking: Ranking
    known: BoolArray
    allowed: BoolArray
    newcomers: BoolArray  # what nobody has rated yet, as far as it may have a place kept for it
    bonuses: bool  # whether specials, music videos and recaps may be offered too

    def first(self, length: int) -> IntArray:
        """Return the first `length` positions of the list, fewer where nothing else is allowed."""
        shown = np.empty(0, np.int32)
        taken = np.zeros(self.facts.franchises, np.bool_)
        for offered, k in self._helpings():
            ranked, scores = self._ranked(offered, taken, k)
            taken[self.facts.franchise[ranked]] = True
            following = diversified(self.content, ranked, scores, length - len(shown))
            waiting = ranked[self.newcomers.take(ranked) & (scores > 0)]
            shown = with_newcomers(shown, following, self._latest_first(waiting), self.newcomers)
            if len(shown) >= length:  # before the next helping is prepared, which costs more than the first
                break
        return shown[:length]

    def _helpings(self) -> Iterator[tuple[IntArray, int]]:
        """Yield what may be offered: ways into the best candidates, into all that is allowed, and then what has none.

        Beside each is how many of it are worth a correction: of the first ten places of a list, not one in a hundred
        lies beyond the `CANDIDATES` that lead before it.

        The last are sequels to what the wish leaves out, such as films of a series where only films were asked for:
        the earliest allowed of them is a better answer to a narrow wish than nothing.
        """
        if np.count_nonzero(self.allowed) > 2 * CANDIDATES:
            for k in (CANDIDATES, CANDIDATES * _DEEPER):
                yield entry_points(self.facts, self.ranking.candidates(k), self.known), k
        everything = np.flatnonzero(self.allowed).astype(np.int32)
        yield entry_points(self.facts, everything, self.known), len(everything)
        yield entry_points(self.facts, everything, self.known | ~self.allowed), len(everything)

    def _latest_first(self, newcomers: IntArray) -> IntArray:
        """Return those of the latest years that people know, then the others: an old one was passed over by all."""
        if not len(newcomers):
            return newcomers
        years = self.facts.years
        latest = years[newcomers] >= years[~self.newcomers].max(initial=0) - LATEST_YEARS
        return np.concatenate([newcomers[latest], newcomers[~latest]])

    def _ranked(self, offered: IntArray, taken: BoolArray, k: int) -> tuple[IntArray, Scores]:
        """Return the best of each franchise that is not taken yet, best first, and their scores."""
        facts = self.facts
        fit = _fitting(ascending(offered, len(facts)), self.allowed, taken, facts.franchise, facts.entry, self.bonuses)
        positions, scores = descending(*self.ranking.leading(fit, k))
        firsts = one_per_franchise(facts, positions)
        return positions.take(firsts), scores.take(firsts)


@compiled(NEW_INTS, INTS, FLAGS, FLAGS, INTS, FLAGS, FLAG)
def _fitting(  # noqa: PLR0913, PLR0917  facts of the catalogue and of the question
    positions: IntArray,
    allowed: BoolArray,
    taken: BoolArray,
    franchise: IntArray,
    entry: BoolArray,
    bonuses: bool,  # noqa: FBT001  what is compiled takes nothing by name
) -> IntArray:
    """Return those of the positions that may be offered, in their order."""
    found = np.empty(len(positions), np.int32)
    count = 0
    for at in range(len(positions)):
        position = positions[at]
        if allowed[position] and not taken[franchise[position]] and (bonuses or entry[position]):
            found[count] = position
            count += 1
    return found[:count].copy()
