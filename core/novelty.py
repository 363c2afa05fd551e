"""The dial from safe to adventurous: how much being unknown counts, above a floor of quality."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.model_files import BoolArray, IntArray, floats
from core.pick import Reason, ReasonKind
from core.retrievers.popular import Popular
from core.retrievers.query import Scores
from core.wish import Adventure

DIALS: Mapping[Adventure, float] = {Adventure.SAFE: -0.8, Adventure.BALANCED: 0.0, Adventure.ADVENTUROUS: 1.2}


@dataclass(frozen=True, slots=True)
class NoveltyVoice:
    """A share of dial · (1/2 - appeal): turned up it lifts what few know, turned down what everybody likes."""

    popular: Popular
    adventure: Adventure

    def scores(self, positions: IntArray) -> Scores:
        """Return the share of these positions."""
        return DIALS[self.adventure] * (0.5 - self.popular.appeal[positions].astype(np.float64))

    def reasons(self, positions: IntArray, weight: float) -> list[list[Reason]]:
        """Return one reason for each position."""
        return [[Reason(ReasonKind.NOVELTY, amount)] for amount in floats(self.scores(positions) * weight)]


def good_enough(popular: Popular) -> BoolArray:
    """Return one flag a position: whether an adventure may lead there, its mean being above that of all that was seen.

    An anime that nobody rated has the prior mean, which is not above it.
    """
    seen = popular.audience > 0
    floor = np.average(popular.means[seen], weights=popular.audience[seen]) if seen.any() else 0.0
    return popular.means > floor
