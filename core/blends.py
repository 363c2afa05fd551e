"""How much each retriever counts, as data: a blend is a ladder of weights over how much is known of a person.

Between two steps the weights change in proportion to the logarithm of the evidence, so one more rating never makes the
list jump. Evidence is the number of anime in a taste that say something.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log1p
from typing import NamedTuple


class Weights(NamedTuple):
    """What each retriever's scores are multiplied by, in the order in which the model asks them."""

    collaborative: float
    first_likes: float
    content: float
    popular: float
    continuations: float = 0.0
    trending: float = 0.0
    season: float = 0.0


@dataclass(frozen=True, slots=True)
class Blend:
    """Weights by evidence: (evidence, weights), evidence ascending; outside the ends, the nearest end's."""

    steps: tuple[tuple[int, Weights], ...]

    def __post_init__(self) -> None:
        """Raise ValueError where there is no step or evidence does not ascend."""
        if not self.steps or any(low >= high for (low, _), (high, _) in pairwise(self.steps)):
            raise ValueError("a blend needs steps of ascending evidence")

    def at(self, evidence: int) -> Weights:
        """Return the weights for that much evidence."""
        if evidence <= self.steps[0][0]:
            return self.steps[0][1]
        for (low, lower), (high, upper) in pairwise(self.steps):
            if evidence < high:
                share = (log1p(evidence) - log1p(low)) / (log1p(high) - log1p(low))
                return Weights(*(a + (b - a) * share for a, b in zip(lower, upper, strict=True)))
        return self.steps[-1][1]


SIXTY_FORTY = "sixty-forty"  # the default arm that others are compared with
LADDER = "ladder"
POPULAR = "popular"  # what everybody likes: the peer that a personal list has to beat

_NOTHING_KNOWN = (0, Weights(collaborative=0.0, first_likes=0.0, content=0.0, popular=1.0))

# Enough to be among the candidates and to decide between equals: continuations cost the order nothing up to here, and
# what is of its time no data set of ours can weigh, since none of them says when anything was said.
_BESIDE = {"continuations": 0.05, "trending": 0.05, "season": 0.03}

BLENDS: Mapping[str, Blend] = {
    # 60 % content, 40 % collaborative, whatever is known; popularity only where there is nothing else.
    SIXTY_FORTY: Blend((_NOTHING_KNOWN, (1, Weights(collaborative=0.4, first_likes=0.0, content=0.6, popular=0.0)))),
    # The more is known, the less the crowd counts: the best at 1, 3, 5, 10 likes and about 100 ratings a person.
    LADDER: Blend(
        (
            (0, Weights(0.0, 0.0, 0.0, 1.0, **_BESIDE)),
            (1, Weights(collaborative=0.01, first_likes=0.59, content=0.05, popular=0.35, **_BESIDE)),
            (3, Weights(collaborative=0.05, first_likes=0.73, content=0.12, popular=0.10, **_BESIDE)),
            (5, Weights(collaborative=0.15, first_likes=0.60, content=0.18, popular=0.07, **_BESIDE)),
            (10, Weights(collaborative=0.25, first_likes=0.54, content=0.16, popular=0.05, **_BESIDE)),
            (100, Weights(collaborative=0.78, first_likes=0.13, content=0.07, popular=0.02, **_BESIDE)),
        )
    ),
    POPULAR: Blend((_NOTHING_KNOWN,)),
    "half-and-half": Blend(
        (_NOTHING_KNOWN, (1, Weights(collaborative=0.5, first_likes=0.0, content=0.5, popular=0.0)))
    ),
}
