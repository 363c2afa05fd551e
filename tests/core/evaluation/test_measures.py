"""Measures over several people, held against scikit-learn over all their scores at once."""

import numpy as np
import pytest
from sklearn import metrics as sklearn

from core.evaluation.likes import Likelihood
from core.evaluation.measures import of_lists, of_margins, of_ratings
from core.evaluation.variety import Variety
from core.learning.held_out import Profile
from core.taste import Rating, Taste
from tests.small_world import small_catalogue, small_interactions

random = np.random.default_rng(3)
PEOPLE = [
    Profile(Taste({1: Rating(score=8)}), {at: int(random.integers(5, 11)) for at in range(20, 20 + count)})
    for count in (3, 9, 30)
]
PREDICTED = [[score + float(random.normal()) for score in profile.hidden.values()] for profile in PEOPLE]
likelihood = Likelihood(1.2, -9.0)
figures = of_ratings(PREDICTED, PEOPLE, likelihood)

given = np.array([score for profile in PEOPLE for score in profile.hidden.values()], float)
predicted = np.array([rating for of_person in PREDICTED for rating in of_person])
shares = np.array(likelihood.of(predicted.tolist()))


def test_errors_are_over_all_scores_not_over_people() -> None:
    assert figures["RMSE"].value == pytest.approx(sklearn.root_mean_squared_error(given, predicted))
    assert figures["MAE"].value == pytest.approx(sklearn.mean_absolute_error(given, predicted))
    assert figures["log loss of “will like”"].value == pytest.approx(sklearn.log_loss(given >= 8, shares))


def test_the_order_of_likes_is_within_a_person() -> None:
    each = [
        sklearn.roc_auc_score([score >= 8 for score in profile.hidden.values()], ratings)
        for profile, ratings in zip(PEOPLE, PREDICTED, strict=True)
        if len({score >= 8 for score in profile.hidden.values()}) > 1
    ]
    assert figures["AUC of “will like”"].value == pytest.approx(np.mean(each))


def test_the_calibration_error_is_over_ten_bins_of_probability() -> None:
    bins = [(shares >= low / 10) & (shares < (low + 1) / 10) for low in range(10)]
    gaps = [abs(shares[here].mean() - (given[here] >= 8).mean()) * here.mean() for here in bins if here.any()]
    assert figures["calibration error of “will like”"].value == pytest.approx(sum(gaps))


def test_margins_hold_for_a_share_of_all_scores() -> None:
    margins = [[0.5] * len(profile.hidden) for profile in PEOPLE]
    figure = of_margins(PREDICTED, margins, PEOPLE)
    assert figure.value == pytest.approx(np.mean(np.abs(given - predicted) <= 0.5))
    assert 0 < (figure.value or 0) < 1


def test_measures_of_lists_are_means_over_people() -> None:
    liked = [[at for at, score in profile.hidden.items() if score >= 8] for profile in PEOPLE]
    people = [profile for profile, likes in zip(PEOPLE, liked, strict=True) if likes]
    lists = [likes for likes in liked if likes]
    found = of_lists(lists, people, Variety(small_catalogue(), small_interactions()))
    assert {found[name].value for name in ("NDCG@10", "hit rate@10", "MAP@10", "MRR@20")} == {1.0}
    assert found["Recall@20"].value == pytest.approx(np.mean([min(20, len(likes)) / len(likes) for likes in lists]))
    assert {figure.people for figure in list(found.values())[:9]} == {len(people)}
