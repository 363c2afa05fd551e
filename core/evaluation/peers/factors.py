"""Implicit ALS: factors of people and anime by alternating least squares, from the library `implicit`."""

from implicit.cpu.als import AlternatingLeastSquares
from threadpoolctl import threadpool_limits

from core.evaluation.contender import Contender
from core.evaluation.peers.matrix import Matrix
from core.taste import Taste

ITERATIONS = 15


def by_factors(matrix: Matrix, factors: int, ridge: float, confidence: float, seed: int) -> Contender:
    """Return implicit ALS; a person's factors are solved from their taste, so they need not have been in training.

    Hu, Koren & Volinsky, "Collaborative Filtering for Implicit Feedback Datasets", ICDM 2008: what is seen has the
    weight 1 + `confidence`.
    """
    with threadpool_limits(1, "blas"):  # it has threads of its own
        model = AlternatingLeastSquares(
            factors=factors, regularization=ridge, alpha=1 + confidence, iterations=ITERATIONS, random_state=seed
        )
        model.fit(matrix.seen, show_progress=False)
    model.num_threads = 1  # to wake others for one person takes longer than the work

    def rank(taste: Taste, k: int) -> list[int]:
        return matrix.top(model.item_factors @ model.recalculate_user(0, matrix.row(taste)), taste, k)

    return Contender(
        "implicit ALS",
        rank,
        personal=True,
        setting=f"{factors} factors, ridge {ridge:g}, confidence {confidence:g}",
    )
