"""Anime that go on from what a person knows: the next season, the film after it."""

from dataclasses import dataclass

import numpy as np

from core.compiled import FLAGS, FLOATS, INTS, NEW_DOUBLES, NEW_INTS, compiled, several
from core.facts import Facts
from core.model_files import BoolArray, FloatArray, IntArray
from core.pick import ReasonKind
from core.reasons import Spoken, said
from core.retrievers.query import Query, Scores, best


@dataclass(frozen=True, slots=True)
class Continuations:
    """What follows an anime is liked, or not, as that anime is. Nothing of it is learned: the order is a fact."""

    facts: Facts

    def ask(self, query: Query) -> "ContinuationsAnswer":
        """Return the answer: to each anime, the preference for the one that comes right before it."""
        facts = self.facts
        return ContinuationsAnswer(
            facts, *_handed_on(facts.after_starts, facts.after, query.heard, query.weights, query.allowed)
        )


@dataclass(frozen=True, slots=True)
class ContinuationsAnswer:
    """The preferences handed on. A preference is near 1 for what is liked, so they are on the scale as they are."""

    facts: Facts
    handed_on: Scores  # by position
    following: IntArray  # the allowed positions above 0

    def candidates(self, k: int) -> IntArray:
        """Return at most k allowed positions that go on from what is liked most."""
        found: IntArray = self.following[best(self.handed_on[self.following], k)]
        return found

    def scores(self, positions: IntArray) -> Scores:
        """Return the preference for what comes before each position."""
        found: Scores = self.handed_on.take(positions)
        return found

    def spoken(self, positions: IntArray, weight: float) -> Spoken:
        """Return for each position the anime that it goes on from, where that speaks."""
        return said(ReasonKind.FRANCHISE, self.scores(positions) * weight, self.facts.before.take(positions))


@compiled(several(NEW_DOUBLES, NEW_INTS), INTS, INTS, INTS, FLOATS, FLAGS)
def _handed_on(
    starts: IntArray, after: IntArray, heard: IntArray, weights: FloatArray, allowed: BoolArray
) -> tuple[Scores, IntArray]:
    """Return what each position is handed on by the one before it, and the allowed positions where that is above 0."""
    handed_on = np.zeros(len(allowed))
    following = np.empty(len(allowed), np.int32)
    count = 0
    for at in range(len(heard)):
        for entry in range(starts[heard[at]], starts[heard[at] + 1]):
            position = after[entry]
            handed_on[position] = weights[at]
            if weights[at] > 0 and allowed[position]:
                following[count] = position
                count += 1
    return handed_on, np.sort(following[:count])
