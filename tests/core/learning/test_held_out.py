"""Who is held out, and what is asked of them."""

from dataclasses import replace

import numpy as np
import pytest

from core.learning.held_out import (
    Profile,
    by_person,
    error,
    few_likes,
    mean_ndcg,
    mean_recall,
    profiles,
    split_people,
    take,
    taste_from,
)
from core.learning.measuring import measure, measure_second_stage, sizes_of
from core.preferences import taste_rows
from core.taste import Rating, Status, Taste, Thumb
from tests.small_world import small_engine, small_interactions

rows = small_interactions()


def test_people_are_held_out_whole_and_no_more_than_wanted() -> None:
    aside = split_people(rows, 0.1, 1000, 3)
    people = set(rows.users[aside].tolist())
    assert not people & set(rows.users[~aside].tolist())
    assert len(people) == 32
    assert len(set(rows.users[split_people(rows, 0.1, 5, 3)].tolist())) == 5


def test_rows_are_found_by_person() -> None:
    mixed = take(rows, np.random.default_rng(1).permutation(len(rows)).astype(np.int32))
    found = by_person(mixed)
    assert [set(mixed.users[of_person].tolist()) for of_person in found] == [{user} for user in np.unique(rows.users)]
    assert all((np.diff(of_person) > 0).all() for of_person in found)
    assert sum(map(len, found)) == len(rows)
    assert by_person(take(rows, rows.users < 0)) == []


def test_what_was_said_lately_stays_with_its_row() -> None:
    dated = replace(rows, said_lately=np.arange(len(rows)) % 3 == 0)
    part = take(dated, np.array([0, 4, 6], np.int32))
    assert part.said_lately is not None
    assert part.said_lately.tolist() == [True, False, True]
    assert take(rows, np.array([0], np.int32)).said_lately is None


def test_a_profile_shows_a_part_and_hides_scores_of_the_rest() -> None:
    whole = {
        user: dict(zip(rows.anime[rows.users == user].tolist(), rows.scores[rows.users == user].tolist(), strict=True))
        for user in range(20)
    }
    found = profiles(take(rows, rows.users < 20), 0.8, 1)
    assert found
    for profile in found:
        shown = set(profile.taste.ratings)
        person = next(scores for scores in whole.values() if shown | set(profile.hidden) <= set(scores))
        assert not shown & set(profile.hidden)
        assert len(shown) == round(0.8 * len(person))
        assert all(person[at] == score for at, score in profile.hidden.items())
        assert profile.relevant == {at for at, score in profile.hidden.items() if score >= 8} != set()


def test_few_likes_show_only_likes_and_hide_everything_else() -> None:
    whole = profiles(rows, 0.8, 1)
    few = few_likes(whole, 3, 1)
    assert 0 < len(few) <= len(whole)
    for profile in few:
        assert len(profile.taste.ratings) == 3
        assert all((rating.score or 0) >= 8 for rating in profile.taste.ratings.values())
        assert not set(profile.taste.ratings) & set(profile.hidden)


def test_a_taste_is_read_back_as_it_was_written() -> None:
    taste = Taste(
        {3: Rating(9, Thumb.UP, Status.WATCHED), 5: Rating(status=Status.PLANNED), 8: Rating(thumb=Thumb.DOWN)}
    )
    columns = taste_rows(taste)
    assert taste_from(columns, np.arange(len(columns), dtype=np.int32)) == taste


def test_the_means_over_people() -> None:
    people = [Profile(Taste(), {1: 9, 2: 3}), Profile(Taste(), {4: 8})]
    assert mean_ndcg([[1, 2], [5, 6]], people) == 0.5
    assert mean_recall([[1, 2], [5, 4]], people) == 1.0
    assert error([[9, 5], [8]], people) == pytest.approx((4 / 3) ** 0.5)


def test_of_too_few_people_nothing_is_said() -> None:
    sizes = sizes_of(take(rows, rows.users < 3), 1)
    assert measure(small_engine(), sizes) == ("ladder", {})
    assert measure_second_stage(small_engine(), sizes) == (None, {})


def test_the_best_blend_is_personal_and_ahead_of_popularity() -> None:
    blend, figures = measure(small_engine(), sizes_of(rows, 1))
    assert blend != "popular"
    assert figures["ndcg@10"] > figures["ndcg@10 of popular"]
    assert {"ndcg@10 at 1 like", "ndcg@10 at 3 likes", "recall@20", "rmse", "people"} <= set(figures)
