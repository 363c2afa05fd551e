"""The peers, each with the setting that serves people best who are neither trained on nor tested with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from core.evaluation.contender import Contender
from core.evaluation.peers.autoencoder import by_autoencoder
from core.evaluation.peers.cosine import by_cosine, cosines
from core.evaluation.peers.factors import by_factors
from core.evaluation.peers.matrix import Matrix
from core.evaluation.peers.plain import at_random, by_mean, by_popularity
from core.evaluation.people import Sizes
from core.interactions import Interactions
from core.learning.collaborative import gram_matrix
from core.metrics import ndcg_at

FROM_ALL, FROM_LIKES = "from all ratings", "from likes"  # what a peer learns that people have in common
NEIGHBOURS = (50, 200, None)
RIDGES = (150.0, 400.0, 1000.0)
FACTORS = ((64, 10.0, 1.0), (128, 10.0, 1.0), (128, 30.0, 2.0))  # factors, ridge, confidence


@dataclass(frozen=True, slots=True)
class Tried:
    """One setting of a peer and its NDCG@10 on the people for tuning, the mean over all sizes of profile."""

    name: str
    setting: str
    ndcg: float


def tuned(
    rows: Interactions, given: Sizes, seed: int, progress: Callable[[float], None]
) -> tuple[list[Contender], list[Tried]]:
    """Return all peers, and what their settings were tried with; progress hears the share done, 0 … 1.

    Each peer may learn from and be asked with whatever people have, or only what they like.
    """
    everything = Matrix(rows)
    matrices = {FROM_ALL: everything, FROM_LIKES: Matrix(rows, likes_only=True)}
    tried: list[Tried] = []
    amount = len(matrices) * (len(NEIGHBOURS) + len(RIDGES) + len(FACTORS))

    def best(family: Callable[[Matrix], Iterator[Contender]]) -> Contender:
        """Return the best one; of all others only the figure is kept, since each is hundreds of megabytes."""
        found: tuple[float, Contender] | None = None
        for source, matrix in matrices.items():
            for contender in family(matrix):
                ndcg = _ndcg(contender, given)
                setting = f"{contender.setting}, {source}"
                tried.append(Tried(contender.name, setting, ndcg))
                if found is None or ndcg > found[0]:
                    found = ndcg, replace(contender, setting=setting)
                progress(len(tried) / amount)
        if found is None:
            raise ValueError("a peer needs at least one setting")
        return found[1]

    peers = [best(_of_neighbours), best(lambda matrix: _of_factors(matrix, seed)), best(_of_ridges)]
    return [by_popularity(everything), *peers, by_mean(everything), at_random(everything, seed)], tried


def _of_neighbours(matrix: Matrix) -> Iterator[Contender]:
    found = cosines(matrix)
    for neighbours in NEIGHBOURS:
        yield by_cosine(matrix, found, neighbours)


def _of_factors(matrix: Matrix, seed: int) -> Iterator[Contender]:
    for factors, ridge, confidence in FACTORS:
        yield by_factors(matrix, factors, ridge, confidence, seed)


def _of_ridges(matrix: Matrix) -> Iterator[Contender]:
    gram = gram_matrix(matrix.seen, lambda _share: None)
    for ridge in RIDGES:
        yield by_autoencoder(matrix, gram, ridge)


def _ndcg(contender: Contender, given: Sizes) -> float:
    """Return the mean over sizes of the mean over people; a size at which nothing is known of anybody is left out."""
    means = [
        np.mean([ndcg_at(10, contender.rank(profile.taste, 10), profile.relevant) for profile in profiles])
        for profiles in given.values()
        if any(profile.taste.ratings for profile in profiles)
    ]
    return float(np.mean(means))
