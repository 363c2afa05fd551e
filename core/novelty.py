"""The dial from safe to adventurous: how much it counts that few know an anime, and that those who do love it."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from core.model_files import BoolArray, IntArray
from core.pick import ReasonKind
from core.reasons import Spoken, said, together
from core.retrievers.popular import Popular
from core.retrievers.query import Scores
from core.wish import Adventure

# The dial's ends, of a score: see "The novelty dial" in docs/experiments.md.
SAFER, BOLDER = 0.5, 1.5
HALF_KNOWN = 10  # anime that speak: with so many of them the crowd has half of the say
FEW = 16  # the audience of the best known anime, divided by this, is where fame begins to count as its logarithm
VOUCHED = 0.01  # of that audience: of what fewer people have, their scores say too little for an adventure
BELOW_USUAL = 1.0  # points: an adventure does not lead to what is rated farther below the mean of all that was seen


@dataclass(frozen=True, slots=True)
class Renown:
    """How well known and how well loved each anime is, by position."""

    fame: Scores  # 0 … 1
    esteem: Scores  # 0 … 1
    fit: BoolArray  # whether an adventure may lead there

    @classmethod
    def of(cls, popular: Popular) -> Self:
        """Return the renown that audiences and mean scores come to.

        Fame: log(1 + n / f) / log(1 + N / f), with n an anime's audience, N the largest one and f = N / `FEW`; so the
        well known differ by how often each is known, and what few know is all alike. Esteem: the Bayesian mean, from
        the floor of an adventure to the best there is.
        """
        most = max(int(popular.audience.max(initial=0)), 1)
        means = popular.means.astype(np.float64)
        seen = popular.audience > 0
        floor = np.average(means[seen], weights=popular.audience[seen]) - BELOW_USUAL if seen.any() else 0.0
        return cls(
            fame=np.log1p(popular.audience * (FEW / most)) / np.log1p(FEW),
            esteem=np.maximum(means - floor, 0.0) / max(float(means.max(initial=0.0)) - floor, 1.0),
            fit=(means > floor) & (popular.audience >= max(VOUCHED * most, 1.0)),
        )


@dataclass(frozen=True, slots=True)
class NoveltyVoice:
    """A share of novelty · (1/2 - fame) + love · esteem; both depend on the question alone."""

    renown: Renown
    novelty: float  # above 0 what few know is lifted, below 0 what everybody knows
    love: float

    def scores(self, positions: IntArray) -> Scores:
        """Return the share of these positions."""
        return self._unknown(positions) + self._loved(positions)

    def spoken(self, positions: IntArray, weight: float) -> Spoken:
        """Return the reasons for each position. How well known it is is novelty only where that speaks against it."""
        kind = ReasonKind.NOVELTY if self.novelty > 0 else ReasonKind.POPULAR
        unknown = said(kind, self._unknown(positions) * weight)
        return together([unknown, said(ReasonKind.POPULAR, self._loved(positions) * weight)])[0]

    def _unknown(self, positions: IntArray) -> Scores:
        return self.novelty * (0.5 - self.renown.fame[positions])

    def _loved(self, positions: IntArray) -> Scores:
        return self.love * self.renown.esteem[positions]


def crowd(evidence: int) -> float:
    """Return how much of what somebody is told is what the crowd says, 1 … 0, where so many anime speak."""
    return HALF_KNOWN / (HALF_KNOWN + evidence)


def turned(adventure: Adventure, renown: Renown, said: float) -> NoveltyVoice | None:
    """Return what the dial says; None for balanced.

    said: how much of the scores is what the crowd says, 0 … 1. An adventure takes so much more of fame back, and asks
    instead how much those who know an anime love it; so it is one for a newcomer too, who hears little but the crowd.
    """
    if adventure is Adventure.SAFE:
        return NoveltyVoice(renown, -SAFER, SAFER)
    if adventure is Adventure.ADVENTUROUS:
        return NoveltyVoice(renown, BOLDER * (1 + said), said)
    return None
