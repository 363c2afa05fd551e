"""The peers, each with the setting that serves people best who are neither trained on nor tested with."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import gt, lt

import numpy as np

from core.evaluation.contender import Contender
from core.evaluation.measures import NDCG, RMSE
from core.evaluation.peers.autoencoder import by_autoencoder
from core.evaluation.peers.cosine import by_cosine, cosines
from core.evaluation.peers.factors import by_factors
from core.evaluation.peers.matrix import Matrix
from core.evaluation.peers.plain import at_random, by_mean, by_popularity
from core.evaluation.peers.svd import by_svd, learn_svd
from core.evaluation.people import WHOLE, Sizes
from core.interactions import Interactions
from core.learning.collaborative import gram_matrix
from core.learning.held_out import error
from core.metrics import ndcg_at

FROM_ALL, FROM_LIKES = "from all ratings", "from likes"  # what a peer learns that people have in common
NEIGHBOURS = (50, 200, None)
RIDGES = (150.0, 400.0, 1000.0)
FACTORS = ((64, 10.0, 1.0), (128, 10.0, 1.0), (128, 30.0, 2.0))  # factors, ridge, confidence
SVD_FACTORS, SVD_RIDGES = (24, 100), (8.0, 20.0, 50.0)


@dataclass(frozen=True, slots=True)
class Tried:
    """One setting of a peer, and its figure on the people for tuning.

    NDCG@10 is the mean over all sizes of profile. RMSE, for the peer that is there for its ratings, is over whole
    profiles.
    """

    name: str
    setting: str
    measure: str
    figure: float
    chosen: bool


def tuned(
    rows: Interactions, given: Sizes, seed: int, progress: Callable[[float], None]
) -> tuple[list[Contender], list[Tried]]:
    """Return all peers, and what their settings were tried with; progress hears the share done, 0 … 1.

    Each peer that is there for its lists may learn from and be asked with whatever people have, or only what they like.
    """
    everything = Matrix(rows)
    matrices = {FROM_ALL: everything, FROM_LIKES: Matrix(rows, likes_only=True)}
    tried: list[Tried] = []
    amount = len(matrices) * (len(NEIGHBOURS) + len(RIDGES) + len(FACTORS))
    amount += len(SVD_FACTORS) * len(SVD_RIDGES)

    def best(contenders: Iterator[Contender], measure: str) -> Contender:
        """Return the best one; of all others only the figure is kept, since each is hundreds of megabytes."""
        figure_of, better = _CHOSEN_BY[measure]
        figures: dict[str, float] = {}
        found: tuple[float, Contender] | None = None
        for contender in contenders:
            figure = figures[contender.setting] = figure_of(contender, given)
            if found is None or better(figure, found[0]):
                found = figure, contender
            progress((len(tried) + len(figures)) / amount)
        if found is None:
            raise ValueError("a peer needs at least one setting")
        chosen = found[1]
        tried.extend(Tried(chosen.name, at, measure, one, at == chosen.setting) for at, one in figures.items())
        return chosen

    families = (_of_neighbours, lambda matrix: _of_factors(matrix, seed), _of_ridges)
    peers = [best(_from_each(matrices, family), NDCG) for family in families]
    peers.append(best(_of_svd(rows, everything, seed), RMSE))
    return [by_popularity(everything), *peers, by_mean(everything), at_random(everything, seed)], tried


def _from_each(matrices: Mapping[str, Matrix], family: Callable[[Matrix], Iterator[Contender]]) -> Iterator[Contender]:
    for source, matrix in matrices.items():
        for contender in family(matrix):
            yield replace(contender, setting=f"{contender.setting}, {source}")


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


def _of_svd(rows: Interactions, matrix: Matrix, seed: int) -> Iterator[Contender]:
    for factors in SVD_FACTORS:
        learned = learn_svd(rows, matrix, factors, seed)
        for ridge in SVD_RIDGES:
            yield by_svd(matrix, learned, ridge)


def _ndcg(contender: Contender, given: Sizes) -> float:
    """Return the mean over sizes of the mean over people; a size at which nothing is known of anybody is left out."""
    means = [
        np.mean([ndcg_at(10, contender.rank(profile.taste, 10), profile.relevant) for profile in profiles])
        for profiles in given.values()
        if any(profile.taste.ratings for profile in profiles)
    ]
    return float(np.mean(means))


def _rmse(contender: Contender, given: Sizes) -> float:
    """Return the error of the predicted ratings over all that is hidden of whole profiles."""
    if contender.predict is None:
        raise ValueError(f"{contender.name} predicts no ratings")
    return error([contender.predict(one.taste, list(one.hidden)) for one in given[WHOLE]], given[WHOLE])


_CHOSEN_BY: Mapping[str, tuple[Callable[[Contender, Sizes], float], Callable[[float, float], bool]]] = {
    NDCG: (_ndcg, gt),
    RMSE: (_rmse, lt),
}
