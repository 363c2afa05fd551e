"""The second stage, learned on the small world: it corrects the blend, and its reasons add up."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine import Engine
from core.features import FEATURES
from core.learning.held_out import few_likes, mean_ndcg, profiles
from core.learning.ranker import RankerConfig, learn_ranker
from core.model import Model
from core.model_files import BrokenModelError
from core.pick import ReasonKind
from core.ranker import NAME, Ranker
from core.ranking import descending
from core.search.index import TitleIndex
from core.taste import Rating, Taste
from core.wish import Adventure, Wish
from tests.small_world import small_catalogue, small_engine, small_interactions, small_model

IDS = [anime.id for anime in small_catalogue()]
tastes = st.dictionaries(st.sampled_from(IDS), st.integers(1, 10).map(Rating), min_size=1, max_size=20).map(Taste)


@cache
def ranker() -> Ranker:
    learned = learn_ranker(
        small_engine(), small_interactions(), RankerConfig(trees=20, at_least=100), lambda _share: None
    )
    assert learned is not None
    return learned


@cache
def corrected(least: int | None = 0) -> Engine:
    folder = small_model()
    manifest = replace(small_engine().manifest, corrected_from=least)
    return Engine(manifest, replace(Model.load(folder), ranker=ranker()), TitleIndex.load(folder))


def test_the_second_stage_learns_what_people_go_on_to_like() -> None:
    engine, whole = corrected(), profiles(small_interactions(), 0.8, 5)
    for people in (whole, few_likes(whole, 3, 5)):
        as_it_is = mean_ndcg([engine.rank(profile.taste, 10, blend="ladder") for profile in people], people)
        assert mean_ndcg([engine.rank(profile.taste, 10) for profile in people], people) > as_it_is


@settings(max_examples=30)
@given(tastes)
def test_reasons_add_up_to_the_score_through_both_stages(taste: Taste) -> None:
    engine = corrected()
    picks = engine.recommend(taste, Wish(adult=True), 10)
    for pick in picks:
        assert sum(reason.amount for reason in pick.reasons) == pytest.approx(pick.score, rel=1e-9, abs=1e-12)
        abouts = [(reason.kind, reason.because, reason.label, reason.label_kind) for reason in pick.reasons]
        assert len(set(abouts)) == len(abouts)
    ids, blend, table = engine.candidates(taste)
    plain = dict(zip(ids, blend.tolist(), strict=True))
    margins = ranker().trees.margins(table)
    margin = dict(zip(ids, margins.tolist(), strict=True))
    for pick in picks:
        if pick.anime_id in plain and engine.audience(pick.anime_id):
            expected = plain[pick.anime_id] + (margin[pick.anime_id] - ranker().base) / 3.0
            assert pick.score == pytest.approx(expected, rel=1e-5, abs=1e-6)


def test_the_order_is_that_of_the_explained_scores() -> None:
    engine, taste = corrected(), Taste({IDS[3]: Rating(9), IDS[20]: Rating(8), IDS[31]: Rating(4)})
    ranked = engine.rank(taste, 30)
    scores = [engine.explain(anime_id, taste, Wish(adult=True)).score for anime_id in ranked]
    assert scores == sorted(scores, reverse=True)


def test_of_many_only_those_are_corrected_that_led_before_it() -> None:
    engine, taste = corrected(), Taste({20: Rating(9), 1535: Rating(8)})
    asked = engine._asked(taste, Wish(adult=True))
    ranking, plain = engine._for_taste(asked, None), engine._for_taste(asked, engine.manifest.blend)
    everything = np.flatnonzero(asked.allowed).astype(np.int32)
    found, scores = ranking.leading(everything, 20)
    leaders = descending(everything, plain.scores(everything))[0][:20].tolist()
    unrated = everything[engine._unrated[everything]].tolist()
    assert sorted(found.tolist()) == sorted({*leaders, *unrated})
    assert len(found) < len(everything)
    np.testing.assert_allclose(scores, ranking.scores(found), rtol=1e-9)
    assert plain.leading(everything, 20)[0].tolist() == everything.tolist()


def test_it_corrects_only_where_it_has_shown_itself_better() -> None:
    taste = Taste({20: Rating(9), 1535: Rating(8)})
    plain = small_engine().rank(taste, 20)
    assert corrected(None).rank(taste, 20) == plain
    assert corrected(3).rank(taste, 20) == plain
    assert corrected(2).rank(taste, 20) != plain
    assert corrected(2).rank(taste, 20, blend="ladder") == plain
    assert corrected(0).rank(Taste(), 20) == small_engine().rank(Taste(), 20)


def test_a_wish_that_nothing_fits_is_answered_with_nothing() -> None:
    taste = Taste({20: Rating(9), 1535: Rating(8)})
    assert corrected().recommend(taste, Wish(genre="no such genre"), 10) == []
    assert len(corrected().rank(taste, len(IDS))) == len(IDS) - 2


def test_an_adventure_is_corrected_too() -> None:
    taste, wish = Taste({20: Rating(9), 1535: Rating(8)}), Wish(adventure=Adventure.ADVENTUROUS)
    found = corrected().recommend(taste, wish, 10)
    assert found != small_engine().recommend(taste, wish, 10)
    for pick in found:
        assert sum(reason.amount for reason in pick.reasons) == pytest.approx(pick.score, rel=1e-5, abs=1e-9)
        assert corrected().explain(pick.anime_id, taste, wish).score == pytest.approx(pick.score, rel=1e-5)


def test_of_too_few_people_nothing_is_learned() -> None:
    assert (
        learn_ranker(small_engine(), small_interactions(), RankerConfig(at_least=10_000), lambda _share: None) is None
    )


def test_it_is_kept_in_a_file_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    assert Ranker.load(tmp_path) is None
    ranker().save(tmp_path)
    loaded = Ranker.load(tmp_path)
    assert loaded is not None
    assert loaded.base == ranker().base
    table = np.random.default_rng(1).random((50, len(FEATURES))).astype(np.float32)
    np.testing.assert_array_equal(loaded.trees.margins(table), ranker().trees.margins(table))
    (tmp_path / NAME).write_text("no trees")
    with pytest.raises(BrokenModelError):
        Ranker.load(tmp_path)


def test_new_kinds_of_reasons_are_given() -> None:
    picks = corrected().recommend(Taste({20: Rating(9), 1535: Rating(8)}), Wish(), 10)
    kinds = {reason.kind for pick in picks for reason in pick.reasons}
    assert kinds & {ReasonKind.FRANCHISE, ReasonKind.LENGTH, ReasonKind.ERA}
