"""What the second stage looks at: one row of numbers an anime, computed here alone, in training and in serving."""

from collections.abc import Sequence
from math import log1p, nan
from typing import NamedTuple

import numpy as np

from core.blends import Weights
from core.compiled import (
    DOUBLES,
    FLAGS,
    FLOAT,
    FLOATS,
    INT,
    INTS,
    NEW_DOUBLES,
    NEW_FLAGS,
    NEW_FLOAT_ROWS,
    NEW_INTS,
    compiled,
    several,
)
from core.facts import NOWHERE, Facts
from core.model_files import BoolArray, FloatArray, IntArray
from core.pick import ReasonKind
from core.retrievers.popular import Popular
from core.retrievers.query import Query, Scores


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
(
    _BLEND,
    _COLLABORATIVE,
    _FIRST_LIKES,
    _CONTENT,
    _APPEAL,
    _MEAN,
    _AUDIENCE,
    _BEYOND,
    _USUAL_AUDIENCE,
    _EVIDENCE,
    _YEAR,
    _FROM_MEAN_YEAR,
    _FROM_NEWEST,
    _EPISODES,
    _FRANCHISE_HEARD,
    _FRANCHISE_LIKED,
    _BEFORE,
) = range(len(FEATURES))
_WIDTH = len(FEATURES)
_NOT_HEARD, _HEARD, _NOTHING = range(3)  # what comes before an anime


class Look:
    """One person's side of the features; the rest depends on the anime."""

    def __init__(self, facts: Facts, popular: Popular, query: Query) -> None:
        """Look at what speaks in the query, at least one anime."""
        self._facts, self._popular = facts, popular
        self._person = _person(
            facts.years, popular.audience, facts.franchise, facts.franchises, query.heard, query.weights
        )

    def rows(self, positions: IntArray, told: Scores, blend: Scores) -> FloatArray:
        """Return one row a position, one column a feature.

        told: what each answer says of these positions, not weighted, one row an answer; blend: the weighted sum.
        """
        facts, popular = self._facts, self._popular
        return _rows(
            positions,
            blend,
            told[COLLABORATIVE],
            told[FIRST_LIKES],
            told[CONTENT],
            popular.appeal,
            popular.means,
            popular.audience,
            facts.years,
            facts.episodes,
            facts.franchise,
            facts.before,
            *self._person,
        )


@compiled(several(INT, FLOAT, FLOAT, FLOAT, NEW_INTS, NEW_DOUBLES, NEW_FLAGS), INTS, INTS, INTS, INT, INTS, FLOATS)
def _person(  # noqa: PLR0913, PLR0917  what is known of the anime, and of the person
    years: IntArray, audience: IntArray, franchises: IntArray, count: int, heard: IntArray, weights: FloatArray
) -> tuple[int, float, float, float, IntArray, Scores, BoolArray]:
    """Return what there is to know of a person. count: of franchises.

    How many anime speak, their mean year and the newest one, the mean of their audiences' logarithms; how many there
    are of each franchise and what they are liked together; and which positions they are.
    """
    dated, total, newest, known = 0, 0.0, nan, 0.0
    of_franchise, liking = np.zeros(count, np.int32), np.zeros(count)
    is_heard = np.zeros(len(years), np.bool_)
    for at in range(len(heard)):
        position = heard[at]
        year, franchise = years[position], franchises[position]
        if year > 0:
            dated += 1
            total += year
            newest = max(newest, float(year)) if dated > 1 else float(year)
        known += log1p(float(audience[position]))
        of_franchise[franchise] += 1
        liking[franchise] += weights[at]
        is_heard[position] = True
    mean_year = total / dated if dated else nan
    return len(heard), mean_year, newest, known / len(heard), of_franchise, liking, is_heard


@compiled(
    NEW_FLOAT_ROWS,
    *(INTS, DOUBLES, DOUBLES, DOUBLES, DOUBLES, FLOATS, FLOATS, INTS, INTS, INTS, INTS, INTS),
    *(INT, FLOAT, FLOAT, FLOAT, INTS, DOUBLES, FLAGS),
)
def _rows(  # noqa: PLR0913, PLR0917  what is known of the anime, of the catalogue and of the person
    positions: IntArray,
    blend: Scores,
    collaborative: Scores,
    first_likes: Scores,
    content: Scores,
    appeal: FloatArray,
    means: FloatArray,
    audiences: IntArray,
    years: IntArray,
    episodes: IntArray,
    franchises: IntArray,
    before: IntArray,
    evidence: int,
    mean_year: float,
    newest: float,
    usual_audience: float,
    of_franchise: IntArray,
    liking: Scores,
    is_heard: BoolArray,
) -> FloatArray:
    """Return the rows of `Look.rows`."""
    table = np.empty((len(positions), _WIDTH), np.float32)
    for at in range(len(positions)):
        position, row = positions[at], table[at]
        year = float(years[position]) if years[position] > 0 else nan
        audience, franchise = log1p(float(audiences[position])), franchises[position]
        row[_BLEND] = blend[at]
        row[_COLLABORATIVE] = collaborative[at]
        row[_FIRST_LIKES] = first_likes[at]
        row[_CONTENT] = content[at]
        row[_APPEAL] = appeal[position]
        row[_MEAN] = means[position]
        row[_AUDIENCE] = audience
        row[_BEYOND] = audience - usual_audience
        row[_USUAL_AUDIENCE] = usual_audience
        row[_EVIDENCE] = evidence
        row[_YEAR] = year
        row[_FROM_MEAN_YEAR] = year - mean_year
        row[_FROM_NEWEST] = year - newest
        row[_EPISODES] = episodes[position]
        row[_FRANCHISE_HEARD] = of_franchise[franchise]
        row[_FRANCHISE_LIKED] = liking[franchise] / max(of_franchise[franchise], 1)
        earlier = before[position]
        if earlier == NOWHERE:
            row[_BEFORE] = _NOTHING
        else:
            row[_BEFORE] = _HEARD if is_heard[earlier] else _NOT_HEARD
    return table
