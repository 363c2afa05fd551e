"""The rating a person would give, 1-10, and how far off it may be: for the number on a card, never for ranking."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.factors import Factors
from core.facts import NOWHERE
from core.interactions import Interactions
from core.model_files import BoolArray, FloatArray, IntArray, load_array, save_arrays
from core.pick import Prediction
from core.retrievers.query import Scores
from core.taste import Thumb

THUMB_SCORES: Mapping[Thumb, float] = {Thumb.UP: 8.5, Thumb.DOWN: 4.5}  # a tap, read as a score
COVERED = 0.8  # share of ratings that are within the margin of what was predicted
TIERS = (0, 1, 3, 10, 30)  # scores known of a person, from so many on: each tier's margins are measured by themselves


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
    return int(np.searchsorted(TIERS, known, side="right")) - 1


@dataclass(frozen=True, slots=True)
class Predictor:
    """Ratings from factors, with margins as wide as they had to be for people who took no part in the learning.

    The margin of a rating is its standard deviation in the model times its tier's width: the width is that with which
    `COVERED` of the ratings of people held out were within the margin (split conformal prediction: Papadopoulos et
    al., "Inductive Confidence Machines for Regression", ECML 2002).
    """

    factors: Factors
    widths: FloatArray  # by tier
    means: FloatArray  # Bayesian means by position, for someone of whom no score is known

    def predict(self, rows: Interactions, heard: IntArray, positions: IntArray) -> list[Prediction]:
        """Return the ratings at these positions by the one person of `rows`; without any score of theirs, the means.

        heard: where the anime of each row is, NOWHERE for one that is not in the catalogue.
        """
        given = _GIVEN[rows.scores, rows.thumbs]
        said: BoolArray = (given != 0) & (heard != NOWHERE)
        known = int(said.sum())
        person = self.factors.person(heard[said], given[said])
        ratings, variances = self.factors.ratings(person, positions)
        if not known:
            ratings = self.means[positions].astype(np.float64)
        ratings = np.minimum(np.maximum(ratings, 1.0), 10.0)
        margins = np.sqrt(variances) * float(self.widths[tier(known)])
        pairs = zip(ratings.tolist(), margins.tolist(), strict=True)
        return [Prediction(rating, margin, known) for rating, margin in pairs]

    def save(self, folder: Path) -> None:
        """Write this into a model folder; the means are the popular retriever's and are written by it."""
        self.factors.save(folder)
        save_arrays(folder, "predicted", {"widths": self.widths})

    @classmethod
    def load(cls, folder: Path, means: FloatArray) -> "Predictor":
        """Read what `save` wrote. Raises BrokenModelError."""
        return cls(Factors.load(folder), load_array(folder, "predicted", "widths"), means)
