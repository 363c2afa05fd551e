"""Anime that go together, from what people rated: sparse item-item weights, folded in for anybody at once."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from core.facts import NOWHERE
from core.model_files import FloatArray, IntArray, floats, ints, load_array, save_arrays
from core.pick import Reason, ReasonKind
from core.retrievers.query import Query, Scores, best, scale_of, totals_of

_FILES = ("starts", "targets", "weights", "base")
_LEAST = 1e-9  # of all preferences together, below which nothing was said
_LOUDEST = 200  # what every question needs of the totals; to order more of them would be waste


@dataclass(frozen=True, slots=True)
class Collaborative:
    """Item-item weights B as sparse rows, and what is expected of somebody unknown, b.

    A taste with the preferences p scores anime j with b_j + (x·B)_j, where x = p / √Σ|p_i|: the more is known of a
    person, the less b counts.
    """

    ids: IntArray
    starts: IntArray  # row i is starts[i] … starts[i+1], one more entry than anime
    targets: IntArray  # position j, ascending within a row
    weights: FloatArray  # B_ij
    base: FloatArray  # b_j, by position

    @classmethod
    def over(
        cls, ids: IntArray, members: IntArray, pruned: tuple[IntArray, IntArray, FloatArray], base: FloatArray
    ) -> "Collaborative":
        """Return weights over some anime, those of all others being 0.

        ids: by position. members: the positions that take part, ascending. pruned: (source, target, weight), in any
        order, as places in `members`. base: by place in `members`.
        """
        sources, targets, values = pruned
        order = np.lexsort((targets, sources))
        counts = np.bincount(members[sources], minlength=len(ids))
        everywhere = np.zeros(len(ids), np.float32)
        everywhere[members] = base
        return cls(
            ids=ids,
            starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
            targets=members[targets[order]],
            weights=values[order],
            base=everywhere,
        )

    def ask(self, query: Query) -> "CollaborativeAnswer":
        """Return the answer: every weight of the anime that speak, times their preference."""
        begins = self.starts[query.heard]
        counts = self.starts[query.heard + 1] - begins
        ends = np.cumsum(counts)
        entries = np.arange(int(counts.sum())) + np.repeat(begins - ends + counts, counts)
        spread = query.weights / np.sqrt(max(float(np.abs(query.weights).sum()), _LEAST))
        liking = np.repeat(spread, counts)
        amounts: Scores = np.multiply(self.weights.take(entries), liking, dtype=np.float64)
        # Two anime seldom liked together speak against each other, but not to like one is no praise of the other.
        if spread.min(initial=0) < 0:
            amounts[(liking < 0) & (amounts > 0)] = 0.0
        targets = self.targets.take(entries)
        totals = totals_of(targets, amounts, len(self.ids)) + self.base
        hits = np.flatnonzero((totals > 0) & query.allowed).astype(np.int32)
        loudest: IntArray = hits[best(totals[hits], _LOUDEST)]
        scale = scale_of(totals[loudest])
        # Where little is liked and much is not, what speaks against sets the scale, so as not to drown all else.
        against = -totals[totals < 0]
        if len(against):
            scale = max(scale, scale_of(against))
        heard = self.ids[query.heard]
        return CollaborativeAnswer(totals, scale, hits, loudest, self.base, heard, ends, targets, amounts)

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

    def save(self, folder: Path, part: str) -> None:
        """Write this into a model folder, which may hold several under different names."""
        save_arrays(folder, part, {name: getattr(self, name) for name in _FILES})

    @classmethod
    def load(cls, folder: Path, part: str, ids: IntArray) -> "Collaborative":
        """Read what `save` wrote. Raises BrokenModelError."""
        return cls(ids=ids, **{name: load_array(folder, part, name) for name in _FILES})


@dataclass(frozen=True, slots=True)
class CollaborativeAnswer:
    """The products of one fold-in, which are the reasons themselves, and their sums."""

    totals: Scores  # by position, not scaled yet
    scale: float  # what totals and amounts are divided by
    hits: IntArray  # allowed positions above 0
    loudest: IntArray  # the `_LOUDEST` highest of them
    base: FloatArray  # the part of the totals that nobody speaks for, by position
    heard: IntArray  # the ids of the anime that speak
    ends: IntArray  # the products of heard[i] end before ends[i], where those of heard[i+1] begin
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
        """Return one reason for each anime that speaks for or against each position, and one for what is left."""
        row_of = np.full(len(self.totals), NOWHERE, np.int32)
        row_of[positions] = np.arange(len(positions))
        rows = row_of.take(self.targets)
        spoken = np.flatnonzero(rows != NOWHERE)
        speakers = self.heard[np.searchsorted(self.ends, spoken, side="right")]
        amounts = self.amounts[spoken] / self.scale * weight
        base = self.base[positions].astype(np.float64) / self.scale * weight
        found = [[Reason(ReasonKind.POPULAR, amount)] if amount else [] for amount in floats(base)]
        for row, speaker, amount in zip(ints(rows[spoken]), ints(speakers), floats(amounts), strict=True):
            found[row].append(Reason(ReasonKind.LIKED_TOGETHER, amount, speaker))
        return found
