"""The peers that know nobody: chance, and what everybody likes."""

from collections.abc import Sequence

import numpy as np

from core.evaluation.contender import Contender, Predict
from core.evaluation.peers.matrix import Matrix
from core.taste import Taste

PERSON_SHRINKAGE = 5.0  # scores


def at_random(matrix: Matrix, seed: int) -> Contender:
    """Return chance: another order at every question."""
    random = np.random.default_rng(seed)
    return Contender("random", lambda taste, k: matrix.top(random.random(len(matrix.ids)), taste, k))


def by_popularity(matrix: Matrix) -> Contender:
    """Return what most people liked, the same for all; as a rating, the anime's Bayesian mean."""
    return Contender("popularity", lambda taste, k: matrix.top(matrix.likes, taste, k), _mean(matrix, personal=False))


def by_mean(matrix: Matrix) -> Contender:
    """Return the highest predicted rating first: the anime's mean, and how much above it this person usually is."""
    return Contender("mean rating", lambda taste, k: matrix.top(matrix.means, taste, k), _mean(matrix, personal=True))


def _mean(matrix: Matrix, *, personal: bool) -> Predict:
    means = np.append(matrix.means, matrix.usual)

    def predict(taste: Taste, anime_ids: Sequence[int]) -> list[float]:
        columns, scores = matrix.query(taste)
        above = (scores - matrix.means[columns])[scores > 0] if personal else np.empty(0)
        shift = float(above.sum()) / (len(above) + PERSON_SHRINKAGE)
        ratings: list[float] = np.clip(means[matrix.columns(list(anime_ids))] + shift, 1, 10).tolist()
        return ratings

    return predict
