"""Predicted ratings on MovieLens 100k: the factors that production learns beside Surprise's models, on the same folds.

All are tuned by a small grid on a fifth of the first fold's training part, so that no test part has a say; ours is
timed with the solving of every person's side. The table in Surprise's README is reproduced on random folds.
Takes some eight minutes of one core, most of them SVD++; alone: python -m benchmarks.movielens.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table
from scipy.sparse import csr_array
from surprise import (
    NMF,
    SVD,
    AlgoBase,
    BaselineOnly,
    CoClustering,
    Dataset,
    KNNBaseline,
    KNNBasic,
    KNNWithMeans,
    NormalPredictor,
    Reader,
    SlopeOne,
    SVDpp,
    Trainset,
)
from surprise.model_selection import KFold, PredefinedKFold, cross_validate, train_test_split

from benchmarks.data import FOLDER
from core.factors import Matrix
from core.learning.factors import FactorsConfig, learn_factors
from core.model_files import IntArray

MOVIELENS = FOLDER.parent / "ml-100k"
FOLDS = 5
READER = Reader(line_format="user item rating timestamp", sep="\t")
USUAL = FactorsConfig(factors=10, rounds=16)
OURS = (replace(USUAL, factors=6), USUAL, replace(USUAL, factors=16))
PEERS: Mapping[str, tuple[type[AlgoBase], Sequence[dict[str, Any]]]] = {
    "SVD": (
        SVD,
        [
            {"n_factors": factors, "n_epochs": epochs, "lr_all": 0.01, "reg_all": penalty, "random_state": 1}
            for factors, epochs in ((50, 40), (100, 60), (200, 60))
            for penalty in (0.05, 0.1)
        ],
    ),
    "SVD++": (
        SVDpp,
        [
            {"n_factors": 20, "n_epochs": epochs, "reg_all": penalty, "random_state": 1}
            for epochs, penalty in ((20, 0.02), (20, 0.05), (40, 0.1))
        ],
    ),
    "KNNBaseline": (
        KNNBaseline,
        [
            {"k": k, "verbose": False, "sim_options": {"name": "pearson_baseline", "user_based": by_user}}
            for k in (20, 40, 80)
            for by_user in (False, True)
        ],
    ),
}
_TOLD = ("n_factors", "n_epochs", "reg_all", "k", "user_based")
README: Mapping[str, tuple[type[AlgoBase], float, float]] = {  # RMSE and MAE as published there
    "SVD": (SVD, 0.934, 0.737),
    "SVD++": (SVDpp, 0.919, 0.721),
    "NMF": (NMF, 0.963, 0.758),
    "Slope One": (SlopeOne, 0.946, 0.743),
    "k-NN": (KNNBasic, 0.98, 0.774),
    "Centered k-NN": (KNNWithMeans, 0.951, 0.749),
    "k-NN Baseline": (KNNBaseline, 0.931, 0.733),
    "Co-Clustering": (CoClustering, 0.963, 0.753),
    "Baseline": (BaselineOnly, 0.944, 0.748),
    "Random": (NormalPredictor, 1.518, 1.219),
}
SEED = 0  # of the random folds, as in Surprise's own benchmark

Triple = tuple[str, str, float]  # person, movie, stars


class Ratings(NamedTuple):
    """Who gave what how many stars."""

    users: IntArray
    items: IntArray
    stars: Matrix


def report(console: Console) -> None:
    """Print the RMSE and the time of each model on the published folds, then Surprise's own table beside ours."""
    if not MOVIELENS.is_dir():
        console.print(f"[bold red]MovieLens 100k is not measured[/]: there is no {MOVIELENS}")
        return
    one = np.ones((len(_genres()), 1))
    labels = {"the ratings alone": csr_array(one), "ratings and genres": csr_array(np.hstack([_genres(), one]))}
    _on_published_folds(console, labels)
    _on_random_folds(console, labels)


def _on_published_folds(console: Console, labels: Mapping[str, csr_array]) -> None:
    files = [(MOVIELENS / f"u{at}.base", MOVIELENS / f"u{at}.test") for at in range(1, FOLDS + 1)]
    names = (*(f"u{at}" for at in range(1, FOLDS + 1)), "mean", "CPU s a fold")
    table = Table("RMSE", *names, title="MovieLens 100k, the five published folds")
    theirs = list(PredefinedKFold().split(Dataset.load_from_folds([*map(_names, files)], READER)))
    tuning = train_test_split(Dataset.load_from_file(str(files[0][0]), READER), 1 / FOLDS, random_state=SEED)
    mine = [_numbered(fold) for fold in theirs]
    ours, others = [], []
    for name, known in labels.items():
        config = min(OURS, key=lambda config: _ours(known, config, _numbered(tuning)))
        measured = [_timed(partial(_ours, known, config), fold) for fold in mine]
        ours.append(_row(table, f"ours, from {name} ({config.factors} factors)", measured))
    for name, (kind, grid) in PEERS.items():
        best = min(grid, key=lambda options: _theirs(kind, options, tuning))
        measured = [_timed(partial(_theirs, kind, best), fold) for fold in theirs]
        others.append(_row(table, f"Surprise's {name} ({_setting(best)})", measured))
    console.print(table)
    shares = [f"{error / min(others):.3f} from {name}" for error, name in zip(ours, labels, strict=True)]
    console.print(f"ours ÷ the best of Surprise's: {', '.join(shares)}")


