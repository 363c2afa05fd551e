"""Scores, thumbs and lists as preferences."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.interactions import STATUS_CODES, Interactions
from core.preferences import (
    AT_MEAN,
    HIGHEST,
    LOWEST,
    MEAN_SHRINKAGE,
    PER_POINT,
    PER_POINT_ABOVE_POOR,
    POOR,
    STATUSES,
    THUMB_DOWN,
    THUMB_UP,
    USUAL_MEAN,
    heeded,
    preferences,
    taste_rows,
)
from core.taste import Rating, Status, Taste, Thumb
from core.wish import Dislikes, Wish

ratings = st.builds(
    Rating,
    score=st.none() | st.integers(1, 10),
    thumb=st.none() | st.sampled_from(Thumb),
    status=st.sampled_from(Status),
)
tastes = st.dictionaries(st.integers(1, 10_000), ratings, max_size=30).map(Taste)


def of(*given_ratings: Rating) -> list[float]:
    return [float(value) for value in preferences(taste_rows(Taste(dict(enumerate(given_ratings)))))]


def test_a_better_score_is_a_higher_preference_and_a_three_speaks_against() -> None:
    nine, six, three = of(Rating(9), Rating(6), Rating(3))
    assert nine > six > three
    assert three < six / 2
    assert of(*[Rating(8)] * 30, Rating(2))[-1] < 0


def test_who_gives_only_tens_likes_all_they_rated_alike() -> None:
    values = of(*[Rating(10)] * 40)
    assert len(set(values)) == 1
    assert values[0] > 0.8


def test_who_gives_only_poor_scores_likes_nothing_of_it() -> None:
    assert max(of(*[Rating(score) for score in (1, 2, 3, 4)] * 10)) <= 0
    assert min(of(*[Rating(5)] * 40)) > 0


def test_thumbs_speak_where_there_is_no_score_and_beside_one() -> None:
    up, down, torn = of(Rating(thumb=Thumb.UP), Rating(thumb=Thumb.DOWN), Rating(10, Thumb.DOWN))
    assert down < 0 < torn < up


def test_being_on_a_list_is_worth_something_and_having_dropped_it_speaks_against() -> None:
    watched, planned, dropped, loved_but_dropped = of(
        Rating(status=Status.WATCHED),
        Rating(status=Status.PLANNED),
        Rating(status=Status.DROPPED),
        Rating(9, status=Status.DROPPED),
    )
    assert dropped < 0 < planned < watched
    assert loved_but_dropped <= 0


@given(st.lists(tastes, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_training_reads_many_people_as_serving_reads_one(people: list[Taste], shuffled: object) -> None:
    singles = [taste_rows(taste) for taste in people]
    rows = [(user, row, single) for user, single in enumerate(singles) for row in range(len(single))]
    shuffled.shuffle(rows)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    together = Interactions(
        users=np.array([user for user, _, _ in rows], np.int32),
        anime=np.array([single.anime[row] for _, row, single in rows], np.int32),
        scores=np.array([single.scores[row] for _, row, single in rows], np.int8),
        thumbs=np.array([single.thumbs[row] for _, row, single in rows], np.int8),
        statuses=np.array([single.statuses[row] for _, row, single in rows], np.int8),
    )
    expected = [preferences(single)[row] for _, row, single in rows]
    np.testing.assert_allclose(preferences(together), expected, rtol=1e-6)


@given(tastes)
def test_the_compiled_loop_says_what_numpy_says(taste: Taste) -> None:
    rows = taste_rows(taste)
    scores, scored = rows.scores.astype(np.float32), rows.scores > 0
    mean = np.float32((scores.sum() + MEAN_SHRINKAGE * USUAL_MEAN) / (scored.sum() + MEAN_SHRINKAGE))
    from_score = np.minimum(AT_MEAN + PER_POINT * (scores - mean), PER_POINT_ABOVE_POOR * (scores - POOR))
    from_thumb = np.where(rows.thumbs > 0, THUMB_UP, THUMB_DOWN)
    expected = np.array(
        [{STATUS_CODES[status]: of for status, of in STATUSES.items()}.get(at, 0) for at in rows.statuses]
    )
    expected = np.where(scored, from_score, expected)
    expected = np.where(rows.thumbs != 0, np.where(scored, (from_score + from_thumb) / 2, from_thumb), expected)
    dropped = (rows.statuses == STATUS_CODES[Status.DROPPED]) & (scored | (rows.thumbs != 0))
    expected = np.where(dropped, np.minimum(expected, 0), expected)
    np.testing.assert_array_equal(preferences(rows), expected.clip(LOWEST, HIGHEST).astype(np.float32))


@given(tastes)
def test_preferences_stay_within_their_bounds(taste: Taste) -> None:
    values = preferences(taste_rows(taste))
    assert values.dtype == np.float32
    assert ((values >= LOWEST) & (values <= HIGHEST)).all()


@given(tastes, st.sampled_from(Dislikes), st.frozensets(st.integers(1, 10_000), max_size=3))
def test_what_a_wish_leaves_out_says_nothing_and_the_rest_says_what_it_said(
    taste: Taste, dislikes: Dislikes, without: frozenset[int]
) -> None:
    rows = taste_rows(taste)
    found = heeded(rows, Wish(dislikes=dislikes, without=without))
    for anime_id, plain, now in zip(rows.anime, preferences(rows), found, strict=True):
        left_out = anime_id in without or (dislikes is Dislikes.IGNORE and plain < 0)
        assert now == (0 if left_out else plain)


def test_rows_of_a_taste_are_in_the_order_of_ids_and_say_what_was_said() -> None:
    rows = taste_rows(Taste({7: Rating(4), 3: Rating(thumb=Thumb.DOWN, status=Status.PLANNED)}))
    assert rows.anime.tolist() == [3, 7]
    assert rows.scores.tolist() == [0, 4]
    assert rows.thumbs.tolist() == [-1, 0]
    assert rows.statuses.tolist() == [STATUS_CODES[Status.PLANNED], 0]
    assert {column.dtype for column in (rows.scores, rows.thumbs, rows.statuses)} == {np.dtype(np.int8)}


def test_ids_that_no_catalogue_holds_are_left_out() -> None:
    rows = taste_rows(Taste({at: Rating(5) for at in (2**31, 7, -1, 2**31 - 1, 2**70)}))
    assert rows.anime.tolist() == [7, 2**31 - 1]
    assert len(taste_rows(Taste())) == 0
