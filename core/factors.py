"""Ratings as a sum of a few numbers an item and a few a person, each known only so well; a person's side is solved."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.compiled import (
    DOUBLE_ROWS,
    DOUBLES,
    FLOAT,
    FLOAT_ROWS,
    FLOATS,
    INTS,
    NEW_DOUBLE_ROWS,
    NEW_DOUBLES,
    compiled,
    several,
)
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
        about = (self.items, self.doubts, self.hints, self.trust)
        return Person(*_solved(*about, heard, scores, self.usual, self.noise))

    def ratings(self, person: Person, items: IntArray) -> tuple[Matrix, Matrix]:
        """Return the ratings to be expected of them for these items, and the variance of each."""
        return _expected(self.items, self.doubts, items, person.mean, person.covariance, self.usual, person.noise)

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


@compiled(
    several(NEW_DOUBLE_ROWS, NEW_DOUBLES, NEW_DOUBLES, FLOAT),
    FLOAT_ROWS,
    FLOAT_ROWS,
    FLOAT_ROWS,
    INTS,
    DOUBLES,
    FLOAT,
    reordered=True,
)
def _gathered(  # noqa: PLR0913, PLR0917  the model's arrays and the person's
    items: FloatArray, doubts: FloatArray, hints: FloatArray, heard: IntArray, scores: Matrix, usual: float
) -> tuple[Matrix, Matrix, Matrix, float]:
    """Return what the ratings come to: E[XᵀX], Xᵀr, the sum of the hints, and E[rᵀr].

    X are the rows (1, q_i), r what is left of the ratings, y - μ - b_i. The items' doubts are in the expectations.
    """
    width, count = items.shape[1], len(heard)
    gram, said, hinted, strayed = np.zeros((width, width)), np.zeros(width), np.zeros(width), 0.0
    columns, rest = np.ones((width, count)), np.empty(count)  # Xᵀ: what is multiplied stands side by side
    for at in range(count):
        item = heard[at]
        rest[at] = scores[at] - usual - items[item, 0]
        strayed += rest[at] * rest[at] + doubts[item, 0]
        for one in range(1, width):
            columns[one, at] = items[item, one]
            gram[one, one] += doubts[item, one]
        for one in range(width):
            hinted[one] += hints[item, one]
    for one in range(width):
        of_one = columns[one]
        for at in range(count):
            said[one] += of_one[at] * rest[at]
        for other in range(one + 1):
            of_other, product = columns[other], 0.0
            for at in range(count):
                product += of_one[at] * of_other[at]
            gram[one, other] += product
            gram[other, one] = gram[one, other]
    return gram, said, hinted, strayed


@compiled(
    several(NEW_DOUBLES, NEW_DOUBLE_ROWS, FLOAT),
    FLOAT_ROWS,
    FLOAT_ROWS,
    FLOAT_ROWS,
    FLOATS,
    INTS,
    DOUBLES,
    FLOAT,
    FLOAT,
)
def _solved(  # noqa: PLR0913, PLR0917  the same
    items: FloatArray,
    doubts: FloatArray,
    hints: FloatArray,
    trust: FloatArray,
    heard: IntArray,
    scores: Matrix,
    usual: float,
    noise: float,
) -> tuple[Matrix, Matrix, float]:
    """Return the mean and the covariance of a person's numbers, and the noise of their ratings."""
    gram, said, hinted, strayed = _gathered(items, doubts, hints, heard, scores, usual)
    width, count = len(trust), len(heard)
    precision, told = gram / noise, said / noise
    for one in range(width):
        precision[one, one] += trust[one]
        told[one] += trust[one] * (hinted[one] / np.sqrt(max(count, 1)))
    covariance = np.ascontiguousarray(np.linalg.inv(precision))
    mean = covariance @ told
    errors = strayed
    for one in range(width):
        errors -= 2 * said[one] * mean[one]
        for other in range(width):
            errors += gram[one, other] * (mean[one] * mean[other] + covariance[one, other])
    return mean, covariance, (errors + PRIOR_ERRORS * noise) / (count + PRIOR_ERRORS)


@compiled(several(NEW_DOUBLES, NEW_DOUBLES), FLOAT_ROWS, FLOAT_ROWS, INTS, DOUBLES, DOUBLE_ROWS, FLOAT, FLOAT)
def _expected(  # noqa: PLR0913, PLR0917  the same
    items: FloatArray,
    doubts: FloatArray,
    asked: IntArray,
    mean: Matrix,
    covariance: Matrix,
    usual: float,
    noise: float,
) -> tuple[Matrix, Matrix]:
    """Return the expected rating of each item asked for, and its variance."""
    width = len(mean)
    ratings, variances = np.empty(len(asked)), np.empty(len(asked))
    row = np.ones(width)
    for at in range(len(asked)):
        item = asked[at]
        rating = usual + items[item, 0]
        variance = noise + doubts[item, 0]  # b_i stands beside 1, not beside b_u
        for one in range(1, width):
            row[one] = items[item, one]
            variance += doubts[item, one] * (mean[one] * mean[one] + covariance[one, one])
        for one in range(width):
            rating += row[one] * mean[one]
            unsure = 0.0
            for other in range(width):
                unsure += covariance[one, other] * row[other]
            variance += row[one] * unsure
        ratings[at], variances[at] = rating, variance
    return ratings, variances
