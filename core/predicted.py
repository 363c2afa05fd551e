"""The rating a person would give, 1-10, and how far off it may be: for the number on a card, never for ranking."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.compiled import CODES, DOUBLE_ROWS, INTS, NEW_CODES, NEW_DOUBLES, NEW_INTS, compiled, several
from core.factors import Factors
from core.facts import NOWHERE
from core.interactions import Interactions
from core.model_files import FloatArray, IntArray, load_array, save_arrays
from core.pick import Prediction
from core.preferences import LIKE
from core.retrievers.query import Scores
from core.taste import Thumb

THUMB_SCORES: Mapping[Thumb, float] = {Thumb.UP: 8.5, Thumb.DOWN: 4.5}  # a tap, read as a score
COVERED = 0.8  # share of ratings that are within the margin of what was predicted
TIERS = (0, 1, 3, 5, 10, 20, 40)  # known of a person, from so many on: each tier's margins are measured by themselves


class Kind(IntEnum):
    """What sort of things is known of a person: who names only what they like has given other scores, too."""

    MIXED = 0
    LIKES = 1  # no score below `LIKE`
    THUMBS = 2  # nothing but thumbs up


def _given() -> Scores:
    """Return what is said by a score, 0-10, and a thumb, 0, 1 and (as the last) -1: their mean, or the one there is."""
    scores = np.repeat(np.arange(11.0)[:, np.newaxis], 3, axis=1)
    for thumb, score in THUMB_SCORES.items():
        scores[0, thumb] = score
        scores[1:, thumb] = (scores[1:, thumb] + score) / 2
    return scores


_GIVEN = _given()


def tier(known: int) -> int:
    """Return which of `TIERS` so many known scores belong to."""
    return bisect_right(TIERS, known) - 1


def kind(scores: NDArray[np.int8], given: Scores) -> Kind:
    """Return the kind of what is known. scores: 0 for what has a thumb alone; given: what scores and thumbs say."""
    if not len(given) or given.min() < LIKE:
        return Kind.MIXED
    return Kind.LIKES if scores.any() else Kind.THUMBS


@dataclass(frozen=True, slots=True)
class Predictor:
    """Ratings from factors, with margins as wide as they had to be for people who took no part in the learning.

    The margin of a rating is its standard deviation in the model times the scale of its tier and kind: the scale is
    that with which `COVERED` of the ratings of people held out were within the margin (split conformal prediction:
    Papadopoulos et al., "Inductive Confidence Machines for Regression", ECML 2002; by kind: Vovk et al., "Mondrian
    Confidence Machine", 2003). Thumbs up alone make everybody look generous, so their ratings are lowered by as much
    as they were too high for those people.
    """

    factors: Factors
    scales: FloatArray  # tiers × kinds: what a standard deviation is multiplied with
    excess: FloatArray  # by tier, of `Kind.THUMBS`
    means: FloatArray  # Bayesian means by position, for someone of whom no score is known

    def predict(self, rows: Interactions, heard: IntArray, positions: IntArray) -> list[Prediction]:
        """Return the ratings at these positions by the one person of `rows`; without any score of theirs, the means.

        heard: where the anime of each row is, NOWHERE for one that is not in the catalogue.
        """
        heard, scores, given = _said(rows.scores, rows.thumbs, heard, _GIVEN)
        known = len(heard)
        of_tier, of_kind = tier(known), kind(scores, given)
        person = self.factors.person(heard, given)
        ratings, variances = self.factors.ratings(person, positions)
        if not known:
            ratings = self.means[positions].astype(np.float64)
        elif of_kind is Kind.THUMBS:
            ratings = ratings - float(self.excess[of_tier])
        ratings = np.minimum(np.maximum(ratings, 1.0), 10.0)
        margins = np.sqrt(variances) * float(self.scales[of_tier, of_kind])
        pairs = zip(ratings.tolist(), margins.tolist(), strict=True)
        return [Prediction(rating, margin, known) for rating, margin in pairs]

    def save(self, folder: Path) -> None:
        """Write this into a model folder; the means are the popular retriever's and are written by it."""
        self.factors.save(folder)
        save_arrays(folder, "predicted", {"scales": self.scales, "excess": self.excess})

    @classmethod
    def load(cls, folder: Path, means: FloatArray) -> "Predictor":
        """Read what `save` wrote. Raises BrokenModelError."""
        scales, excess = (load_array(folder, "predicted", name) for name in ("scales", "excess"))
        return cls(Factors.load(folder), scales, excess, means)


@compiled(several(NEW_INTS, NEW_CODES, NEW_DOUBLES), CODES, CODES, INTS, DOUBLE_ROWS)
def _said(
    scores: NDArray[np.int8], thumbs: NDArray[np.int8], heard: IntArray, table: Scores
) -> tuple[IntArray, NDArray[np.int8], Scores]:
    """Return where it is that something is said of by a score or a thumb, its score, and what both say by `table`."""
    size = len(heard)
    places, found, given = np.empty(size, np.int32), np.empty(size, np.int8), np.empty(size)
    count = 0
    for at in range(size):
        says = table[scores[at], thumbs[at]]  # -1 is the last, here too
        if says != 0 and heard[at] != NOWHERE:
            places[count], found[count], given[count] = heard[at], scores[at], says
            count += 1
    return places[:count], found[:count], given[:count]
