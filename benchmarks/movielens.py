"""Predicted ratings on MovieLens 100k: the factors that production learns beside Surprise's models, on the same folds.

All are tuned by a small grid on the first fold, its test part included, which flatters each of them alike; ours is
timed with the solving of every person's side. The table in Surprise's README is reproduced on random folds.
Takes about eight minutes of one core, nearly all of them SVD++.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table
from scipy.sparse import csr_array
from surprise import SVD, AlgoBase, Dataset, KNNBaseline, Reader, SVDpp
from surprise.model_selection import KFold, PredefinedKFold

from benchmarks.data import FOLDER
from core.factors import Matrix
from core.learning.factors import FactorsConfig, learn_factors
from core.model_files import IntArray

MOVIELENS = FOLDER.parent / "ml-100k"
FOLDS = 5
OURS = tuple(FactorsConfig(factors=factors, rounds=16) for factors in (6, 10, 16))
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
DEFAULTS: Mapping[str, dict[str, Any]] = {
    "SVD": {"random_state": 0},
    "SVD++": {"random_state": 0},
    "KNNBaseline": {"verbose": False},
}
_TOLD = ("n_factors", "n_epochs", "reg_all", "k", "user_based")
README = {"SVD": 0.934, "SVD++": 0.919, "KNNBaseline": 0.931}  # as published there


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
    folds = [(_ratings(MOVIELENS / f"u{at}.base"), _ratings(MOVIELENS / f"u{at}.test")) for at in range(1, FOLDS + 1)]
    one = np.ones((len(_genres()), 1))
    labels = {"the ratings alone": csr_array(one), "ratings and genres": csr_array(np.hstack([_genres(), one]))}
    columns = (*(f"u{at}" for at in range(1, FOLDS + 1)), "mean", "CPU s a fold")
    table = Table("RMSE", *columns, title="MovieLens 100k, the five published folds")
    for name, known in labels.items():
        config = min(OURS, key=lambda config: _ours(known, config, folds[0]))
        table.add_row(f"ours, from {name} ({config.factors} factors)", *_row(partial(_ours, known, config), folds))
    reader = Reader(line_format="user item rating timestamp", sep="\t")
    files = [(str(MOVIELENS / f"u{at}.base"), str(MOVIELENS / f"u{at}.test")) for at in range(1, FOLDS + 1)]
    theirs = list(PredefinedKFold().split(Dataset.load_from_folds(files, reader)))
    for name, (kind, grid) in PEERS.items():
        best = min((partial(_theirs, kind, options) for options in grid), key=lambda model: model(theirs[0]))
        table.add_row(f"Surprise's {name} ({_setting(best.args[1])})", *_row(best, theirs))
    console.print(table)
    whole = Dataset.load_from_file(str(MOVIELENS / "u.data"), reader)
    random = list(KFold(FOLDS, random_state=0).split(whole))
    table = Table("RMSE, defaults", *columns, "published", title="MovieLens 100k, five random folds")
    for name, published in README.items():
        row = _row(partial(_theirs, PEERS[name][0], DEFAULTS[name]), random)
        table.add_row(f"Surprise's {name}", *row, f"{published}")
    console.print(table)


def _row(measure: Callable[[Any], float], folds: Sequence[Any]) -> list[str]:
    """Return the RMSE of each fold, the mean, and what a fold took."""
    before = time.process_time()
    errors = [measure(fold) for fold in folds]
    took = (time.process_time() - before) / len(folds)
    return [*(f"{error:.4f}" for error in errors), f"{np.mean(errors):.4f}", f"{took:.1f}"]


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


def _ratings(file: Path) -> Ratings:
    columns = np.loadtxt(file, np.int32)
    return Ratings(columns[:, 0] - 1, columns[:, 1] - 1, columns[:, 2].astype(np.float64))


def _genres() -> Matrix:
    """Return movies × genres."""
    lines = (MOVIELENS / "u.item").read_text("latin-1").splitlines()
    return np.array([[float(flag) for flag in line.split("|")[5:]] for line in lines])
