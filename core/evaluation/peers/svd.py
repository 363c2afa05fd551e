"""Surprise's SVD, the peer of the predicted rating: biases and factors, learned by stochastic gradient descent."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from surprise import SVD, Trainset

from core.evaluation.contender import Contender
from core.evaluation.peers.matrix import Matrix
from core.interactions import Interactions
from core.retrievers.query import Scores
from core.taste import Taste

BIAS_RIDGE = 3.0  # how many scores a person's mean waits for; their factors wait for a ridge that is tuned


def learn_svd(rows: Interactions, matrix: Matrix, factors: int, seed: int) -> SVD:
    """Return Surprise's SVD, fitted to the scores of the anime that take part; an item there is a column here."""
    columns = matrix.columns(rows.anime.tolist())
    scored = (columns >= 0) & (rows.scores > 0)
    people, users = np.unique(rows.users[scored], return_inverse=True)
    of_user: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    of_item: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for user, item, score in zip(users.tolist(), columns[scored].tolist(), rows.scores[scored].tolist(), strict=True):
        of_user[user].append((item, float(score)))
        of_item[item].append((user, float(score)))
    size = len(people), len(matrix.ids)
    named = ({at: at for at in range(count)} for count in size)
    # Built directly, since its readers take nothing but files and data frames.
    known = Trainset(of_user, of_item, *size, int(scored.sum()), (1, 10), *named)
    return SVD(n_factors=factors, random_state=seed).fit(known)


def by_svd(matrix: Matrix, learned: SVD, ridge: float) -> Contender:
    """Return Surprise's SVD (Koren, Bell & Volinsky, "Matrix Factorization Techniques", Computer 2009, eq. 4).

    learned: what `learn_svd` returned for this matrix. A person's side is solved from their scores by ridge regression,
    so that they need not have been in training. In its lists the highest predicted rating is first.
    """
    usual = learned.trainset.global_mean
    design = np.column_stack([np.ones(len(learned.qi)), learned.qi])
    penalties = np.diag([BIAS_RIDGE, *[ridge] * learned.n_factors])

    def ratings(taste: Taste) -> Scores:
        """Return the rating of every anime that takes part, and last that of any other."""
        columns, scores = matrix.query(taste)
        columns, scores = columns[scores > 0], scores[scores > 0]
        seen, above = design[columns], scores - usual - learned.bi[columns]
        person = np.linalg.solve(seen.T @ seen + penalties, seen.T @ above)
        found: Scores = usual + np.append(learned.bi + design @ person, person[0])
        return found

    def predict(taste: Taste, anime_ids: Sequence[int]) -> list[float]:
        found: list[float] = np.clip(ratings(taste)[matrix.columns(list(anime_ids))], 1, 10).tolist()
        return found

    return Contender(
        "SVD (Surprise)",
        lambda taste, k: matrix.top(ratings(taste)[:-1], taste, k),
        predict,
        personal=True,
        setting=f"{learned.n_factors} factors, ridge {ridge:g}",
    )
