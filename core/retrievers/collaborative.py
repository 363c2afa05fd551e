"""Anime that go together, from what people rated: sparse item-item weights, folded in for anybody at once."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from core.facts import NOWHERE
from core.model_files import FloatArray, IntArray, floats, ints, load_array, save_arrays
from core.pick import Reason, ReasonKind
from core.retrievers.query import Query, Scores, best, scale_of, totals_of

_LOUDEST = 200  # what every question needs of the totals; to order more of them would be waste


@dataclass(frozen=True, slots=True)
class Collaborative:
    """Item-item weights B as sparse rows: a taste x scores anime j with (x·B)_j, the sum over its anime of x_i·B_ij."""

    ids: IntArray
    starts: IntArray  # row i is starts[i] … starts[i+1], one more entry than anime
    targets: IntArray  # position j, ascending within a row
    weights: FloatArray  # B_ij

    def ask(self, query: Query) -> "CollaborativeAnswer":
        """Return the answer: every weight of the anime that speak, times their preference."""
        counts = self.starts[query.heard + 1] - self.starts[query.heard]
        speakers: IntArray = np.repeat(np.arange(len(query.heard), dtype=np.int32), counts)
        before = np.cumsum(counts) - counts
        entries = np.arange(len(speakers)) + np.repeat(self.starts[query.heard] - before, counts)
        weights, liking = self.weights.take(entries).astype(np.float64), query.weights.take(speakers)
        # Two anime seldom liked together speak against each other, but not to like one is no praise of the other.
        amounts = np.where((weights < 0) & (liking < 0), 0.0, weights * liking)
        targets = self.targets.take(entries)
        totals = totals_of(targets, amounts, len(self.ids))
        hits = np.flatnonzero((totals > 0) & query.allowed).astype(np.int32)
        loudest: IntArray = hits[best(totals[hits], _LOUDEST)]
        scale = scale_of(totals[loudest])
        # Where little is liked and much is not, what speaks against sets the scale, so as not to drown all else.
        against = -totals[totals < 0]
        if len(against):
            scale = max(scale, scale_of(against))
        return CollaborativeAnswer(totals, scale, hits, loudest, self.ids[query.heard], speakers, targets, amounts)

    def lengths(self, positions: IntArray) -> Scores:
        """Return how far a like of each moves the scores: the Euclidean length of its row."""
        return np.sqrt(np.asarray(self._rows(positions).power(2).sum(axis=1), np.float64))

    def likeness(self, positions: IntArray, others: IntArray) -> Scores:
        """Return the cosines between the rows of `positions` and those of `others`; 0 for a row without weights."""
        products: Scores = (self._rows(positions) @ self._rows(others).T).toarray().astype(np.float64)
        lengths = np.outer(self.lengths(positions), self.lengths(others))
        return products / np.where(lengths > 0, lengths, 1.0)

    def _rows(self, positions: IntArray) -> csr_array:
        size = len(self.ids)
        return csr_array((self.weights, self.targets, self.starts), shape=(size, size))[positions]

    def save(self, folder: Path) -> None:
        """Write this into a model folder."""
        arrays = {"starts": self.starts, "targets": self.targets, "weights": self.weights}
        save_arrays(folder, "collaborative", arrays)

    @classmethod
    def load(cls, folder: Path, ids: IntArray) -> "Collaborative":
        """Read what `save` wrote. Raises BrokenModelError."""
        arrays = {name: load_array(folder, "collaborative", name) for name in ("starts", "targets", "weights")}
        return cls(ids=ids, **arrays)


@dataclass(frozen=True, slots=True)
class CollaborativeAnswer:
    """The products of one fold-in, which are the reasons themselves, and their sums."""

    totals: Scores  # by position, not scaled yet
    scale: float  # what totals and amounts are divided by
    hits: IntArray  # allowed positions above 0
    loudest: IntArray  # the `_LOUDEST` highest of them
    heard: IntArray  # the ids of the anime that speak
    speakers: IntArray  # one place in `heard` a product
    targets: IntArray  # one position a product
    amounts: Scores  # not scaled yet

    def candidates(self, k: int) -> IntArray:
        """Return at most k allowed positions with the highest totals."""
        near = self.hits if k > _LOUDEST else self.loudest
        return near[best(self.totals[near], k)]

    def scores(self, positions: IntArray) -> Scores:
        """Return the totals at these positions."""
        return self.totals[positions] / self.scale

    def reasons(self, positions: IntArray, weight: float) -> list[list[Reason]]:
        """Return one reason for each anime that speaks for or against each position."""
        row_of = np.full(len(self.totals), NOWHERE, np.int32)
        row_of[positions] = np.arange(len(positions))
        rows = row_of.take(self.targets)
        spoken = np.flatnonzero(rows != NOWHERE)
        speakers = self.heard[self.speakers[spoken]]
        amounts = self.amounts[spoken] / self.scale * weight
        found: list[list[Reason]] = [[] for _ in positions]
        for row, speaker, amount in zip(ints(rows[spoken]), ints(speakers), floats(amounts), strict=True):
            found[row].append(Reason(ReasonKind.LIKED_TOGETHER, amount, speaker))
        return found
