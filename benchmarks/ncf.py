"""MovieLens 1M, the last movie of everybody among 99 that they never rated: our item-item weights on others' ground.

The split of He et al. ("Neural Collaborative Filtering", WWW 2017) as Rendle et al. use it ("Neural Collaborative
Filtering vs. Matrix Factorization Revisited", RecSys 2020). Everything is tuned on one movie of everybody that is taken
out of the training pairs at random, never on the test. Takes about two minutes of one core.
"""

from ast import literal_eval

import numpy as np
import pyarrow.parquet as pq
from implicit.cpu.als import AlternatingLeastSquares
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from scipy.sparse import csr_array, csr_matrix

from benchmarks.data import FOLDER
from core.learning.collaborative import gram_matrix, item_weights
from core.metrics import ndcg_at
from core.model_files import FloatArray, IntArray

NCF = FOLDER.parent / "ncf-ml-1m"
RENDLE = (0.7294, 0.4523)  # the matrix factorisation of 2020, the best of that paper
GRID = ((300.0, 0.3), (500.0, 0.5), (200.0, 0.6))  # ridge, dropout
SHARES = (0.25, 0.5, 1.0)  # of the factors in the sum
FACTORS, PENALTY, WEIGHT = 64, 0.01, 2.0
SHOWN, STRANGERS, SEED = 10, 99, 9
Figures = tuple[float, float]


def report(console: Console) -> None:
    """Print HR@10 and NDCG@10 on the test, each model as it was best on the movies taken out of training."""
    if not NCF.is_dir():
        console.print(f"[bold red]MovieLens 1M is not measured[/]: there is no {NCF}")
        return
    seen, test = _read()
    kept, validation = _one_out(seen)
    weights = {setting: _standard(_by_weights(kept, *setting), validation) for setting in GRID}
    best = max(GRID, key=lambda setting: sum(_figures(weights[setting])))
    factors = _standard(_by_factors(kept), validation)
    share = max(SHARES, key=lambda share: sum(_figures(weights[best] + share * factors)))
    ours, theirs = _standard(_by_weights(seen, *best), test), _standard(_by_factors(seen), test)
    table = Table("", "HR@10", "NDCG@10", title=f"MovieLens 1M, leave one out, {STRANGERS} negatives")
    for name, (hit_rate, ndcg) in {
        f"our weights (EDLAE, ridge {best[0]:g}, dropout {best[1]:g})": _figures(ours),
        f"our weights and {share:g} × implicit ALS": _figures(ours + share * theirs),
        f"implicit ALS, {FACTORS} factors": _figures(theirs),
        "Rendle et al. 2020, matrix factorisation, as published": RENDLE,
    }.items():
        table.add_row(name, f"{hit_rate:.4f}", f"{ndcg:.4f}")
    console.print(table)


def _read() -> tuple[csr_array, IntArray]:
    """Return people × movies, and for everybody the movie to be found, then those that they never rated."""
    pairs = pq.read_table(NCF / "train_pairs.parquet")
    rows = [line.split("\t") for line in (NCF / "ml-1m.test.negative").read_text("ascii").splitlines()]
    asked = sorted((*literal_eval(first), *map(int, others)) for first, *others in rows)
    test = np.array([movies for _, *movies in asked], np.int32)
    users, items = pairs["user"].to_numpy(), pairs["item"].to_numpy()
    shape = (len(test), int(max(items.max(), test.max())) + 1)
    return csr_array((np.ones(len(users), np.float32), (users, items)), shape=shape), test


def _one_out(seen: csr_array) -> tuple[csr_array, IntArray]:
    """Return `seen` without one movie of everybody, and these movies, each before others that were never rated."""
    random, kept = np.random.default_rng(SEED), seen.copy()
    asked = np.empty((seen.shape[0], 1 + STRANGERS), np.int32)
    for user, (start, end) in enumerate(zip(seen.indptr[:-1], seen.indptr[1:], strict=True)):
        out = int(random.integers(start, end))
        kept.data[out] = 0
        strangers = np.setdiff1d(np.arange(seen.shape[1]), seen.indices[start:end])
        asked[user] = [seen.indices[out], *random.choice(strangers, STRANGERS, replace=False)]
    kept.eliminate_zeros()
    return kept, asked


def _by_weights(seen: csr_array, ridge: float, dropout: float) -> FloatArray:
    """Return people × movies; as in our own training, a person with n movies counts as 1 / √n in the Gram matrix."""
    each = seen.sum(axis=1) ** -0.5
    weighted = csr_array(seen.multiply(np.sqrt(each / each.mean())[:, np.newaxis]), dtype=np.float32)
    scores: FloatArray = seen @ item_weights(gram_matrix(weighted, lambda _: None), ridge=ridge, dropout=dropout)
    return scores


def _by_factors(seen: csr_array) -> FloatArray:
    """Return people × movies by the library `implicit`."""
    model = AlternatingLeastSquares(
        factors=FACTORS, regularization=PENALTY, alpha=WEIGHT, random_state=SEED, num_threads=1
    )
    model.fit(csr_matrix(seen), show_progress=False)
    scores: FloatArray = model.user_factors @ model.item_factors.T
    return scores


def _standard(scores: FloatArray, asked: IntArray) -> NDArray[np.float32]:
    """Return the scores of what is asked of everybody, with mean 0 and deviation 1."""
    found = np.take_along_axis(scores, asked, axis=1)
    standard: FloatArray = (found - found.mean(axis=1, keepdims=True)) / found.std(axis=1, keepdims=True)
    return standard


def _figures(scores: FloatArray) -> Figures:
    """Return HR@10 and NDCG@10 where the first column is to be found; who has the same score stands before it."""
    before = (scores[:, 1:] >= scores[:, :1]).sum(axis=1)
    ndcg = [ndcg_at(SHOWN, [*([0] * int(rank)), 1], {1}) for rank in before]
    return float((before < SHOWN).mean()), float(np.mean(ndcg))
