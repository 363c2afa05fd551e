"""Ratings as a sum of a few numbers an item and a few a person, each known only so well; a person's side is solved."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.compiled import DOUBLES, FLOAT, FLOAT_ROWS, INTS, NEW_DOUBLE_ROWS, NEW_DOUBLES, compiled, several
from core.model_files import FloatArray, IntArray, load_array, save_arrays

Matrix = NDArray[np.float64]
PRIOR_ERRORS = 10.0  # so many ratings of a person weigh as much as everybody's noise in their own


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of one person: w = (b_u, p_u), normally distributed, and how far their ratings stray from it."""

    mean: Matrix
    covariance: Matrix
    noise: float


@dataclass(frozen=True, slots=True)
class Factors:
    """The model y_ui = μ + b_i + b_u + q_iᵀp_u + ε with normal priors on both sides.

    A person's prior mean is what their choice of items says: Σ_j h_j / √n over the n items they rated (as in SVD++:
    Koren, "Factorization Meets the Neighborhood", KDD 2008). An item's is what its labels say (Agarwal & Chen,
    "Regression-based Latent Factor Models", KDD 2009), so that an item nobody rated has numbers too. The items' side
    is learned with its own uncertainty (Lim & Teh, "Variational Bayesian Approach to Movie Rating Prediction", 2007);
    a person's side is solved here, in closed form, for whoever asks.
    """

    usual: float  # μ
    noise: float  # σ², everybody's
    items: FloatArray  # (b_i, q_i) by item
    doubts: FloatArray  # their variances
    hints: FloatArray  # h_j by item
    trust: FloatArray  # how sure a person's prior is: the precisions of (b_u, p_u)

    def __post_init__(self) -> None:
        """Lay each item's numbers side by side, however they were learned."""
        for name in ("items", "doubts", "hints"):
            object.__setattr__(self, name, np.ascontiguousarray(getattr(self, name)))

    def person(self, heard: IntArray, scores: Matrix) -> Person:
        """Return what these ratings tell of whoever gave them; without any, what is known of anybody.

        heard: which items, each once; scores: what they got.
        """
        gram, said, hints, strayed = _gathered(self.items, self.doubts, self.hints, heard, scores, self.usual)
        trust = self.trust.astype(np.float64)
        hinted = hints / np.sqrt(max(len(heard), 1))
        covariance = np.asarray(np.linalg.inv(gram / self.noise + np.diag(trust)), np.float64)
        mean = covariance @ (said / self.noise + trust * hinted)
        errors = strayed - 2 * said @ mean
        errors += float(np.sum(gram * (np.outer(mean, mean) + covariance)))
        return Person(mean, covariance, float(errors + PRIOR_ERRORS * self.noise) / (len(heard) + PRIOR_ERRORS))

    def ratings(self, person: Person, items: IntArray) -> tuple[Matrix, Matrix]:
        """Return the ratings to be expected of them for these items, and the variance of each."""
        found, doubts = self.items[items].astype(np.float64), self.doubts[items].astype(np.float64)
        design = _design(found)
        ratings = self.usual + found[:, 0] + design @ person.mean
        squares = person.mean**2 + np.diag(person.covariance)
        squares[0] = 1.0  # b_i stands beside 1, not beside b_u
        unsure = (design @ person.covariance * design).sum(axis=1)
        return ratings, unsure + doubts @ squares + person.noise

    def save(self, folder: Path) -> None:
        """Write this into a model folder."""
        scale = np.array([self.usual, self.noise])
        arrays = {"items": self.items, "doubts": self.doubts, "hints": self.hints, "trust": self.trust}
        save_arrays(folder, "factors", {"scale": scale, **arrays})

    @classmethod
    def load(cls, folder: Path) -> "Factors":
        """Read what `save` wrote. Raises BrokenModelError."""
        usual, noise = load_array(folder, "factors", "scale").tolist()
        arrays = {name: load_array(folder, "factors", name) for name in ("items", "doubts", "hints", "trust")}
        return cls(usual, noise, **arrays)


def _design(items: Matrix) -> Matrix:
    """Return what a person's numbers are multiplied with: (1, q_i)."""
    design = items.copy()
    design[:, 0] = 1.0
    return design


@compiled(
    several(NEW_DOUBLE_ROWS, NEW_DOUBLES, NEW_DOUBLES, FLOAT), FLOAT_ROWS, FLOAT_ROWS, FLOAT_ROWS, INTS, DOUBLES, FLOAT
)
def _gathered(  # noqa: PLR0913, PLR0917  the model's arrays and the person's
    items: FloatArray, doubts: FloatArray, hints: FloatArray, heard: IntArray, scores: Matrix, usual: float
) -> tuple[Matrix, Matrix, Matrix, float]:
    """Return what the ratings come to: E[XᵀX], Xᵀr, the sum of the hints, and E[rᵀr].

    X are the rows (1, q_i), r what is left of the ratings, y - μ - b_i. The items' doubts are in the expectations.
    """
    width = items.shape[1]
    gram, said, hinted, strayed = np.zeros((width, width)), np.zeros(width), np.zeros(width), 0.0
    row = np.ones(width)
    for at in range(len(heard)):
        item = heard[at]
        rest = scores[at] - usual - items[item, 0]
        strayed += rest * rest + doubts[item, 0]
        for one in range(1, width):
            row[one] = items[item, one]
            gram[one, one] += doubts[item, one]
        for one in range(width):
            said[one] += row[one] * rest
            hinted[one] += hints[item, one]
            for other in range(width):
                gram[one, other] += row[one] * row[other]
    return gram, said, hinted, strayed
