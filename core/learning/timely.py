"""Whose time it is: the anime that people have come to like lately, and those of the latest season."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from core.anime import Anime, Season
from core.facts import NOWHERE, Facts
from core.interactions import Interactions
from core.pick import ReasonKind
from core.preferences import preferences
from core.retrievers.popular import Popular
from core.retrievers.timely import Timely

DOUBT = 10.0  # so many likes as expected are added to both sides: two people are no trend
_SEASONS = tuple(Season)
_MONTHS = 12 // len(_SEASONS)
_WHOLE_YEAR = -1  # in place of a season that is not known


def learn_trending(facts: Facts, rows: Interactions) -> Timely:
    """Return what is liked more often lately than it was before, by how much evidence there is.

    The rate of likes against what the anime's share of all earlier likes lets one expect, shrunk towards 1 as by a
    Gamma prior of `DOUBT` likes: (r + d) / (e + d). Its binary logarithm, between 0 and 1: twice as often is 1.
    All 0 where nothing of the rows is known to be of late.
    """
    if rows.said_lately is None:
        return Timely.of(ReasonKind.TRENDING, np.zeros(len(facts)))
    places = facts.locate(rows.anime)
    liked = (places != NOWHERE) & (preferences(rows) > 0)
    earlier, lately = (
        np.bincount(places[liked & then], minlength=len(facts)).astype(np.float64)
        for then in (~rows.said_lately, rows.said_lately)
    )
    expected = lately.sum() * earlier / max(earlier.sum(), 1.0)
    rising = np.log2((lately + DOUBT) / (expected + DOUBT))
    return Timely.of(ReasonKind.TRENDING, np.clip(rising, 0.0, 1.0))


def learn_season(facts: Facts, catalogue: Sequence[Anime], popular: Popular, today: date) -> Timely:
    """Return the anime of the latest season that had begun by then: 1 for the best liked of them, 1/2 for unknown ones.

    Where a catalogue does not say in which season of its latest year an anime began, it is taken as of the latest.
    catalogue: in the order of ids.
    """
    begun = [_began(anime) for anime in catalogue]
    now = today.year, (today.month - 1) // _MONTHS
    latest = max((when for when in begun if when is not None and when <= now), default=None)
    if latest is None:
        return Timely.of(ReasonKind.SEASON, np.zeros(len(facts)))
    new = np.array([when in {latest, (latest[0], _WHOLE_YEAR)} for when in begun])
    appeal = np.where(new, popular.appeal, 0).astype(np.float64)
    return Timely.of(ReasonKind.SEASON, np.where(new, 0.5 + 0.5 * appeal / max(float(appeal.max()), 1e-9), 0.0))


def _began(anime: Anime) -> tuple[int, int] | None:
    """Return the year and the number of the season, None where not even the year is known."""
    if anime.year is None:
        return None
    return anime.year, _WHOLE_YEAR if anime.season is None else _SEASONS.index(anime.season)
