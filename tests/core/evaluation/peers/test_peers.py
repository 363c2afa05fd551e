"""Each peer by hand or against an independent way to the same numbers."""

import numpy as np
import pytest
from sklearn.metrics.pairwise import cosine_similarity

from core.evaluation.measures import RMSE
from core.evaluation.peers.autoencoder import by_autoencoder
from core.evaluation.peers.cosine import by_cosine, cosines
from core.evaluation.peers.factors import by_factors
from core.evaluation.peers.matrix import AT_LEAST, Matrix
from core.evaluation.peers.plain import at_random, by_mean, by_popularity
from core.evaluation.peers.svd import by_svd, learn_svd
from core.evaluation.peers.tuning import FACTORS, NEIGHBOURS, RIDGES, SVD_FACTORS, SVD_RIDGES, tuned
from core.evaluation.people import WHOLE, sizes, split
from core.interactions import Interactions
from core.learning.collaborative import gram_matrix
from core.taste import Rating, Status, Taste
from tests.small_world import small_interactions

parts = split(small_interactions(), 60, 1)
matrix = Matrix(parts.training)
dense = matrix.seen.toarray().astype(np.float64)
taste = Taste({20: Rating(score=9), 1: Rating(score=5), 5114: Rating(status=Status.LISTED), 999_999: Rating(score=10)})


def test_the_matrix_holds_who_has_what() -> None:
    rows = parts.training
    ids, counts = np.unique(rows.anime, return_counts=True)
    assert matrix.ids.tolist() == ids[counts >= AT_LEAST].tolist()
    assert dense.sum() == np.isin(rows.anime, matrix.ids).sum()
    first = int(np.unique(rows.users)[0])
    assert set(matrix.ids[dense[0] == 1].tolist()) == set(rows.anime[rows.users == first].tolist()) & set(
        matrix.ids.tolist()
    )


def test_a_taste_is_asked_with_what_is_known() -> None:
    columns, scores = matrix.query(taste)
    assert matrix.ids[columns].tolist() == [1, 20, 5114]
    assert scores.tolist() == [5, 9, 0]
    assert matrix.row(taste).toarray()[0].nonzero()[0].tolist() == columns.tolist()


def test_of_likes_only_nothing_else_is_seen() -> None:
    likes = Matrix(parts.training, likes_only=True)
    rows = parts.training
    here = (rows.scores >= 8) & np.isin(rows.anime, likes.ids)
    assert likes.seen.sum() == here.sum() < dense.sum()
    assert likes.ids[likes.row(taste).indices].tolist() == [20]
    disliked = Taste({1: Rating(score=5), 20: Rating(score=4)})
    assert likes.ids[likes.row(disliked).indices].tolist() == [1, 20]
    assert not {1, 20, 5114} & set(likes.top(likes.likes, taste, 50))


def test_anime_that_few_have_take_no_part() -> None:
    rows = Interactions(
        users=np.arange(AT_LEAST + 1, dtype=np.int32),
        anime=np.array([7] * AT_LEAST + [8], np.int32),
        scores=np.full(AT_LEAST + 1, 9, np.int8),
        thumbs=np.zeros(AT_LEAST + 1, np.int8),
        statuses=np.zeros(AT_LEAST + 1, np.int8),
    )
    assert Matrix(rows).ids.tolist() == [7]


def test_popularity_is_how_many_liked_it() -> None:
    rows = parts.training
    ids, counts = np.unique(rows.anime[rows.scores >= 8], return_counts=True)
    likes = dict(zip(ids.tolist(), counts.tolist(), strict=True))
    expected = sorted(set(matrix.ids.tolist()) - {1, 20, 5114}, key=lambda at: (-likes.get(at, 0), at))
    assert by_popularity(matrix).rank(taste, 30) == expected[:30]
    assert by_popularity(matrix).rank(taste, 10_000) == expected


def test_the_mean_rating_is_higher_for_who_gives_more() -> None:
    predict = by_mean(matrix).predict
    assert predict is not None
    usual = predict(Taste(), [20, 21, 999_999])
    rows = parts.training
    mine = rows.scores[(rows.anime == 20) & (rows.scores > 0)].astype(float)
    all_scores = rows.scores[(rows.scores > 0) & np.isin(rows.anime, matrix.ids)].astype(float).mean()
    assert usual[0] == pytest.approx((mine.sum() + 20 * all_scores) / (len(mine) + 20))
    assert usual[2] == pytest.approx(all_scores)
    generous = predict(Taste({at: Rating(score=10) for at in (1, 5, 6)}), [20, 21])
    assert all(one > other for one, other in zip(generous, usual, strict=False))


def test_cosine_agrees_with_scikit_learn() -> None:
    expected = cosine_similarity(dense.T)
    np.fill_diagonal(expected, 0)
    assert np.allclose(cosines(matrix), expected, atol=1e-5)
    columns, _ = matrix.query(taste)
    scores = expected[columns].sum(axis=0)
    scores[columns] = -1
    best = matrix.ids[np.argsort(-scores, kind="stable")[:10]].tolist()
    assert by_cosine(matrix, cosines(matrix), None).rank(taste, 10) == best
    assert by_cosine(matrix, cosines(matrix), 5).rank(taste, 10) != best


