"""Likeness as a sum of what is known of two anime."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.anime import LabelKind
from core.model_files import BoolArray, BrokenModelError
from core.pick import ReasonKind
from core.retrievers.content import Content, Theme
from core.retrievers.similar import Similar

SIZE = 30
THEMES = (Theme(ReasonKind.LABEL, "Comedy", LabelKind.GENRE), Theme(ReasonKind.STORY))
random = np.random.default_rng(5)
vectors = random.normal(size=(SIZE, 4)).astype(np.float32)
vectors[7] = 0
content = Content.build(vectors, THEMES, np.array([0, 1], np.int32))
everything = np.arange(SIZE, dtype=np.int32)
all_allowed = np.ones(SIZE, np.bool_)

# Anime 0 shares its audience with 1 and 2, anime 1 with nobody, and so on.
similar = Similar(
    ids=everything + 100,
    content=content,
    starts=np.array([0, 2] + [2] * (SIZE - 1), np.int32),
    targets=np.array([1, 2], np.int32),
    together=np.array([3.0, 1.0], np.float32),
    crowd=random.random(SIZE).astype(np.float32),
    beginning=random.random(SIZE).astype(np.float32),
    scales=np.repeat([2.0, -0.5], [1, content.index.d - 1]).astype(np.float32),
)


def test_the_score_is_the_sum_of_audience_content_crowd_and_beginning() -> None:
    held = content.vectors(everything).astype(np.float64)
    expected = held @ (held[0] * similar.scales) + similar.crowd + similar.beginning
    expected[[1, 2]] += [3.0, 1.0]
    scores = similar.ask(0, all_allowed).scores(everything)
    np.testing.assert_allclose(scores / scores[1], expected / expected[1], rtol=1e-5, atol=1e-6)


@given(st.integers(0, SIZE - 1), st.floats(0.1, 3))
def test_reasons_add_up_to_the_score(position: int, weight: float) -> None:
    answer = similar.ask(position, all_allowed)
    for reasons, score in zip(answer.reasons(everything, weight), answer.scores(everything), strict=True):
        assert sum(reason.amount for reason in reasons) == pytest.approx(score * weight, rel=1e-5, abs=1e-9)


def test_each_part_is_named() -> None:
    spoken = similar.ask(0, all_allowed).reasons(np.array([1, 3], np.int32), 1.0)
    kinds = [ReasonKind.LABEL, ReasonKind.STORY, ReasonKind.POPULAR, ReasonKind.FRANCHISE]
    assert {reason.kind for reason in spoken[0]} == {*kinds, ReasonKind.LIKED_TOGETHER}
    assert {reason.kind for reason in spoken[1]} == set(kinds)
    assert [reason.because for reason in spoken[0] if reason.kind is ReasonKind.LIKED_TOGETHER] == [100]


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
    again = Similar.load(tmp_path, similar.ids, content)
    np.testing.assert_array_equal(
        again.ask(0, all_allowed).scores(everything), similar.ask(0, all_allowed).scores(everything)
    )
    narrow = Content.build(np.ones((SIZE, 40), np.float32), THEMES, np.array([0, 1], np.int32))
    with pytest.raises(BrokenModelError, match="scales"):
        Similar.load(tmp_path, similar.ids, narrow)
    (tmp_path / "similar.crowd.npy").unlink()
    with pytest.raises(BrokenModelError, match="crowd"):
        Similar.load(tmp_path, similar.ids, content)
