"""The engine over the small world's real model."""

from core.taste import Rating, Taste, Thumb
from core.wish import Wish
from tests.small_world import small_engine


def test_a_thumb_changes_the_very_next_list() -> None:
    engine = small_engine()
    before = engine.recommend(Taste(), Wish(), 10)
    after = engine.recommend(Taste({before[0].anime_id: Rating(thumb=Thumb.UP)}), Wish(), 10)
    assert before[0].anime_id not in {pick.anime_id for pick in after}
    assert [pick.anime_id for pick in before[1:]] != [pick.anime_id for pick in after[:9]]
