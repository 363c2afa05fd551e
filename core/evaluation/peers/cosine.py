"""Item kNN: what is seen by the same people as what this person has seen."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import diags_array

from core.evaluation.contender import Contender
from core.evaluation.peers.matrix import Matrix
from core.model_files import FloatArray
from core.taste import Taste

SHRINKAGE = 1.0  # of a predicted rating, in cosines


def cosines(matrix: Matrix) -> FloatArray:
    """Return the cosine of every two anime by who saw them, anime × anime, with a zero diagonal."""
    norms = np.sqrt(np.maximum(matrix.seen.sum(axis=0).A1, 1))
    unit = (matrix.seen @ diags_array(1 / norms)).tocsr().astype(np.float32)
    cosine: FloatArray = (unit.T @ unit).toarray(order="C")  # SciPy copies any other order at every question
    np.fill_diagonal(cosine, 0)
    return cosine


def by_cosine(matrix: Matrix, cosine: FloatArray, neighbours: int | None) -> Contender:
    """Return item kNN: the sum of the cosines of what was seen to its nearest neighbours; None: to all.

    Sarwar et al., "Item-based Collaborative Filtering Recommendation Algorithms", WWW 2001; the rating is theirs too,
    with each anime's mean taken off.
    """
    if neighbours is not None and neighbours < len(cosine):
        # The matrix is symmetric, and its rows lie together in memory.
        weakest = np.partition(cosine, len(cosine) - neighbours, axis=1)[:, len(cosine) - neighbours]
        cosine = np.where(cosine < weakest, np.float32(0), cosine)

    def predict(taste: Taste, anime_ids: Sequence[int]) -> list[float]:
        seen, scores = matrix.query(taste)
        columns = matrix.columns(list(anime_ids))
        seen, above = seen[scores > 0], (scores - matrix.means[seen])[scores > 0]
        near = cosine[np.ix_(seen, columns)]
        shifts = np.where(columns < 0, 0.0, above @ near / (near.sum(axis=0) + SHRINKAGE))
        ratings: list[float] = np.clip(np.append(matrix.means, matrix.usual)[columns] + shifts, 1, 10).tolist()
        return ratings

    return Contender(
        "item kNN",
        lambda taste, k: matrix.top((matrix.row(taste) @ cosine)[0], taste, k),
        predict,
        personal=True,
        setting=f"{neighbours or 'all'} neighbours",
    )
