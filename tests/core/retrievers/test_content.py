"""Content vectors in their index."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.anime import LabelKind
from core.model_files import BrokenModelError
from core.pick import ReasonKind
from core.reasons import Named, Subjects
from core.retrievers.content import Content, Theme
from core.retrievers.query import Query
from tests.core.told import told

THEMES = (
    Theme(ReasonKind.LABEL, "Comedy", LabelKind.GENRE),
    Theme(ReasonKind.SOURCE, "Manga"),
    Theme(ReasonKind.STORY),
)
SUBJECTS = Subjects(np.empty(0, np.int32), [Named(theme.label, theme.label_kind) for theme in THEMES], [])
STARTS = np.array([0, 1, 2], np.int32)
SIZE = 40
vectors = np.random.default_rng(3).normal(size=(SIZE, 5)).astype(np.float32)
content = Content.build(vectors, THEMES, STARTS)
everything = np.arange(SIZE, dtype=np.int32)


def query(taste: dict[int, float], allowed: np.ndarray[tuple[int], np.dtype[np.bool_]] | None = None) -> Query:
    heard = np.array(sorted(taste), np.int32)
    weights = np.array([taste[at] for at in sorted(taste)], np.float32)
    return Query(heard, weights, np.ones(SIZE, np.bool_) if allowed is None else allowed)


tastes = st.dictionaries(st.integers(0, SIZE - 1), st.floats(-0.5, 1.75, width=32), max_size=9)


def test_the_index_holds_the_vectors_to_half_precision() -> None:
    np.testing.assert_allclose(content.vectors(everything)[:, :5], vectors, rtol=1e-3, atol=1e-3)
    assert content.vectors(everything).shape[1] % 16 == 0
    assert content.vectors(np.empty(0, np.int32)).shape == (0, 16)


@given(tastes)
def test_scores_are_inner_products_and_reasons_add_up_to_them(taste: dict[int, float]) -> None:
    answer = content.ask(query(taste))
    scores = answer.scores(everything)
    held = content.vectors(everything).astype(np.float64)
    products = held @ sum((weight * held[at] for at, weight in taste.items()), np.zeros(held.shape[1]))
    if np.abs(products).max() > 1e-3:
        at = int(np.argmax(np.abs(products)))
        np.testing.assert_allclose(
            scores, products * (scores[at] / products[at]), rtol=1e-3, atol=1e-4 * abs(scores[at])
        )
    for reasons, score in zip(told(answer.spoken(everything, 1.0), SIZE, SUBJECTS), scores, strict=True):
        assert sum(reason.amount for reason in reasons) == pytest.approx(score, rel=1e-5, abs=1e-5)


def test_candidates_are_the_best_allowed_in_order() -> None:
    allowed = np.arange(SIZE) % 3 == 0
    answer = content.ask(query({1: 1.0, 5: 0.5}, allowed))
    found = answer.candidates(6)
    scores = answer.scores(everything)
    best = [at for at in np.argsort(-scores) if allowed[at]][:6]
    assert found.tolist() == best


def test_whoever_asks_for_more_gets_the_same_and_more() -> None:
    many = Content.build(np.random.default_rng(4).normal(size=(600, 5)).astype(np.float32), THEMES, STARTS)
    answer = many.ask(Query(np.array([7], np.int32), np.ones(1, np.float32), np.arange(600) != 7))
    near, far = answer.candidates(200), answer.candidates(350)
    assert len(far) == 350
    assert far[:200].tolist() == near.tolist()
    assert np.all(np.diff(answer.scores(far)) <= 1e-6)


def test_the_sketch_finds_nearly_all_and_what_is_found_is_compared_in_all_dimensions() -> None:
    random = np.random.default_rng(5)
    kinds = random.normal(size=(40, 300)) * (random.random((40, 300)) < 0.1)
    wide = (random.normal(size=(900, 40)) @ kinds + 0.5 * random.normal(size=(900, 300))).astype(np.float32)
    alike = Content.build(wide, THEMES, STARTS)
    allowed = np.arange(900) % 4 != 1
    profile = alike.vectors(np.array([2, 30, 31], np.int32)).sum(axis=0)
    expected = np.where(allowed, alike.vectors(np.arange(900, dtype=np.int32)) @ profile, -np.inf)
    best = np.argsort(-expected)[:100]
    products, found = alike.search(profile, allowed, 100, exact=True)
    assert found.tolist() == best.tolist()
    np.testing.assert_allclose(products, expected[best], rtol=1e-4)
    products, found = alike.search(profile, allowed, 100)
    assert len(set(found.tolist()) & set(best.tolist())) >= 95
    np.testing.assert_allclose(products, expected[found], rtol=1e-4)


def test_directions_have_length_1_or_none() -> None:
    some = Content.build(np.array([[3.0, 4.0], [0.0, 0.0]], np.float32), THEMES[2:], STARTS[:1])
    found = some.directions(np.array([1, 0, 0], np.int32)).rows(np.arange(3, dtype=np.int32))
    expected = np.array([[0, 0], [0.6, 0.8], [0.6, 0.8]], np.float32)
    np.testing.assert_allclose(found[:, :2], expected, rtol=1e-6)


def test_a_theme_over_several_dimensions_is_one_reason() -> None:
    spoken = content.ask(query({2: 1.0})).spoken(np.array([2], np.int32), 1.0)
    assert len(spoken.rows) == len(THEMES)
    reasons = told(spoken, 1, SUBJECTS)[0]
    assert {(reason.kind, reason.label, reason.label_kind) for reason in reasons} == {
        (theme.kind, theme.label, theme.label_kind) for theme in THEMES
    }


@pytest.mark.parametrize("allowed", [np.ones(SIZE, np.bool_), np.zeros(SIZE, np.bool_)])
def test_nothing_to_go_by_or_nothing_allowed_finds_nothing(allowed: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
    taste = {} if allowed.all() else {1: 1.0}
    assert content.ask(query(taste, allowed)).candidates(5).tolist() == []


def test_it_is_saved_and_loaded(tmp_path: Path) -> None:
    content.save(tmp_path)
    loaded = Content.load(tmp_path)
    assert loaded.themes == THEMES
    np.testing.assert_array_equal(loaded.vectors(everything), content.vectors(everything))
    np.testing.assert_array_equal(loaded.theme_starts, content.theme_starts)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    content.save(tmp_path)
    described = json.loads((tmp_path / "content.json").read_text())
    (tmp_path / "content.json").write_text(json.dumps(described | {"themes": [["no such kind", None, None]]}))
    with pytest.raises(BrokenModelError, match=r"content\.json"):
        Content.load(tmp_path)
    (tmp_path / "content.faiss").write_bytes(b"no index")
    with pytest.raises(BrokenModelError, match=r"content\.faiss"):
        Content.load(tmp_path)
