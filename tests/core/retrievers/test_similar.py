"""Likeness as a sum of what is known of two anime, and trees that correct it."""

from pathlib import Path

import lightgbm
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.anime import Anime, LabelKind, Title, TitleLanguage
from core.learning.facts import learn_facts
from core.model_files import BoolArray, BrokenModelError
from core.pick import ReasonKind
from core.reasons import Named, Subjects
from core.retrievers.collaborative import Collaborative
from core.retrievers.content import Content, Theme
from core.retrievers.pairs import ALONE, FEATURES, TOGETHER, Pairs
from core.retrievers.popular import Popular
from core.retrievers.similar import MARGIN, NAME, Similar, base_of
from core.trees import Trees
from tests.core.told import told

SIZE = 30
THEMES = (Theme(ReasonKind.LABEL, "Comedy", LabelKind.GENRE), Theme(ReasonKind.STORY))
random = np.random.default_rng(5)
vectors = random.normal(size=(SIZE, 4)).astype(np.float32)
vectors[7] = 0
content = Content.build(vectors, THEMES, np.array([0, 1], np.int32))
everything = np.arange(SIZE, dtype=np.int32)
all_allowed = np.ones(SIZE, np.bool_)
NAMED = [Named(theme.label, theme.label_kind) for theme in THEMES]
SUBJECTS = Subjects(np.arange(100, 100 + SIZE, dtype=np.int32), NAMED, [])
facts = learn_facts([Anime(at + 100, (Title(f"Anime {at}", TitleLanguage.ROMAJI),)) for at in range(SIZE)])
directions = random.normal(size=(SIZE, 5)).astype(np.float16)

# Anime 0 shares its audience with 1 and 2, anime 1 with nobody, and so on.
pairs = Pairs(
    facts=facts,
    content=content,
    collaborative=Collaborative(
        ids=facts.ids,
        starts=np.array([0] + [1] * SIZE, np.int32),
        targets=np.array([2], np.int32),
        weights=np.array([0.25], np.float32),
        base=np.zeros(SIZE, np.float32),
    ),
    popular=Popular(
        appeal=random.random(SIZE).astype(np.float32),
        means=random.uniform(5, 9, SIZE).astype(np.float32),
        audience=random.integers(0, 99, SIZE).astype(np.int32),
        order=everything,
    ),
    starts=np.array([0, 2] + [2] * (SIZE - 1), np.int32),
    targets=np.array([1, 2], np.int32),
    cosines=np.array([0.75, 0.5], np.float16),
    back=np.array([0.125, 0], np.float16),
    alone=random.random((SIZE, len(ALONE))).astype(np.float32),
    kindred=directions,
    known=directions,
    guessed=directions,
)


def trees() -> Trees:
    """Return trees that look at a bit of everything."""
    table = np.concatenate([pairs.look(at).rows(everything) for at in range(SIZE)])
    liked = random.random(len(table)) + np.nan_to_num(table).sum(axis=1)
    settings = {"num_leaves": 7, "min_data_in_leaf": 5, "feature_fraction": 0.3, "verbosity": -1, "seed": 1}
    return Trees(lightgbm.train(settings, lightgbm.Dataset(table, liked), 40).model_to_string())


grown = trees()
similar = Similar(
    pairs=pairs,
    together=np.array([3.0, 1.0, 0.5, 2.0, 0.0, 0.25], np.float32),
    crowd=random.random(SIZE).astype(np.float32),
    beginning=random.random(SIZE).astype(np.float32),
    scales=np.repeat([2.0, -0.5], [1, content.index.d - 1]).astype(np.float32),
    trees=grown,
    base=base_of(grown),
)


def test_the_score_is_the_sum_of_audience_content_crowd_and_beginning_and_what_the_trees_add() -> None:
    held = content.vectors(everything).astype(np.float64)
    expected = held @ (held[0] * similar.scales) + similar.crowd + similar.beginning
    expected[1] += 3 * 0.75 + 0.75**0.5 + 0.5 * 0.75 / 0.125
    expected[2] += 3 * 0.5 + 0.5**0.5 + 0.5 * 0.5 / 0.125 + 2 * 0.25 + 0.25 * 0.25 / 0.025
    expected += (grown.margins(pairs.look(0).rows(everything)) - similar.base) / MARGIN
    scores = similar.ask(0, all_allowed).scores(everything)
    np.testing.assert_allclose(scores / scores[1], expected / expected[1], rtol=1e-5, atol=1e-6)


