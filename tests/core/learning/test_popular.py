"""Popularity by hand."""

import numpy as np
import pytest

from core.anime import Anime, Title, TitleLanguage
from core.interactions import STATUS_CODES, Interactions
from core.learning.facts import learn_facts
from core.learning.popular import PRIOR_SCORES, learn_popular
from core.taste import Status

catalogue = [Anime(anime_id, (Title(f"T{anime_id}x", TitleLanguage.ROMAJI),)) for anime_id in (10, 20, 30, 40)]
facts = learn_facts(catalogue)


def rows(*given: tuple[int, int, int, int]) -> Interactions:
    """Return (user, anime, score, thumb) as columns."""
    users, anime, scores, thumbs = (np.array(column) for column in zip(*given, strict=True))
    statuses = np.full(len(users), STATUS_CODES[Status.LISTED], np.int8)
    return Interactions(
        users.astype(np.int32), anime.astype(np.int32), scores.astype(np.int8), thumbs.astype(np.int8), statuses
    )


given_rows = rows(
    (0, 10, 9, 0), (1, 10, 8, 0), (2, 10, 3, 0), (0, 20, 0, 0), (1, 20, 0, 1), (2, 30, 4, 0), (2, 99, 9, 0)
)


def test_the_bayesian_mean_leans_to_the_usual_mean() -> None:
    popular = learn_popular(facts, given_rows)
    usual = (9 + 8 + 3 + 4) / 4
    expected = [
        (20 + PRIOR_SCORES * usual) / (3 + PRIOR_SCORES),
        usual,
        (4 + PRIOR_SCORES * usual) / (1 + PRIOR_SCORES),
    ]
    assert popular.means.tolist() == pytest.approx([*expected, usual])


def test_appeal_is_the_logarithm_of_the_likes_and_orders() -> None:
    popular = learn_popular(facts, given_rows)
    judged_and_liked = 3 / 5  # of four scores and one thumb
    likes = [2, 1 + judged_and_liked, 0, 0]
    assert popular.appeal.tolist() == pytest.approx((np.log1p(likes) / np.log1p(2)).tolist())
    assert popular.order.tolist() == [0, 1, 2, 3]
    assert popular.audience.tolist() == [3, 2, 1, 0]


def test_nobody_having_said_anything_is_no_error() -> None:
    empty = learn_popular(facts, rows((0, 99, 9, 0)))
    assert empty.appeal.tolist() == [0, 0, 0, 0]
    assert len(set(empty.means.tolist())) == 1