def test_the_rating_of_neighbours_leans_to_what_was_said_of_them() -> None:
    predict = by_cosine(matrix, cosines(matrix), None).predict
    assert predict is not None
    low = predict(Taste({at: Rating(score=2) for at in (1, 5, 6)}), [20, 999_999])
    high = predict(Taste({at: Rating(score=10) for at in (1, 5, 6)}), [20, 999_999])
    assert low[0] < predict(Taste(), [20])[0] < high[0]
    assert low[1] == high[1]


def test_ease_agrees_with_the_paper() -> None:
    inverse = np.linalg.inv(dense.T @ dense + 50.0 * np.eye(dense.shape[1]))
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0)
    columns, _ = matrix.query(taste)
    scores = weights[columns].sum(axis=0)
    scores[columns] = -np.inf
    gram = gram_matrix(matrix.seen, lambda _share: None)
    kept = gram.copy()
    assert by_autoencoder(matrix, gram, 50.0).rank(taste, 8) == matrix.ids[np.argsort(-scores)[:8]].tolist()
    assert (gram == kept).all()


def test_a_person_unknown_to_als_is_served_by_what_they_have() -> None:
    peer = by_factors(matrix, 16, 1.0, 5.0, 1)
    assert peer.rank(taste, 10) == by_factors(matrix, 16, 1.0, 5.0, 1).rank(taste, 10)
    assert not {1, 20, 5114} & set(peer.rank(taste, 50))
    other = Taste({at: Rating(score=9) for at in (50_200, 50_201, 50_202)})
    assert peer.rank(taste, 10) != peer.rank(other, 10)


def test_surprise_learns_from_all_scores_and_a_person_is_solved_by_ridge_regression() -> None:
    learned = learn_svd(parts.training, matrix, 4, 1)
    rows = parts.training
    scored = rows.scores[(rows.scores > 0) & np.isin(rows.anime, matrix.ids)].astype(float)
    assert (learned.trainset.n_ratings, learned.trainset.global_mean) == (len(scored), pytest.approx(scored.mean()))
    predict = by_svd(matrix, learned, 8.0).predict
    assert predict is not None
    # The same with the penalties as so many more ratings, which say that a person is like all others.
    columns, scores = matrix.query(taste)
    columns, scores = columns[scores > 0], scores[scores > 0]
    design = np.column_stack([np.ones(len(matrix.ids)), learned.qi])
    above = scores - learned.trainset.global_mean - learned.bi[columns]
    penalties = np.diag(np.sqrt([3.0, 8.0, 8.0, 8.0, 8.0]))
    person = np.linalg.lstsq(np.vstack([design[columns], penalties]), np.append(above, np.zeros(5)))[0]
    expected = learned.trainset.global_mean + learned.bi + design @ person
    asked = matrix.ids[[3, 30, 60]].tolist()
    assert predict(taste, [*asked, 888_888]) == pytest.approx(
        [*expected[[3, 30, 60]], learned.trainset.global_mean + person[0]]
    )
    best = by_svd(matrix, learned, 8.0).rank(taste, 10)
    assert predict(taste, best) == sorted(predict(taste, best), reverse=True)


def test_peers_get_the_setting_that_serves_best() -> None:
    told: list[float] = []
    peers, tried = tuned(parts.training, sizes(parts.tuning, 1), 1, told.append)
    of_lists, of_ratings = 2 * (len(NEIGHBOURS) + len(RIDGES) + len(FACTORS)), len(SVD_FACTORS) * len(SVD_RIDGES)
    assert len(tried) == of_lists + of_ratings == len(told)
    assert told[-1] == 1.0
    for family in ("item kNN", "implicit ALS", "EASE^R", "SVD (Surprise)"):
        figures = {one.setting: one.figure for one in tried if one.name == family}
        (setting,) = (peer.setting for peer in peers if peer.name == family)
        (chosen,) = (one for one in tried if one.name == family and one.chosen)
        best = min if chosen.measure == RMSE else max
        assert chosen.setting == setting
        assert 0 < chosen.figure == best(figures.values())


def test_chance_differs_from_question_to_question() -> None:
    chance = at_random(matrix, 1)
    assert chance.rank(taste, 20) != chance.rank(taste, 20)


def test_a_split_is_by_person_and_the_same_every_time() -> None:
    again = split(small_interactions(), 60, 1)
    people = [set(rows.users.tolist()) for rows in (parts.training, parts.tuning, parts.test)]
    assert [len(part) for part in people] == [320 - 90, 30, 60]
    assert not people[0] & people[1] | people[0] & people[2] | people[1] & people[2]
    assert again.test.users.tolist() == parts.test.users.tolist()
    assert set(sizes(parts.test, 1)) >= {WHOLE, "0 likes", "1 like", "3 likes"}