@given(st.integers(0, SIZE - 1), st.floats(0.1, 3))
def test_reasons_add_up_to_the_score(position: int, weight: float) -> None:
    answer = similar.ask(position, all_allowed)
    found = told(answer.spoken(everything, weight), SIZE, SUBJECTS)
    for reasons, score in zip(found, answer.scores(everything), strict=True):
        assert sum(reason.amount for reason in reasons) == pytest.approx(score * weight, rel=1e-5, abs=1e-6)
        abouts = [reason[:1] + reason[2:] for reason in reasons]
        assert len(set(abouts)) == len(abouts)


def test_each_part_is_named() -> None:
    spoken = told(similar.ask(0, all_allowed).spoken(np.array([1, 3], np.int32), 1.0), 2, SUBJECTS)
    parts = {ReasonKind.LABEL, ReasonKind.STORY, ReasonKind.POPULAR, ReasonKind.FRANCHISE}
    assert all(parts <= {reason.kind for reason in reasons} for reasons in spoken)
    assert [reason.because for reason in spoken[0] if reason.because is not None] == [100]
    assert [reason.because for reason in spoken[1] if reason.because is not None] == []
    assert not len(similar.ask(0, all_allowed).spoken(np.empty(0, np.int32), 1.0).rows)


def test_candidates_are_allowed_and_there_are_some_for_what_nobody_has_seen() -> None:
    allowed: BoolArray = everything % 2 == 0
    assert 2 in similar.ask(0, allowed).candidates(5)
    assert 1 not in similar.ask(0, allowed).candidates(5)
    assert np.all(allowed[similar.ask(3, allowed).candidates(5)])
    assert len(similar.ask(3, allowed).candidates(5)) == 5
    assert not len(similar.ask(7, allowed).candidates(5))  # of which nothing at all is known
    assert not len(similar.ask(0, ~all_allowed).candidates(5))


def test_what_was_saved_is_read_again(tmp_path: Path) -> None:
    similar.save(tmp_path)
    parts = (facts, content, pairs.collaborative, pairs.popular)
    again = Similar.load(tmp_path, Pairs.load(tmp_path, *parts))
    np.testing.assert_array_equal(
        again.ask(0, all_allowed).scores(everything), similar.ask(0, all_allowed).scores(everything)
    )


def test_what_does_not_fit_together_is_refused(tmp_path: Path) -> None:
    similar.save(tmp_path)
    narrow = Content.build(np.ones((SIZE, 40), np.float32), THEMES, np.array([0, 1], np.int32))
    parts = (pairs.collaborative, pairs.popular)
    with pytest.raises(BrokenModelError, match="scales"):
        Similar.load(tmp_path, Pairs.load(tmp_path, facts, narrow, *parts))
    fewer = learn_facts([Anime(1, (Title("One", TitleLanguage.ROMAJI),))])
    with pytest.raises(BrokenModelError, match="1 anime"):
        Pairs.load(tmp_path, fewer, content, *parts)
    np.save(tmp_path / "similar.together.npy", np.ones(len(TOGETHER) + 1, np.float32))
    with pytest.raises(BrokenModelError, match="7 weights"):
        Similar.load(tmp_path, pairs)
    (tmp_path / "similar.crowd.npy").unlink()
    with pytest.raises(BrokenModelError, match="crowd"):
        Similar.load(tmp_path, pairs)


def test_trees_that_want_other_numbers_or_are_none_are_refused(tmp_path: Path) -> None:
    similar.save(tmp_path)
    data = lightgbm.Dataset(random.random((50, len(FEATURES) - 1)), random.random(50))
    (tmp_path / NAME).write_text(lightgbm.train({"verbosity": -1}, data, 2).model_to_string())
    with pytest.raises(BrokenModelError, match=f"{len(FEATURES) - 1} numbers"):
        Similar.load(tmp_path, pairs)
    (tmp_path / NAME).write_text("no trees")
    with pytest.raises(BrokenModelError, match=NAME):
        Similar.load(tmp_path, pairs)
