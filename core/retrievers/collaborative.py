"""Anime that go together, from what people rated: sparse item-item weights, folded in for anybody at once."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.facts import NOWHERE
from core.model_files import FloatArray, IntArray, floats, ints, load_array, save_arrays
from core.pick import Reason, ReasonKind
from core.retrievers.query import Query, Scores, best, scale_of, totals_of


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
        speakers = np.repeat(np.arange(len(query.heard)), counts)
        before = np.cumsum(counts) - counts
        entries = np.arange(len(speakers)) + np.repeat(self.starts[query.heard] - before, counts)
        amounts = self.weights[entries].astype(np.float64) * query.weights[speakers]
        targets = self.targets[entries]
        totals = totals_of(targets, amounts, len(self.ids))
        hits = np.flatnonzero((totals > 0) & query.allowed)
        # Where little is liked and much is not, what speaks against sets the scale, so as not to drown all else.
        against = -totals[totals < 0]
        scale = scale_of(totals[hits])
        if len(against):
            scale = max(scale, scale_of(against))
        return CollaborativeAnswer(
            totals=totals / scale,
            hits=hits.astype(np.int32),
            speakers=self.ids[query.heard][speakers],
            targets=targets,
            amounts=amounts / scale,
        )

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

    totals: Scores  # by position
    hits: IntArray  # allowed positions above 0
    speakers: IntArray  # one anime id a product
    targets: IntArray  # one position a product
    amounts: Scores

    def candidates(self, k: int) -> IntArray:
        """Return at most k allowed positions with the highest totals."""
        return self.hits[best(self.totals[self.hits], k)]

    def scores(self, positions: IntArray) -> Scores:
        """Return the totals at these positions."""
        return self.totals[positions]

    def reasons(self, positions: IntArray, weight: float) -> list[list[Reason]]:
        """Return one reason for each anime that speaks for or against each position."""
        row_of = np.full(len(self.totals), NOWHERE, np.int32)
        row_of[positions] = np.arange(len(positions))
        rows = row_of[self.targets]
        spoken = rows != NOWHERE
        found: list[list[Reason]] = [[] for _ in positions]
        amounts = floats(self.amounts[spoken] * weight)
        for row, speaker, amount in zip(ints(rows[spoken]), ints(self.speakers[spoken]), amounts, strict=True):
            found[row].append(Reason(ReasonKind.LIKED_TOGETHER, amount, because=speaker))
        return found
