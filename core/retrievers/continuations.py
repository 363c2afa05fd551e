"""Anime that go on from what a person knows: the next season, the film after it."""

from dataclasses import dataclass

import numpy as np

from core.facts import NOWHERE, Facts
from core.model_files import BoolArray, IntArray, floats, ints
from core.pick import Reason, ReasonKind
from core.retrievers.query import Query, Scores, best


@dataclass(frozen=True, slots=True)
class Continuations:
    """What follows an anime is liked, or not, as that anime is. Nothing of it is learned: the order is a fact."""

    facts: Facts

    def ask(self, query: Query) -> "ContinuationsAnswer":
        """Return the answer: to each anime, the preference for the one that comes right before it."""
        liking = np.zeros(len(self.facts) + 1, np.float64)  # the last entry stands for NOWHERE
        liking[query.heard] = query.weights
        return ContinuationsAnswer(self.facts, liking[self.facts.before], query.allowed)


@dataclass(frozen=True, slots=True)
class ContinuationsAnswer:
    """The preferences handed on. A preference is near 1 for what is liked, so they are on the scale as they are."""

    facts: Facts
    handed_on: Scores  # by position
    allowed: BoolArray

    def candidates(self, k: int) -> IntArray:
        """Return at most k allowed positions that go on from what is liked most."""
        following = np.flatnonzero((self.handed_on > 0) & self.allowed).astype(np.int32)
        found: IntArray = following[best(self.handed_on[following], k)]
        return found

    def scores(self, positions: IntArray) -> Scores:
        """Return the preference for what comes before each position."""
        return self.handed_on[positions]

    def reasons(self, positions: IntArray, weight: float) -> list[list[Reason]]:
        """Return for each position the anime that it goes on from, where that speaks."""
        before = self.facts.before[positions]
        earlier = np.where(before == NOWHERE, NOWHERE, self.facts.ids[before])
        amounts = floats(self.scores(positions) * weight)
        return [
            [Reason(ReasonKind.FRANCHISE, amount, anime_id)] if amount else []
            for amount, anime_id in zip(amounts, ints(earlier), strict=True)
        ]
