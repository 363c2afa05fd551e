"""The engine over the small world's real model."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.anime import AnimeType
from core.blends import BLENDS, SIXTY_FORTY
from core.pick import Pick, ReasonKind
from core.taste import Rating, Status, Taste, Thumb
from core.wish import Adventure, Dislikes, Length, Mood, Wish
from tests.small_world import small_catalogue, small_engine

NARUTO, SHIPPUUDEN, K_ON, K_ON_2, CLANNAD = 20, 1735, 5680, 7791, 2167
SILVER_MOON, SECOND, THIRD, RECAP, SPECIALS, SONG, VELVET = range(60_001, 60_008)
catalogue = {anime.id: anime for anime in small_catalogue()}
ratings = st.builds(Rating, st.none() | st.integers(1, 10), st.none() | st.sampled_from(Thumb), st.sampled_from(Status))
tastes = st.builds(
    Taste,
    st.dictionaries(st.sampled_from([*catalogue, 99_999_999]), ratings, max_size=25),
    st.frozensets(st.sampled_from(sorted(catalogue)), max_size=5),
)
wishes = st.builds(
    Wish,
    mood=st.none() | st.sampled_from(Mood),
    genre=st.none() | st.sampled_from(["Action", "school", "no such genre"]),
    type=st.none() | st.sampled_from(AnimeType),
    length=st.none() | st.sampled_from(Length),
    adventure=st.sampled_from(Adventure),
    dislikes=st.sampled_from(Dislikes),
    without=st.frozensets(st.sampled_from([*catalogue, 99_999_999]), max_size=3),
    types=st.none() | st.frozensets(st.sampled_from(AnimeType), min_size=1),
    adult=st.booleans(),
)


def ids(picks: list[Pick]) -> list[int]:
    return [pick.anime_id for pick in picks]


def test_a_thumb_changes_the_very_next_list() -> None:
    engine = small_engine()
    before = engine.recommend(Taste(), Wish(), 10)
    after = engine.recommend(Taste({before[0].anime_id: Rating(thumb=Thumb.UP)}), Wish(), 10)
    assert before[0].anime_id not in ids(after)
    assert ids(before)[1:] != ids(after)[:9]


def test_taste_pulls_the_list_its_way() -> None:
    engine = small_engine()
    cute = engine.recommend(Taste({K_ON: Rating(10), 34798: Rating(9), 10165: Rating(9)}), Wish(), 10)
    wild = engine.recommend(Taste({NARUTO: Rating(10), 269: Rating(9), 21: Rating(9)}), Wish(), 10)

    def share(picks: list[Pick], genre: str) -> float:
        return sum(genre in catalogue[pick.anime_id].genres for pick in picks) / len(picks)

    assert share(cute, "Slice of Life") > share(wild, "Slice of Life")
    assert share(wild, "Action") > share(cute, "Action")


def test_a_wish_can_leave_dislikes_or_one_influence_out_and_nothing_is_forgotten() -> None:
    engine = small_engine()
    liked = Taste({K_ON: Rating(10), CLANNAD: Rating(9), NARUTO: Rating(1)})

    def spoken(wish: Wish) -> set[int | None]:
        return {reason.because for pick in engine.recommend(liked, wish, 20) for reason in pick.reasons}

    assert {K_ON, NARUTO} <= spoken(Wish())
    assert NARUTO not in spoken(Wish(dislikes=Dislikes.IGNORE))
    assert K_ON not in spoken(Wish(without=frozenset({K_ON})))
    kind = ids(engine.recommend(liked, Wish(dislikes=Dislikes.IGNORE), 20))
    assert kind == ids(engine.recommend(liked, Wish(without=frozenset({NARUTO})), 20))
    assert kind != ids(engine.recommend(liked, Wish(), 20))
    nothing = Wish(without=frozenset(liked.ratings))
    assert not {K_ON, CLANNAD, NARUTO} & set(ids(engine.recommend(liked, nothing, 200)))


@given(tastes, wishes)
def test_every_list_keeps_the_rules(taste: Taste, wish: Wish) -> None:
    picks = small_engine().recommend(taste, wish, 12)
    shown = [catalogue[pick.anime_id] for pick in picks]
    assert not taste.known & {anime.id for anime in shown}
    assert len({anime.id for anime in shown}) == len(shown)
    for anime in shown:
        assert wish.adult or not anime.adult
        assert wish.type in (None, anime.type)
        assert wish.types is None or anime.type in wish.types
        if wish.genre is not None:
            assert wish.genre.casefold() in {name.casefold() for name in (*anime.genres, *anime.themes)}
        if wish.length is Length.SHORT:
            assert anime.episodes is not None
            assert anime.episodes <= 13
        if wish.type is None and not (wish.types and wish.types <= {AnimeType.MUSIC, AnimeType.SPECIAL}):
            assert anime.type not in (AnimeType.MUSIC, AnimeType.SPECIAL)


@given(tastes, wishes, st.sampled_from([None, *BLENDS]))
def test_every_score_is_the_sum_of_its_reasons_and_what_the_ranker_said(
    taste: Taste, wish: Wish, blend: str | None
) -> None:
    engine = small_engine()
    for pick in engine.recommend(taste, wish, 5, blend=blend):
        assert sum(reason.amount for reason in pick.reasons) == pytest.approx(pick.score, rel=1e-5, abs=1e-9)
        sizes = [abs(reason.amount) for reason in pick.reasons]
        assert sizes == sorted(sizes, reverse=True)
        if blend is None:
            assert engine.explain(pick.anime_id, taste, wish).score == pytest.approx(pick.score, rel=1e-5, abs=1e-9)


def test_the_plain_order_is_the_order_of_the_explained_scores() -> None:
    engine, taste = small_engine(), Taste({NARUTO: Rating(9), CLANNAD: Rating(2), K_ON: Rating(7)})
    ranked = engine.rank(taste, 30)
    scores = [engine.explain(anime_id, taste, Wish(adult=True)).score for anime_id in ranked]
    assert all(high >= low - 1e-5 for high, low in pairwise(scores))


@pytest.mark.parametrize("blend", BLENDS)
@pytest.mark.parametrize("scores", [{}, {NARUTO: 9}, {VELVET: 9}, {NARUTO: 1, K_ON: 2}, {99_999_999: 9}])
def test_whoever_asks_for_k_gets_k(blend: str, scores: dict[int, int]) -> None:
    engine, taste = small_engine(), Taste({anime_id: Rating(score) for anime_id, score in scores.items()})
    left = len(set(catalogue) - set(scores))
    assert len(engine.rank(taste, left, blend=blend)) == len(engine.rank(taste, left + 50, blend=blend)) == left
    assert all(len(engine.neighbours(anime_id, 20)) == 20 for anime_id in (*scores, SONG) if anime_id in engine)


def test_ids_that_no_catalogue_can_hold_say_nothing() -> None:
    engine, huge = small_engine(), 10**30
    taste = Taste({huge: Rating(9), 2**31: Rating(2), -5: Rating(9)}, frozenset({huge, -huge}))
    assert engine.rank(taste, 10, exclude=frozenset({huge})) == engine.rank(Taste(), 10)
    assert ids(engine.recommend(taste, Wish(), 10)) == ids(engine.recommend(Taste(), Wish(), 10))
    assert engine.quiz(taste, 5) == engine.quiz(Taste(), 5)
    assert engine.predict(taste, [NARUTO]) == engine.predict(Taste(), [NARUTO])
    assert engine.similar(huge, taste, Wish(), 5) == []
    assert engine.neighbours(huge, 5) == []
    assert huge not in engine


def test_plain_leaves_out_only_what_is_known_or_excluded() -> None:
    taste = Taste({NARUTO: Rating(9), K_ON: Rating(status=Status.PLANNED)}, frozenset({CLANNAD}))
    ranked = small_engine().rank(taste, 500, exclude=frozenset({1}))
    assert set(ranked) <= set(catalogue) - {NARUTO, CLANNAD, 1}
    assert {K_ON, SHIPPUUDEN, VELVET} <= set(ranked)


def test_a_series_begins_at_its_beginning() -> None:
    engine, wish = small_engine(), Wish(genre="Fantasy")
    for seen, first in (((), SILVER_MOON), ((SILVER_MOON,), SECOND), ((SILVER_MOON, SECOND), THIRD)):
        taste = Taste(dict.fromkeys(seen, Rating(9)))
        of_series = [at for at in ids(engine.recommend(taste, wish, 100)) if at in (SILVER_MOON, SECOND, THIRD)]
        assert of_series == [first]


def test_one_of_each_franchise() -> None:
    shown = ids(small_engine().recommend(Taste(), Wish(), 200))
    for franchise in ({NARUTO, SHIPPUUDEN}, {K_ON, K_ON_2}, {121, 5114}, {SILVER_MOON, SECOND, THIRD, RECAP}):
        assert len(franchise & set(shown)) == 1


def test_more_goes_on_where_the_list_ended() -> None:
    engine, taste = small_engine(), Taste({NARUTO: Rating(9), 1535: Rating(8)})
    whole = engine.recommend(taste, Wish(), 20)
    assert ids(whole[7:15]) == ids(engine.recommend(taste, Wish(), 8, skip=7))
    assert ids(engine.similar(NARUTO, taste, Wish(), 4, skip=4)) == ids(engine.similar(NARUTO, taste, Wish(), 8)[4:])
    assert engine.recommend(taste, Wish(), 5, skip=1000) == []


def test_similar_is_never_itself_its_franchise_or_what_is_known() -> None:
    shown = ids(small_engine().similar(NARUTO, Taste({269: Rating(5)}), Wish(), 100))
    assert shown
    assert not {NARUTO, SHIPPUUDEN, 269} & set(shown)
    assert small_engine().similar(99_999_999, Taste(), Wish(), 5) == []


def test_similar_is_alike() -> None:
    for anime_id, genre in ((20583, "Sports"), (K_ON, "Slice of Life"), (CLANNAD, "Romance")):
        top = ids(small_engine().similar(anime_id, Taste(), Wish(), 3))
        assert sum(genre in catalogue[at].genres for at in top) >= 2


def test_neighbours_are_the_plain_order_of_likeness_with_the_own_franchise() -> None:
    engine = small_engine()
    found = engine.neighbours(NARUTO, 10)
    assert len(found) == 10
    assert NARUTO not in found
    assert SHIPPUUDEN in engine.neighbours(NARUTO, len(catalogue) - 1)
    assert SHIPPUUDEN not in ids(engine.similar(NARUTO, Taste(), Wish(), len(catalogue)))
    scores = [engine.explain(at, Taste(), Wish(adult=True), similar_to=NARUTO).score for at in found]
    assert all(high >= low - 1e-5 for high, low in pairwise(scores))
    assert engine.neighbours(99_999_999, 10) == []


def test_what_is_known_is_explained_without_its_own_rating() -> None:
    engine, others = small_engine(), {1535: Rating(9), 19: Rating(9)}
    loved = engine.explain(NARUTO, Taste(others | {NARUTO: Rating(10)}), Wish())
    assert NARUTO not in {reason.because for reason in loved.reasons}
    assert {reason.because for reason in loved.reasons if reason.kind is ReasonKind.LIKED_TOGETHER} <= set(others)
    with pytest.raises(KeyError):
        engine.explain(99_999_999, Taste(), Wish())
    with pytest.raises(KeyError):
        engine.explain(NARUTO, Taste(), Wish(), similar_to=99_999_999)


def test_a_low_score_speaks_against() -> None:
    taste = Taste({K_ON: Rating(1), NARUTO: Rating(9), 269: Rating(8)})
    against = [r for r in small_engine().explain(K_ON_2, taste, Wish()).reasons if r.because == K_ON]
    assert against
    assert all(reason.amount < 0 for reason in against)


def test_who_only_says_what_they_cannot_stand_is_offered_what_many_like_and_no_more_of_that() -> None:
    engine = small_engine()
    taste = Taste({NARUTO: Rating(1), 269: Rating(2), 21: Rating(1), 1535: Rating(2)})
    picks = engine.recommend(taste, Wish(), 5)
    assert all(pick.reasons[0].kind is ReasonKind.POPULAR for pick in picks)
    assert max(reason.amount for pick in picks for reason in pick.reasons if reason.because is not None) <= 0
    assert SHIPPUUDEN not in ids(picks)


def test_mood_and_dial_are_reasons_of_their_own() -> None:
    engine = small_engine()
    cozy = engine.recommend(Taste(), Wish(mood=Mood.COZY), 5)
    assert all(any(reason.kind is ReasonKind.MOOD for reason in pick.reasons) for pick in cozy)
    safe = engine.recommend(Taste({NARUTO: Rating(9)}), Wish(adventure=Adventure.SAFE), 10)
    far = engine.recommend(Taste({NARUTO: Rating(9)}), Wish(adventure=Adventure.ADVENTUROUS), 10)
    fame = [np.mean([catalogue[pick.anime_id].members or 0 for pick in picks]) for picks in (safe, far)]
    assert fame[0] > fame[1]
    assert all(any(reason.kind is ReasonKind.NOVELTY for reason in pick.reasons) for pick in far)


def test_adult_anime_appear_only_where_they_may() -> None:
    engine, taste = small_engine(), Taste({SILVER_MOON: Rating(10)})
    assert VELVET not in ids(engine.recommend(taste, Wish(), 300))
    assert VELVET in ids(engine.recommend(taste, Wish(adult=True), 300))


def test_specials_and_songs_only_for_those_who_ask_for_them() -> None:
    engine = small_engine()
    assert not {RECAP, SPECIALS, SONG} & set(ids(engine.recommend(Taste(), Wish(), 300)))
    assert ids(engine.recommend(Taste(), Wish(type=AnimeType.MUSIC), 5)) == [SONG]
    assert ids(engine.recommend(Taste(), Wish(types=frozenset({AnimeType.MUSIC})), 5)) == [SONG]


def test_predictions_are_ratings_and_know_who_asks() -> None:
    engine, anime_ids = small_engine(), sorted(catalogue)
    strangers = engine.predict(Taste(), anime_ids)
    strict = engine.predict(Taste({NARUTO: Rating(2), K_ON: Rating(1), 1535: Rating(3)}), anime_ids)
    generous = engine.predict(Taste({NARUTO: Rating(10), K_ON: Rating(10), 1535: Rating(10)}), anime_ids)
    assert all(1 <= rating <= 10 for rating in strangers + strict + generous)
    assert np.mean(strict) < np.mean(strangers) < np.mean(generous)
    with pytest.raises(KeyError):
        engine.predict(Taste(), [99_999_999])
    assert engine.recommend(Taste(), Wish(), 1)[0].predicted is None
    assert engine.recommend(Taste({NARUTO: Rating(9)}), Wish(), 1)[0].predicted is not None


def test_the_quiz_asks_about_the_unknown_and_changes_with_every_answer() -> None:
    engine, taste = small_engine(), Taste()
    liked: list[int] = []
    before: frozenset[int] = frozenset()
    for _ in range(5):
        questions = engine.quiz(taste, 6, asked=before)
        about = {question.anime_id for question in questions}
        numbers = {question.number for question in questions}
        assert len(about) == len(numbers) == 6
        assert not about & taste.known
        assert not numbers & before
        assert not any(catalogue[anime_id].adult for anime_id in about)
        before |= numbers
        liked.append(questions[0].anime_id)
        taste = Taste({**taste.ratings, questions[0].anime_id: Rating(thumb=Thumb.UP)})
    genres = [set(catalogue[anime_id].genres) for anime_id in liked]
    assert len(set.union(*genres)) >= 6
    assert engine.quiz(Taste({liked[0]: Rating(10)}), 6) != engine.quiz(Taste({liked[1]: Rating(10)}), 6)
    everything = Taste(dict.fromkeys(catalogue, Rating(5)))
    assert engine.quiz(everything, 3) == []


def test_genres_come_before_themes_and_the_most_frequent_first() -> None:
    names = small_engine().genres()
    assert len(set(names)) == len(names)
    genres = {name for anime in catalogue.values() for name in anime.genres}
    assert set(names[: len(genres)]) == genres
    assert names[0] == "Action"


def test_it_knows_what_it_knows() -> None:
    assert NARUTO in small_engine()
    assert 99_999_999 not in small_engine()
    assert small_engine().titles.search("narutoo").matches[0].anime_id == NARUTO


def test_an_unknown_blend_is_refused() -> None:
    with pytest.raises(KeyError):
        small_engine().recommend(Taste(), Wish(), 5, blend="no such blend")
    assert small_engine().rank(Taste({NARUTO: Rating(9)}), 5, blend=SIXTY_FORTY)


def test_many_threads_get_the_answers_that_one_gets() -> None:
    engine = small_engine()
    people = [Taste({anime_id: Rating(9)}) for anime_id in sorted(catalogue)[:40]]
    alone = [engine.recommend(taste, Wish(), 10) for taste in people]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda taste: engine.recommend(taste, Wish(), 10), people))
    assert alone == together
