"""What a recommender has to be ahead of: random lists, popularity, and plain item cosine."""

from collections.abc import Callable

import numpy as np
from scipy.sparse import csr_array, diags_array

from core.interactions import Interactions
from core.model_files import FloatArray
from core.taste import Taste

Peer = Callable[[Taste, int], list[int]]
LIKED = 8


class Matrix:
    """The ratings as people × anime, over the anime that at least two people rated."""

    def __init__(self, rows: Interactions) -> None:
        ids, counts = np.unique(rows.anime, return_counts=True)
        self.ids = ids[counts > 1]
        places = np.minimum(np.searchsorted(self.ids, rows.anime), len(self.ids) - 1)
        known = self.ids[places] == rows.anime
        shape = (int(rows.users.max()) + 1, len(self.ids))
        self.seen = csr_array((np.ones(known.sum(), np.float32), (rows.users[known], places[known])), shape=shape)
        liked = known & (rows.scores >= LIKED)
        self.likes = np.bincount(places[liked], minlength=len(self.ids))

    def places(self, taste: Taste) -> list[int]:
        """Return the columns of the anime in a taste."""
        wanted = np.array(sorted(taste.ratings), np.int64)
        places = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        found: list[int] = places[self.ids[places] == wanted].tolist()
        return found

    def top(self, scores: np.ndarray[tuple[int], np.dtype[np.float64]], taste: Taste, k: int) -> list[int]:
        """Return the ids with the highest scores, what is in the taste left out."""
        scores = scores.copy()
        scores[self.places(taste)] = -np.inf
        best: list[int] = self.ids[np.argsort(-scores, kind="stable")[:k]].tolist()
        return best


def at_random(matrix: Matrix, seed: int) -> Peer:
    """Return a peer that knows nothing."""
    random = np.random.default_rng(seed)
    return lambda taste, k: matrix.top(random.random(len(matrix.ids)), taste, k)


def by_popularity(matrix: Matrix) -> Peer:
    """Return a peer that shows everyone what most people liked."""
    return lambda taste, k: matrix.top(matrix.likes.astype(np.float64), taste, k)


def cosines(matrix: Matrix) -> FloatArray:
    """Return the cosine of every two anime by who saw them, anime × anime, with a zero diagonal."""
    norms = np.sqrt(np.maximum(matrix.seen.sum(axis=0), 1))
    unit = (matrix.seen @ diags_array(1 / norms)).tocsr().astype(np.float32)
    cosine: FloatArray = (unit.T @ unit).toarray()
    np.fill_diagonal(cosine, 0)
    return cosine


def by_cosine(matrix: Matrix, cosine: FloatArray, neighbours: int | None) -> Peer:
    """Return a peer that adds up the cosines of what was seen to its nearest neighbours (item kNN); None: to all."""
    if neighbours is not None:
        weakest = np.partition(cosine, -neighbours, axis=0)[-neighbours]
        cosine = np.where(cosine < weakest, np.float32(0), cosine)
    return lambda taste, k: matrix.top(cosine[matrix.places(taste)].sum(axis=0).astype(np.float64), taste, k)
