"""The rating a person would give, 1-10: for the number on a card, never for ranking."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.facts import NOWHERE, Facts
from core.interactions import Interactions
from core.model_files import FloatArray, IntArray, load_array, save_arrays
from core.retrievers.query import Scores
from core.taste import Thumb

THUMB_SCORES: Mapping[Thumb, float] = {Thumb.UP: 8.5, Thumb.DOWN: 4.5}  # a tap, read as a score
BIAS_RIDGE, FACTOR_RIDGE = 3.0, 8.0  # how many scores a person's mean and their factors wait for


@dataclass(frozen=True, slots=True)
class Predictor:
    """The matrix factorisation μ + b_u + b_i + q_iᵀp_u (Koren, Bell & Volinsky, "Matrix Factorization", 2009, eq. 4).

    The anime's side is learned; a person's side (b_u, p_u) is solved here for whoever asks, by ridge regression on
    their scores, so that people whom the model has never seen are no different from the others.
    """

    baselines: FloatArray  # μ + b_i by position; the Bayesian mean where nobody rated the anime
    factors: FloatArray  # q_i by position
    means: FloatArray  # Bayesian means by position, for someone of whom no score is known

    def predict(self, rows: Interactions, facts: Facts, positions: IntArray) -> Scores:
        """Return the ratings at these positions by the one person of `rows`; without any score of theirs, the means."""
        heard, given = _scores(rows, facts)
        if not len(heard):
            return self.means[positions].astype(np.float64)
        design = np.column_stack([np.ones(len(heard)), self.factors[heard]])
        ridge = np.diag(np.array([BIAS_RIDGE] + [FACTOR_RIDGE] * (design.shape[1] - 1)))
        person = np.linalg.solve(design.T @ design + ridge, design.T @ (given - self.baselines[heard]))
        predicted: Scores = self.baselines[positions] + person[0] + self.factors[positions] @ person[1:]
        return np.clip(predicted, 1.0, 10.0)

    def save(self, folder: Path) -> None:
        """Write this into a model folder; the means are the popular retriever's and are written by it."""
        save_arrays(folder, "predicted", {"baselines": self.baselines, "factors": self.factors})

    @classmethod
    def load(cls, folder: Path, means: FloatArray) -> "Predictor":
        """Read what `save` wrote. Raises BrokenModelError."""
        return cls(load_array(folder, "predicted", "baselines"), load_array(folder, "predicted", "factors"), means)


def _scores(rows: Interactions, facts: Facts) -> tuple[IntArray, Scores]:
    """Return the positions that the person scored or thumbed, and the scores; both said at once count as their mean."""
    positions = facts.locate(rows.anime)
    scored, thumbed = rows.scores > 0, rows.thumbs != 0
    tapped = np.where(rows.thumbs > 0, THUMB_SCORES[Thumb.UP], THUMB_SCORES[Thumb.DOWN])
    scores = np.where(scored & thumbed, (rows.scores + tapped) / 2, np.where(scored, rows.scores, tapped))
    said = (scored | thumbed) & (positions != NOWHERE)
    return positions[said], scores[said]
