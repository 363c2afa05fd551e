"""One question's scores: retrievers weighted, corrected, and what the wish adds; with reasons that add up."""

from collections.abc import Sequence

import numpy as np

from core.compiled import DOUBLE_ROWS, DOUBLES, FLAGS, INTS, NEW_DOUBLES, NEW_INTS, compiled
from core.correcting import Columns, corrected
from core.features import ANSWERS, FEATURES
from core.model_files import BoolArray, IntArray, floats, ints
from core.pick import Pick, Prediction
from core.ranker import Correction
from core.reasons import NOTHING, Reasons, Subjects, together
from core.retrievers.query import Answer, Scores, Voice, best, totals_of

_COLUMNS, _NO_COLUMNS = (Columns.of_features(of, len(ANSWERS)) for of in (FEATURES, ()))


class Ranking:
    """A sum of weighted voices.

    Every step from a retriever's products to the blend is a multiplication by a number that depends on the question
    alone, and what a correction adds is shared out in full, so an anime's score is exactly the sum of its reasons.
    """

    def __init__(
        self,
        answers: Sequence[tuple[Answer, float]],
        leanings: Sequence[Voice],
        correction: Correction | None = None,
    ) -> None:
        """Take the retrievers' answers with their weights, and voices that bring no candidates, which count as is.

        An answer without a weight has no say, but what it says may be a feature of the correction.
        correction: of the weighted sum of the answers; None where they stand as they are.
        """
        self._answers = answers
        self._weights = np.array([weight for _, weight in answers], np.float64)
        self._leanings = leanings
        self._correction = correction

    def candidates(self, k: int) -> IntArray:
        """Return the best k of each retriever with a weight, in any order; some of them are the same."""
        return np.concatenate([answer.candidates(k) for answer, weight in self._answers if weight])

    def blended(self, positions: IntArray) -> tuple[Scores, Scores]:
        """Return what each answer says of these positions, one row an answer, and the weighted sum."""
        told = np.array([answer.scores(positions) for answer, _ in self._answers], np.float64)
        return told, _weighted(told, self._weights)

    def scores(self, positions: IntArray) -> Scores:
        """Return the scores at these positions."""
        return self.leading(positions, len(positions))[1]

    def leading(self, positions: IntArray, k: int) -> tuple[IntArray, Scores]:
        """Return these positions and their scores, all or, where they are to be corrected, those that may come first.

        Those are the k that lead before the correction, which is what costs most, and what it says nothing of.
        """
        told, blend = self.blended(positions)
        total = blend
        for voice in self._leanings:
            total = total + voice.scores(positions)
        if self._correction is None:
            return positions, total
        if k < len(positions):
            kept = _kept(positions, best(total, k), self._correction.rated)
            positions, blend, total = positions.take(kept), blend.take(kept), total.take(kept)
            told = told.take(kept, axis=1)
        return positions, total + self._correction.scores(positions, told, blend)

    def picks(self, subjects: Subjects, positions: IntArray, predicted: Sequence[Prediction | None]) -> list[Pick]:
        """Return the picks at these positions, each with all its reasons, largest first."""
        voices: list[tuple[Voice, float]] = [*self._answers, *((voice, 1.0) for voice in self._leanings)]
        said = [voice.spoken(positions, weight) if weight else NOTHING for voice, weight in voices]
        columns, added = _NO_COLUMNS, np.empty((len(positions), 0))
        if self._correction is not None:
            columns, added = _COLUMNS, self._correction.shares(positions, *self.blended(positions))
        found = corrected(len(positions), *together(said), columns, added)
        starts = np.searchsorted(found.rows, np.arange(len(positions) + 1))
        scores = totals_of(found.rows, found.amounts, len(positions))
        picks = []
        for row, (anime_id, score, prediction) in enumerate(
            zip(ints(subjects.ids.take(positions)), floats(scores), predicted, strict=True)
        ):
            own = slice(starts[row], starts[row + 1])
            reasons = Reasons(subjects, found.abouts[own], found.amounts[own])
            picks.append(Pick(anime_id, score, reasons, prediction))
        return picks


def descending(positions: IntArray, scores: Scores) -> tuple[IntArray, Scores]:
    """Return both by falling score; equal scores by rising position, so that a list is always the same."""
    order = np.lexsort((positions, -scores))
    return positions.take(order), scores.take(order)


@compiled(NEW_DOUBLES, DOUBLE_ROWS, DOUBLES)
def _weighted(told: Scores, weights: Scores) -> Scores:
    """Return the sum of the rows, each times its weight."""
    total = np.zeros(told.shape[1])
    for row in range(len(weights)):
        for at in range(len(total)):
            total[at] += weights[row] * told[row, at]
    return total


@compiled(NEW_INTS, INTS, INTS, FLAGS)
def _kept(positions: IntArray, leading: IntArray, rated: BoolArray) -> IntArray:
    """Return the places in `positions` that lead, and those of whatever is not rated, ascending."""
    kept = np.empty(len(positions), np.bool_)
    for at in range(len(positions)):
        kept[at] = not rated[positions[at]]
    for at in range(len(leading)):
        kept[leading[at]] = True
    return np.flatnonzero(kept).astype(np.int32)
