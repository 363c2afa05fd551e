"""The matrix factorisation behind the predicted rating, learned by Surprise's SVD."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from surprise import SVD, Trainset

from core.facts import NOWHERE, Facts
from core.interactions import Interactions
from core.model_files import FloatArray, IntArray
from core.predicted import Predictor


@dataclass(frozen=True, slots=True)
class PredictorConfig:
    """Surprise's SVD, sized so that millions of scores are learned in half a minute."""

    factors: int = 24
    epochs: int = 20
    at_most: int = 1_500_000  # scores; more are sampled, whole people at a time
    seed: int = 1


def learn_predictor(facts: Facts, rows: Interactions, means: FloatArray, config: PredictorConfig) -> Predictor:
    """Return the anime's side of the factorisation; people's sides are solved when somebody asks.

    means: Bayesian means by position. They stand in for anime that nobody scored.
    """
    places = facts.locate(rows.anime)
    scored = np.flatnonzero((places != NOWHERE) & (rows.scores > 0))
    baselines = means.copy()
    factors = np.zeros((len(facts), config.factors), np.float32)
    if not len(scored):
        return Predictor(baselines, factors, means)
    if len(scored) > config.at_most:
        share = config.at_most / len(scored)
        chosen = np.random.default_rng(config.seed).random(int(rows.users.max()) + 1) < share
        scored = scored[chosen[rows.users[scored]]]
    trainset = _trainset(rows.users[scored], places[scored], rows.scores[scored])
    learned = SVD(n_factors=config.factors, n_epochs=config.epochs, random_state=config.seed).fit(trainset)
    positions = np.array([trainset.to_raw_iid(inner) for inner in trainset.all_items()])
    baselines[positions] = trainset.global_mean + learned.bi
    factors[positions] = learned.qi
    return Predictor(baselines, factors, means)


def _trainset(users: IntArray, items: IntArray, scores: NDArray[np.int8]) -> Trainset:
    """Return Surprise's own form of the ratings, built directly: its readers go through a data frame and are slow."""
    raw_users, inner_users = np.unique(users, return_inverse=True)
    raw_items, inner_items = np.unique(items, return_inverse=True)
    of_user: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    of_item: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for user, item, score in zip(inner_users.tolist(), inner_items.tolist(), scores.tolist(), strict=True):
        of_user[user].append((item, float(score)))
        of_item[item].append((user, float(score)))
    return Trainset(
        of_user,
        of_item,
        len(raw_users),
        len(raw_items),
        len(scores),
        (1, 10),
        {int(raw): inner for inner, raw in enumerate(raw_users)},
        {int(raw): inner for inner, raw in enumerate(raw_items)},
    )
