"""MovieLens 1M, the last movie of everybody among 99 that they never rated: our item-item weights on others' ground.

The split of He et al. ("Neural Collaborative Filtering", WWW 2017) as Rendle et al. use it ("Neural Collaborative
Filtering vs. Matrix Factorization Revisited", RecSys 2020). The settings and the shares of a sum of models are those
that were best on one movie of everybody that is taken out of the training pairs at random, never on the test
(docs/experiments.md). Takes about a minute and a half of one core.
"""

from ast import literal_eval
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product

import numpy as np
import pyarrow.parquet as pq
from implicit.cpu.als import AlternatingLeastSquares
from rich.console import Console
from rich.table import Table
from scipy.sparse import csr_array, csr_matrix

from benchmarks.data import FOLDER
from core.learning.collaborative import gram_matrix, item_weights
from core.metrics import ndcg_at
from core.model_files import FloatArray, IntArray

NCF = FOLDER.parent / "ncf-ml-1m"
PEOPLE, MOVIES = 6040, 3706
RENDLE = (0.7294, 0.4523)  # the matrix factorisation of 2020, the best of that paper
SHARES = (0.25, 0.5, 1.0)  # of each of the others in a sum in which our weights count 1
SHOWN, STRANGERS, SEED = 10, 99, 9
Figures = tuple[float, float]


def report(console: Console) -> None:
    """Print HR@10 and NDCG@10 on the test: of each model alone, and of the sum that was best on what was held out."""
    if not NCF.is_dir():
        console.print(f"[bold red]MovieLens 1M is not measured[/]: there is no {NCF}")
        return
    pairs, test = _read()
    kept, validation = _one_out(pairs)
    seen = _matrix(pairs)
    held_out = {name: _standard(model(kept), validation) for name, model in MODELS.items()}
    asked = {name: _standard(model(seen), test) for name, model in MODELS.items()}
    sums = [(1.0, *others) for others in product(SHARES, repeat=len(MODELS) - 1)]
    best = max(sums, key=lambda shares: sum(_figures(_sum(held_out, shares))))
    table = Table("", "HR@10", "NDCG@10", title=f"MovieLens 1M, leave one out, {STRANGERS} negatives")
    rows = {name: _figures(scores) for name, scores in asked.items()}
    rows[f"their sum, {' : '.join(f'{share:g}' for share in best)}"] = _figures(_sum(asked, best))
    rows["Rendle et al. 2020, matrix factorisation, as published"] = RENDLE
    for name, (hit_rate, ndcg) in rows.items():
        table.add_row(name, f"{hit_rate:.4f}", f"{ndcg:.4f}")
    console.print(table)


def _read() -> tuple[IntArray, IntArray]:
    """Return (person, movie) by row, and for everybody the movie to be found, then those that they never rated."""
    pairs = pq.read_table(NCF / "train_pairs.parquet")
    lines = [line.split("\t") for line in (NCF / "ml-1m.test.negative").read_text("ascii").splitlines()]
    asked = sorted((*literal_eval(first), *map(int, others)) for first, *others in lines)
    test = np.array([movies for _, *movies in asked], np.int32)
    return np.stack([pairs["user"].to_numpy(), pairs["item"].to_numpy()]).astype(np.int32), test


def _matrix(pairs: IntArray) -> csr_array:
    """Return people × movies with a one for each pair."""
    return csr_array((np.ones(pairs.shape[1], np.float32), (pairs[0], pairs[1])), shape=(PEOPLE, MOVIES))


def _one_out(pairs: IntArray) -> tuple[csr_array, IntArray]:
    """Return people × movies without one movie of everybody, and these, each before others that were never rated."""
    random = np.random.default_rng(SEED)
    mixed = random.permutation(pairs.shape[1])
    out = mixed[np.unique(pairs[0][mixed], return_index=True)[1]]
    never = _matrix(pairs).toarray() == 0
    asked = [
        [pairs[1][at], *random.choice(np.flatnonzero(never[person]), STRANGERS, replace=False)]
        for person, at in enumerate(out.tolist())
    ]
    return _matrix(np.delete(pairs, out, axis=1)), np.array(asked, np.int32)


def _by_movies(seen: csr_array) -> FloatArray:
    """Return our weights' scores; as in our own training, a person with n movies counts as 1 / √n."""
    scores: FloatArray = seen @ _weights(seen, ridge=300.0, dropout=0.3)
    return scores


def _by_people(seen: csr_array) -> FloatArray:
    """Return the same the other way round: what each person says about each other, movies weighted."""
    turned = csr_array(seen.T)
    scores: FloatArray = (turned @ _weights(turned, ridge=100.0, dropout=0.5)).T
    return scores


def _weights(rows: csr_array, ridge: float, dropout: float) -> FloatArray:
    each = np.maximum(rows.sum(axis=1), 1) ** -0.5
    weighted = csr_array(rows.multiply(np.sqrt(each / each.mean())[:, np.newaxis]), dtype=np.float32)
    return item_weights(gram_matrix(weighted, lambda _: None), ridge=ridge, dropout=dropout)


def _by_factors(factors: int, confidence: float, seen: csr_array) -> FloatArray:
    """Return the scores of implicit ALS, by the library `implicit`."""
    model = AlternatingLeastSquares(
        factors=factors, regularization=0.01, alpha=confidence, random_state=1, num_threads=1
    )
    model.fit(csr_matrix(seen), show_progress=False)
    scores: FloatArray = model.user_factors @ model.item_factors.T
    return scores


def _standard(scores: FloatArray, asked: IntArray) -> FloatArray:
    """Return the scores of what is asked of everybody, with mean 0 and deviation 1."""
    found = np.take_along_axis(scores, asked, axis=1)
    standard: FloatArray = (found - found.mean(axis=1, keepdims=True)) / found.std(axis=1, keepdims=True)
    return standard


def _figures(scores: FloatArray) -> Figures:
    """Return HR@10 and NDCG@10 where the first column is to be found; who has the same score stands before it."""
    before = (scores[:, 1:] >= scores[:, :1]).sum(axis=1)
    ndcg = [ndcg_at(SHOWN, [*([0] * int(rank)), 1], {1}) for rank in before]
    return float((before < SHOWN).mean()), float(np.mean(ndcg))


def _sum(scores: Mapping[str, FloatArray], shares: Sequence[float]) -> FloatArray:
    total = sum(share * one for share, one in zip(shares, scores.values(), strict=True))
    return np.asarray(total, np.float32)


MODELS: Mapping[str, Callable[[csr_array], FloatArray]] = {
    "our weights, movie by movie": _by_movies,
    "our weights, person by person": _by_people,
    "implicit ALS, 64 factors": partial(_by_factors, 64, 2.0),
    "implicit ALS, 32 factors": partial(_by_factors, 32, 8.0),
    "implicit ALS, 16 factors": partial(_by_factors, 16, 16.0),
}
