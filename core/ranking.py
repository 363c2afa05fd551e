"""One question's scores: the voices of all retrievers, weighted, and what the wish adds; with reasons that add up."""

from collections.abc import Sequence
from math import fsum

import numpy as np

from core.model_files import IntArray
from core.pick import Pick, Prediction
from core.retrievers.query import Answer, Scores, Voice


class Ranking:
    """A sum of weighted voices.

    Every step from a retriever's products to the score is a multiplication by a number that depends on the question
    alone, so an anime's score is exactly the sum of its reasons.
    """

    def __init__(self, answers: Sequence[tuple[Answer, float]], leanings: Sequence[Voice]) -> None:
        """Take the retrievers' answers with their weights, and voices that bring no candidates, which count as is."""
        self._answers = [(answer, weight) for answer, weight in answers if weight]
        self._voices: list[tuple[Voice, float]] = [*self._answers, *((voice, 1.0) for voice in leanings)]

    def candidates(self, k: int) -> IntArray:
        """Return each retriever's best k, in any order; some of them are the same."""
        return np.concatenate([answer.candidates(k) for answer, _ in self._answers])

    def scores(self, positions: IntArray) -> Scores:
        """Return the scores at these positions."""
        total = np.zeros(len(positions), np.float64)
        for voice, weight in self._voices:
            total += weight * voice.scores(positions)
        return total

    def picks(self, ids: IntArray, positions: IntArray, predicted: Sequence[Prediction | None]) -> list[Pick]:
        """Return the picks at these positions, each with all its reasons, largest first. ids: by position."""
        spoken = [voice.reasons(positions, weight) for voice, weight in self._voices]
        picks = []
        for row, (position, prediction) in enumerate(zip(positions, predicted, strict=True)):
            reasons = [reason for of_voice in spoken for reason in of_voice[row]]
            reasons.sort(key=lambda reason: -abs(reason.amount))
            score = fsum(reason.amount for reason in reasons)
            picks.append(Pick(int(ids[position]), score, tuple(reasons), prediction))
        return picks


def descending(positions: IntArray, scores: Scores) -> tuple[IntArray, Scores]:
    """Return both by falling score; equal scores by rising position, so that a list is always the same."""
    order = np.lexsort((positions, -scores))
    return positions[order], scores[order]
