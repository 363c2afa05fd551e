"""Folding a taste in, against the dense product."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from core.model_files import BrokenModelError, FloatArray
from core.pick import ReasonKind
from core.reasons import Subjects
from core.retrievers.collaborative import Collaborative
from core.retrievers.query import Query
from tests.core.told import told

SIZE = 12
SUBJECTS = Subjects(np.arange(100, 100 + SIZE, dtype=np.int32), [], [])


def sparse(dense: FloatArray, base: FloatArray | None = None) -> Collaborative:
    rows = csr_array(dense)
    return Collaborative(
        ids=np.arange(100, 100 + SIZE, dtype=np.int32),
        starts=rows.indptr.astype(np.int32),
        targets=rows.indices.astype(np.int32),
        weights=rows.data,
        base=np.zeros(SIZE, np.float32) if base is None else base,
    )


def weights(seed: int) -> FloatArray:
    random = np.random.default_rng(seed)
    dense = random.random((SIZE, SIZE)) * (random.random((SIZE, SIZE)) < 0.4)
    np.fill_diagonal(dense, 0)
    return dense.astype(np.float32)


tastes = st.dictionaries(st.integers(0, SIZE - 1), st.floats(-0.5, 1.75, width=32), max_size=SIZE)


@given(st.integers(0, 50), tastes)
def test_folding_in_is_the_dense_product_up_to_one_scale(seed: int, taste: dict[int, float]) -> None:
    dense = weights(seed)
    heard = np.array(sorted(taste), np.int32)
    preferences = np.array([taste[at] for at in sorted(taste)], np.float32)
    answer = sparse(dense).ask(Query(heard, preferences, np.ones(SIZE, np.bool_)))
    found = answer.scores(np.arange(SIZE, dtype=np.int32))
    expected = preferences.astype(np.float64) @ dense[heard]
    largest = np.abs(expected).max(initial=0.0)
    if largest < 1e-6:
        return
    scale = found[np.argmax(np.abs(expected))] / expected[np.argmax(np.abs(expected))]
    assert scale > 0
    np.testing.assert_allclose(found, expected * scale, rtol=1e-5, atol=1e-5 * scale * largest)


def test_the_more_is_known_the_less_what_is_expected_of_anybody_counts() -> None:
    dense, base = weights(4), np.linspace(0.5, 1, SIZE).astype(np.float32)
    everything, asked = np.ones(SIZE, np.bool_), np.arange(SIZE, dtype=np.int32)
    for heard in (np.array([1], np.int32), np.array([1, 4, 5, 8], np.int32)):
        answer = sparse(dense, base).ask(Query(heard, np.full(len(heard), 1.5, np.float32), everything))
        expected = base + 1.5 * dense[heard].sum(axis=0) / np.sqrt(1.5 * len(heard))
        np.testing.assert_allclose(answer.scores(asked) * answer.scale, expected, rtol=1e-5)
        for reasons, score in zip(told(answer.spoken(asked, 2.0), SIZE, SUBJECTS), answer.scores(asked), strict=True):
            assert sum(reason.amount for reason in reasons) == pytest.approx(2 * score, rel=1e-9, abs=1e-12)
            assert [reason.kind for reason in reasons if reason.because is None] == [ReasonKind.POPULAR]


@given(st.integers(0, 50), tastes)
def test_reasons_name_who_speaks_and_add_up(seed: int, taste: dict[int, float]) -> None:
    heard = np.array(sorted(taste), np.int32)
    preferences = np.array([taste[at] for at in sorted(taste)], np.float32)
    answer = sparse(weights(seed)).ask(Query(heard, preferences, np.ones(SIZE, np.bool_)))
    asked = np.array([3, 0, 7], np.int32)
    for reasons, score in zip(told(answer.spoken(asked, 1.0), len(asked), SUBJECTS), answer.scores(asked), strict=True):
        assert sum(reason.amount for reason in reasons) == pytest.approx(score, rel=1e-9, abs=1e-12)
        assert {reason.kind for reason in reasons} <= {ReasonKind.LIKED_TOGETHER}
        assert {reason.because for reason in reasons} <= {100 + at for at in taste}


def test_what_speaks_against_counts_for_likes_and_is_no_praise_for_dislikes() -> None:
    dense = np.zeros((SIZE, SIZE), np.float32)
    dense[0, 1:3] = [0.5, -0.25]
    everything, asked = np.ones(SIZE, np.bool_), np.array([1, 2], np.int32)
    liked = sparse(dense).ask(Query(np.array([0], np.int32), np.ones(1, np.float32), everything)).scores(asked)
    assert liked[0] > 0 > liked[1]
    disliked = sparse(dense).ask(Query(np.array([0], np.int32), -np.ones(1, np.float32), everything)).scores(asked)
    assert disliked[0] < 0 == disliked[1]


@given(st.integers(0, 50), tastes, st.lists(st.booleans(), min_size=SIZE, max_size=SIZE))
def test_the_totals_are_those_of_a_plain_loop_to_the_last_digit(
    seed: int, taste: dict[int, float], flags: list[bool]
) -> None:
    dense = weights(seed) * np.where(weights(seed + 1) > 0, np.float32(-1), np.float32(1))
    base = np.where(weights(seed + 2)[0] > 0, dense[0] - np.float32(0.1), np.float32(0)).astype(np.float32)
    heard, allowed = np.array(sorted(taste), np.int32), np.array(flags)
    answer = sparse(dense, base).ask(Query(heard, np.array([taste[at] for at in heard], np.float32), allowed))
    totals = [0.0] * SIZE
    for speaker, liking in zip(heard.tolist(), answer.spread.tolist(), strict=True):
        for target in range(SIZE):
            product = float(dense[speaker, target]) * liking
            totals[target] += 0.0 if liking < 0 < product else product
    totals = [total + float(expected) for total, expected in zip(totals, base, strict=True)]
    assert answer.totals.tolist() == totals
    assert answer.hits.tolist() == [at for at in range(SIZE) if totals[at] > 0 and flags[at]]
    highest = [
        sorted((of for of in found if of > 0), reverse=True)[:10]
        for found in ([totals[at] for at in range(SIZE) if flags[at]], [-total for total in totals])
    ]
    scales = [sum(found) / len(found) if found else 1.0 for found in highest]
    assert answer.scale == pytest.approx(max(scales) if highest[1] else scales[0], rel=1e-12)


def test_candidates_are_the_best_that_are_allowed() -> None:
    dense = np.zeros((SIZE, SIZE), np.float32)
    dense[0, 1:6] = [0.5, 0.4, 0.3, 0.2, -0.1]
    allowed = np.ones(SIZE, np.bool_)
    allowed[1] = False
    answer = sparse(dense).ask(Query(np.array([0], np.int32), np.ones(1, np.float32), allowed))
    assert set(answer.candidates(2)) == {2, 3}
    assert set(answer.candidates(50)) == {2, 3, 4}


def test_nobody_speaking_says_nothing() -> None:
    query = Query(np.empty(0, np.int32), np.empty(0, np.float32), np.ones(SIZE, np.bool_))
    answer = sparse(weights(1)).ask(query)
    assert answer.candidates(5).tolist() == []
    assert answer.scores(np.array([1, 2], np.int32)).tolist() == [0, 0]
    assert told(answer.spoken(np.array([1], np.int32), 1.0), 1, SUBJECTS) == [[]]


def test_it_is_saved_and_a_broken_file_is_named(tmp_path: Path) -> None:
    before = sparse(weights(2), np.arange(SIZE, dtype=np.float32))
    before.save(tmp_path, "one")
    sparse(weights(3)).save(tmp_path, "other")
    after = Collaborative.load(tmp_path, "one", before.ids)
    for name in ("starts", "targets", "weights", "base"):
        np.testing.assert_array_equal(getattr(after, name), getattr(before, name))
    (tmp_path / "one.weights.npy").write_bytes(b"nothing")
    with pytest.raises(BrokenModelError, match=r"one\.weights\.npy"):
        Collaborative.load(tmp_path, "one", before.ids)


@given(st.integers(0, 50))
def test_lengths_and_likeness_are_those_of_the_dense_rows(seed: int) -> None:
    dense = weights(seed)
    dense[3] = 0
    everything = np.arange(SIZE, dtype=np.int32)
    lengths = np.linalg.norm(dense, axis=1)
    assert sparse(dense).lengths(everything) == pytest.approx(lengths)
    unit = dense / np.where(lengths > 0, lengths, 1)[:, np.newaxis]
    assert sparse(dense).likeness(everything[2:5], everything) == pytest.approx(unit[2:5] @ unit.T, abs=1e-6)
