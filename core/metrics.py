"""How good a list or a prediction is."""

from collections.abc import Collection, Sequence
from math import log2, sqrt


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


def rmse(predicted: Sequence[float], given: Sequence[float]) -> float:
    """Return the root of the mean squared error. Raises ValueError for no or unequally many numbers."""
    if not given:
        raise ValueError("there is nothing to compare")
    return sqrt(sum((one - other) ** 2 for one, other in zip(predicted, given, strict=True)) / len(given))


def _need(relevant: Collection[int]) -> None:
    if not relevant:
        raise ValueError("nothing is relevant, so no list can be good or bad")
