"""What the second stage looks at: one row of numbers an anime, computed here alone, in training and in serving."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.blends import Weights
from core.facts import Facts
from core.model_files import FloatArray, IntArray
from core.pick import ReasonKind
from core.retrievers.popular import Popular
from core.retrievers.query import Query, Scores

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


class Feature(NamedTuple):
    """One column. What it adds to a score is a reason of its kind, unless reasons of retrievers take it up."""

    name: str
    kind: ReasonKind
    of: Sequence[int] = ()  # which of the answers it is the score of


ANSWERS = range(len(Weights._fields))  # their places, in the order in which the model asks
COLLABORATIVE, FIRST_LIKES, CONTENT = ANSWERS[:3]

FEATURES = (
    Feature("blend", ReasonKind.POPULAR, of=ANSWERS),
    Feature("collaborative", ReasonKind.LIKED_TOGETHER, of=(COLLABORATIVE,)),
    Feature("first likes", ReasonKind.LIKED_TOGETHER, of=(FIRST_LIKES,)),
    Feature("content", ReasonKind.STORY, of=(CONTENT,)),
    Feature("appeal", ReasonKind.POPULAR),
    Feature("mean", ReasonKind.POPULAR),
    Feature("audience", ReasonKind.POPULAR),  # log1p
    Feature("audience beyond what the person knows", ReasonKind.POPULAR),  # against the mean of their anime
    Feature("audience of what the person knows", ReasonKind.POPULAR),
    Feature("evidence", ReasonKind.POPULAR),  # how many anime speak: it decides how much the crowd counts
    Feature("year", ReasonKind.ERA),
    Feature("years from the person's mean", ReasonKind.ERA),
    Feature("years from the person's newest", ReasonKind.ERA),
    Feature("episodes", ReasonKind.LENGTH),
    Feature("of its franchise heard", ReasonKind.FRANCHISE),
    Feature("of its franchise liked", ReasonKind.FRANCHISE),  # the mean preference
    Feature("what comes before it", ReasonKind.FRANCHISE),
)
_NOT_HEARD, _HEARD, _NOTHING = range(3)  # what comes before an anime


class Look:
    """One person's side of the features; the rest depends on the anime."""

    def __init__(self, facts: Facts, popular: Popular, query: Query) -> None:
        """Look at what speaks in the query, at least one anime."""
        heard = query.heard
        self._facts, self._popular = facts, popular
        self._evidence = len(heard)
        years = facts.years[heard]
        years = years[years > 0]
        self._mean_year = float(years.mean()) if len(years) else np.nan
        self._newest = float(years.max()) if len(years) else np.nan
        self._audience = float(np.log1p(popular.audience[heard]).mean())
        size = int(facts.franchise.max(initial=0)) + 1
        of_heard = facts.franchise[heard]
        self._in_franchise = np.bincount(of_heard, minlength=size)
        liking = np.bincount(of_heard, weights=query.weights, minlength=size)
        self._franchise_liked = liking / np.maximum(self._in_franchise, 1)
        self._state = np.full(len(facts) + 1, _NOT_HEARD, np.int8)  # the last entry stands for NOWHERE
        self._state[heard] = _HEARD
        self._state[-1] = _NOTHING

    def rows(self, positions: IntArray, told: Sequence[Scores], blend: Scores) -> FloatArray:
        """Return one row a position, one column a feature.

        told: what each answer says of these positions, not weighted; blend: the weighted sum.
        """
        facts, popular = self._facts, self._popular
        years = np.where(facts.years[positions] > 0, facts.years[positions], np.nan)
        audience = np.log1p(popular.audience[positions])
        franchise = facts.franchise[positions]
        columns: tuple[ArrayLike, ...] = (
            blend,
            told[COLLABORATIVE],
            told[FIRST_LIKES],
            told[CONTENT],
            popular.appeal[positions],
            popular.means[positions],
            audience,
            audience - self._audience,
            self._audience,
            self._evidence,
            years,
            years - self._mean_year,
            years - self._newest,
            facts.episodes[positions],
            self._in_franchise[franchise],
            self._franchise_liked[franchise],
            self._state[facts.before[positions]],
        )
        table: FloatArray = np.empty((len(positions), len(FEATURES)), np.float32)
        for at, column in enumerate(columns):
            table[:, at] = column
        return table
