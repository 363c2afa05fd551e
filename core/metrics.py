"""How good a list or a prediction is, for one person. What is relevant is what they like."""

from collections.abc import Collection, Sequence
from math import log, log2, sqrt

import numpy as np
from scipy.stats import rankdata

SUREST = 1e-6  # no probability is taken for nearer to 0 or 1, so that one mistake does not cost all


def ndcg_at(k: int, ranked: Sequence[int], relevant: Collection[int]) -> float:
    """Return the normalised discounted cumulative gain of the first k, 0 … 1, with gains of 0 and 1.

    Järvelin & Kekäläinen, "Cumulated gain-based evaluation of IR techniques", TOIS 2002, discount 1 / log2(place + 1).
    The ideal list is as long as there are relevant anime, at most k. Raises ValueError where nothing is relevant.
    """
    _need(relevant)
    gained = sum(1 / log2(place + 2) for place, anime in enumerate(ranked[:k]) if anime in relevant)
    ideal = sum(1 / log2(place + 2) for place in range(min(k, len(relevant))))
    return gained / ideal


def recall_at(k: int, ranked: Sequence[int], relevant: Collection[int]) -> float:
    """Return the share of what is relevant that is among the first k. Raises ValueError where nothing is relevant."""
    _need(relevant)
    return sum(anime in relevant for anime in ranked[:k]) / len(relevant)


def hit_at(k: int, ranked: Sequence[int], relevant: Collection[int]) -> float:
    """Return 1 where anything relevant is among the first k, else 0. Raises ValueError where nothing is relevant."""
    _need(relevant)
    return float(any(anime in relevant for anime in ranked[:k]))


def average_precision_at(k: int, ranked: Sequence[int], relevant: Collection[int]) -> float:
    """Return the mean of the precisions at each relevant place among the first k, over at most k relevant anime.

    Raises ValueError where nothing is relevant.
    """
    _need(relevant)
    places = [place for place, anime in enumerate(ranked[:k], 1) if anime in relevant]
    return sum(right / place for right, place in enumerate(places, 1)) / min(k, len(relevant))


def reciprocal_rank(ranked: Sequence[int], relevant: Collection[int]) -> float:
    """Return 1 / the place of the first relevant anime, 0 where none is in the list.

    Raises ValueError where nothing is relevant.
    """
    _need(relevant)
    return next((1 / place for place, anime in enumerate(ranked, 1) if anime in relevant), 0.0)


def rmse(predicted: Sequence[float], given: Sequence[float]) -> float:
    """Return the root of the mean squared error. Raises ValueError for no or unequally many numbers."""
    _need_numbers(given)
    return sqrt(sum((one - other) ** 2 for one, other in zip(predicted, given, strict=True)) / len(given))


def mae(predicted: Sequence[float], given: Sequence[float]) -> float:
    """Return the mean absolute error. Raises ValueError for no or unequally many numbers."""
    _need_numbers(given)
    return sum(abs(one - other) for one, other in zip(predicted, given, strict=True)) / len(given)


def auc(scores: Sequence[float], liked: Sequence[bool]) -> float:
    """Return how often something liked scores above something that is not, equal scores counting a half (ROC AUC).

    Mann & Whitney's U over ranks. Raises ValueError where everything or nothing is liked, or the lengths differ.
    """
    likes = sum(liked)
    others = len(liked) - likes
    if not likes or not others or len(scores) != len(liked):
        raise ValueError("an order needs both what is liked and what is not")
    ranks = rankdata(scores)[np.array(liked, np.bool_)].sum()
    return float((ranks - likes * (likes + 1) / 2) / (likes * others))


def log_loss(probabilities: Sequence[float], liked: Sequence[bool]) -> float:
    """Return the mean negative logarithm of the probability that was given to what came true.

    Raises ValueError for no or unequally many numbers.
    """
    _need_numbers(liked)
    right = [share if like else 1 - share for share, like in zip(probabilities, liked, strict=True)]
    return -sum(log(min(max(share, SUREST), 1 - SUREST)) for share in right) / len(right)


def _need(relevant: Collection[int]) -> None:
    if not relevant:
        raise ValueError("nothing is relevant, so no list can be good or bad")


def _need_numbers(given: Sequence[float]) -> None:
    if not given:
        raise ValueError("there is nothing to compare")
