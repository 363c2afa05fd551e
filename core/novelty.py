"""The dial from safe to adventurous: how much being unknown counts, above a floor of quality."""

from dataclasses import dataclass

import numpy as np

from core.model_files import BoolArray, IntArray, floats
from core.pick import Reason, ReasonKind
from core.retrievers.popular import Popular
from core.retrievers.query import Scores
from core.wish import Adventure

SAFER, BOLDER = 0.5, 0.4  # of a score: how far the dial's ends lift or lower what everybody likes


@dataclass(frozen=True, slots=True)
class NoveltyVoice:
    """A share of dial · (1/2 - appeal): turned up it lifts what few know, turned down what everybody likes."""

    popular: Popular
    dial: float

    def scores(self, positions: IntArray) -> Scores:
        """Return the share of these positions."""
        return self.dial * (0.5 - self.popular.appeal[positions].astype(np.float64))

    def reasons(self, positions: IntArray, weight: float) -> list[list[Reason]]:
        """Return one reason for each position."""
        return [[Reason(ReasonKind.NOVELTY, amount)] for amount in floats(self.scores(positions) * weight)]


def dial(adventure: Adventure, popular_weight: float) -> float:
    """Return where the dial stands, 0 for balanced.

    popular_weight: what the blend gives to popularity. An adventure takes that back first, so that it is one for a
    newcomer too, whose blend is mostly popularity.
    """
    if adventure is Adventure.SAFE:
        return -SAFER
    return popular_weight + BOLDER if adventure is Adventure.ADVENTUROUS else 0.0


def good_enough(popular: Popular) -> BoolArray:
    """Return one flag a position: whether an adventure may lead there, its mean being above that of all that was seen.

    An anime that nobody rated has the prior mean, which is not above it.
    """
    seen = popular.audience > 0
    floor = np.average(popular.means[seen], weights=popular.audience[seen]) if seen.any() else 0.0
    return popular.means > floor
