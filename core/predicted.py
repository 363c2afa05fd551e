"""The rating a person would give, 1-10: for the number on a card, never for ranking."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.facts import NOWHERE
from core.interactions import Interactions
from core.model_files import FloatArray, IntArray, load_array, save_arrays
from core.retrievers.query import Scores
from core.taste import Thumb

THUMB_SCORES: Mapping[Thumb, float] = {Thumb.UP: 8.5, Thumb.DOWN: 4.5}  # a tap, read as a score
BIAS_RIDGE, FACTOR_RIDGE = 3.0, 8.0  # how many scores a person's mean and their factors wait for


def _given() -> Scores:
    """Return what is said by a score, 0-10, and a thumb, 0, 1 and (as the last) -1: their mean, or the one there is."""
    scores = np.repeat(np.arange(11.0)[:, np.newaxis], 3, axis=1)
    for thumb, score in THUMB_SCORES.items():
        scores[0, thumb] = score
        scores[1:, thumb] = (scores[1:, thumb] + score) / 2
    return scores


_GIVEN = _given()


@dataclass(frozen=True, slots=True)
class Predictor:
    """The matrix factorisation μ + b_u + b_i + q_iᵀp_u (Koren, Bell & Volinsky, "Matrix Factorization", 2009, eq. 4).

    The anime's side is learned; a person's side (b_u, p_u) is solved here for whoever asks, by ridge regression on
    their scores, so that people whom the model has never seen are no different from the others.
    """

    baselines: FloatArray  # μ + b_i by position; the Bayesian mean where nobody rated the anime
    factors: FloatArray  # q_i by position
    means: FloatArray  # Bayesian means by position, for someone of whom no score is known

    def predict(self, rows: Interactions, heard: IntArray, positions: IntArray) -> Scores:
        """Return the ratings at these positions by the one person of `rows`; without any score of theirs, the means.

        heard: where the anime of each row is, NOWHERE for one that is not in the catalogue.
        """
        given = _GIVEN[rows.scores, rows.thumbs]
        said = (given != 0) & (heard != NOWHERE)
        heard, given = heard[said], given[said]
        if not len(heard):
            return self.means[positions].astype(np.float64)
        design = np.ones((len(heard), 1 + self.factors.shape[1]))
        design[:, 1:] = self.factors[heard]
        gram = design.T @ design
        gram.flat[:: len(gram) + 1] += FACTOR_RIDGE
        gram[0, 0] += BIAS_RIDGE - FACTOR_RIDGE
        person = np.linalg.solve(gram, design.T @ (given - self.baselines[heard]))
        predicted: Scores = self.baselines[positions] + person[0] + self.factors[positions] @ person[1:]
        return np.minimum(np.maximum(predicted, 1.0), 10.0)

    def save(self, folder: Path) -> None:
        """Write this into a model folder; the means are the popular retriever's and are written by it."""
        save_arrays(folder, "predicted", {"baselines": self.baselines, "factors": self.factors})

    @classmethod
    def load(cls, folder: Path, means: FloatArray) -> "Predictor":
        """Read what `save` wrote. Raises BrokenModelError."""
        return cls(load_array(folder, "predicted", "baselines"), load_array(folder, "predicted", "factors"), means)
