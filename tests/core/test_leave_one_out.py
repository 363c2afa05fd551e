"""What a rating is worth in places, against the lists themselves."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.leave_one_out import ASKED, FIRST, TELLING, explained, influences
from core.pick import Pick, Reason, ReasonKind
from core.taste import Rating, Status, Taste
from core.wish import Adventure, Dislikes, Mood, Wish
from tests.small_world import small_catalogue, small_engine

ids = [anime.id for anime in small_catalogue()]
ratings = st.builds(Rating, st.none() | st.integers(1, 10), st.none(), st.sampled_from(Status))
tastes = st.builds(Taste, st.dictionaries(st.sampled_from(ids), ratings, min_size=1, max_size=12))
wishes = st.builds(
    Wish,
    mood=st.none() | st.sampled_from(Mood),
    adventure=st.sampled_from(Adventure),
    dislikes=st.sampled_from(Dislikes),
    without=st.frozensets(st.sampled_from(ids), max_size=2),
    adult=st.booleans(),
)


def place(anime_id: int, taste: Taste, wish: Wish) -> int | None:
    """Return the place in the list as it is shown, counted by hand."""
    listed = [pick.anime_id for pick in small_engine().recommend(taste, wish, FIRST)]
    return listed.index(anime_id) + 1 if anime_id in listed else None


@given(tastes, wishes, st.sampled_from(ids))
def test_the_places_said_are_those_in_the_lists_with_and_without_the_rating(
    taste: Taste, wish: Wish, anime_id: int
) -> None:
    pick, found = explained(small_engine(), anime_id, taste, wish)
    assert pick == small_engine().explain(anime_id, taste, wish)
    for one in found:
        less = replace(wish, without=wish.without | {one.anime_id})
        assert one.place == place(anime_id, taste, wish)
        assert one.without == place(anime_id, taste, less)
        assert one.place is not None or one.without is not None
        assert abs(one.amount) >= TELLING * max(map(abs, influences(pick, taste).values()))
    strongest = list(influences(pick, taste))[:ASKED]
    assert [one.anime_id for one in found] == [at for at in strongest if at in {one.anime_id for one in found}]


def test_the_strongest_speak_first_and_each_rating_for_all_its_reasons() -> None:
    reasons = (
        Reason(ReasonKind.LIKED_TOGETHER, 0.5, because=20),
        Reason(ReasonKind.LIKED_TOGETHER, -0.4, because=269),
        Reason(ReasonKind.STORY, -0.3, because=269),
        Reason(ReasonKind.POPULAR, 0.9),
        Reason(ReasonKind.LIKED_TOGETHER, 0.8, because=1535),  # not of this taste
    )
    found = influences(Pick(1, 0.0, reasons), Taste({20: Rating(9), 269: Rating(2)}))
    assert list(found.items()) == [(269, -0.7), (20, 0.5)]


def test_what_is_known_stands_in_no_list_with_or_without_a_rating() -> None:
    engine, taste = small_engine(), Taste({20: Rating(9), 269: Rating(8)})
    pick, found = explained(engine, 20, taste, Wish())
    assert influences(pick, taste)
    assert found == ()


def test_a_like_lifts_and_a_dislike_lowers() -> None:
    engine = small_engine()
    taste = Taste({20: Rating(9), 1535: Rating(10), 5680: Rating(2)})
    for pick in engine.recommend(taste, Wish(), 5):
        _, (strongest, *_) = explained(engine, pick.anime_id, taste, Wish())
        assert strongest.place is not None
        assert strongest.without is None or strongest.without >= strongest.place