def _on_random_folds(console: Console, labels: Mapping[str, csr_array]) -> None:
    whole = Dataset.load_from_file(str(MOVIELENS / "u.data"), READER)
    folds = KFold(FOLDS, random_state=SEED)
    np.random.seed(SEED)  # noqa: NPY002  what Surprise draws from, and how its own benchmark begins
    columns = ("RMSE", "as published", "MAE", "as published", "CPU s a fold")
    table = Table("defaults", *columns, title="MovieLens 100k, five random folds: the table in Surprise's README")
    quiet = {KNNBasic, KNNWithMeans, KNNBaseline, BaselineOnly}
    for name, (kind, *published) in README.items():
        before = time.process_time()
        model = kind(verbose=False) if kind in quiet else kind()
        found = cross_validate(model, whole, ["rmse", "mae"], folds)
        took = (time.process_time() - before) / FOLDS
        figures = zip((found["test_rmse"].mean(), found["test_mae"].mean()), published, strict=True)
        cells = [text for mine, theirs in figures for text in (f"{mine:.3f}", f"{theirs:.3f}")]
        table.add_row(f"Surprise's {name}", *cells, f"{took:.1f}")
    numbered = [_numbered(fold) for fold in folds.split(whole)]
    for name, known in labels.items():
        measured = [_timed(partial(_ours, known, USUAL), fold) for fold in numbered]
        errors, times = np.mean(measured, axis=0)
        table.add_row(f"ours, from {name}", f"{errors:.3f}", "", "", "", f"{times:.1f}")
    console.print(table)


def _timed(measure: Callable[[Any], float], fold: object) -> tuple[float, float]:
    """Return the RMSE on a fold and the seconds of processor time that it took."""
    before = time.process_time()
    return measure(fold), time.process_time() - before


def _row(table: Table, name: str, measured: Sequence[tuple[float, float]]) -> float:
    """Add a row of RMSE by fold and their mean to a table; return the mean."""
    mean, took = np.mean(measured, axis=0).tolist()
    table.add_row(name, *(f"{error:.4f}" for error, _ in measured), f"{mean:.4f}", f"{took:.1f}")
    return float(mean)


def _ours(labels: csr_array, config: FactorsConfig, fold: tuple[Ratings, Ratings]) -> float:
    """Return the RMSE of the factors, everybody's side solved as it is for whoever asks."""
    known, asked = fold
    factors = learn_factors(known.users, known.items, known.stars, labels, config)
    predicted = np.empty(len(asked.users))
    for user in np.unique(asked.users):
        said, wanted = known.users == user, asked.users == user
        person = factors.person(known.items[said], known.stars[said])
        predicted[wanted] = factors.ratings(person, asked.items[wanted])[0]
    return float(np.sqrt(np.mean((np.clip(predicted, 1, 5) - asked.stars) ** 2)))


def _theirs(kind: type[AlgoBase], options: dict[str, Any], fold: tuple[Any, Any]) -> float:
    """Return the RMSE of one of Surprise's models."""
    known, asked = fold
    predicted = kind(**options).fit(known).test(asked)
    return float(np.sqrt(np.mean([(one.est - one.r_ui) ** 2 for one in predicted])))


def _setting(options: dict[str, Any]) -> str:
    told = options | options.get("sim_options", {})
    return ", ".join(f"{name} {told[name]}" for name in _TOLD if name in told)


def _names(files: tuple[Path, Path]) -> tuple[str, str]:
    return str(files[0]), str(files[1])


def _numbered(fold: tuple[Trainset, list[Triple]]) -> tuple[Ratings, Ratings]:
    """Return what is known and what is asked in a fold of Surprise's, with the numbers of its files."""
    known, asked = fold
    return _of_triples(known.build_testset()), _of_triples(asked)


def _of_triples(triples: Sequence[Triple]) -> Ratings:
    users, items, stars = zip(*triples, strict=True)
    return Ratings(np.array(users, np.int32) - 1, np.array(items, np.int32) - 1, np.array(stars, np.float64))


def _genres() -> Matrix:
    """Return movies × genres."""
    lines = (MOVIELENS / "u.item").read_text("latin-1").splitlines()
    return np.array([[float(flag) for flag in line.split("|")[5:]] for line in lines])


if __name__ == "__main__":
    report(Console(width=150))
