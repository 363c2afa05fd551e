"""EASE^R: item-item weights in closed form, all of them, from who has what."""

import numpy as np

from core.evaluation.contender import Contender
from core.evaluation.peers.matrix import Matrix
from core.learning.collaborative import item_weights
from core.model_files import FloatArray


def by_autoencoder(matrix: Matrix, gram: FloatArray, ridge: float) -> Contender:
    """Return EASE^R (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019, eq. 8).

    gram: of `matrix.seen`; left as it is. Memory: two matrices more of its size.
    """
    # SciPy would copy any other order at every question.
    weights = np.ascontiguousarray(item_weights(gram.copy(), ridge=ridge, dropout=0.0))
    return Contender(
        "EASE^R",
        lambda taste, k: matrix.top((matrix.row(taste) @ weights)[0], taste, k),
        personal=True,
        setting=f"ridge {ridge:g}",
    )
