"""The rules of a shown list, on a catalogue small enough to see through."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts import NOWHERE, Facts
from core.pick import ReasonKind
from core.presentation import POOL, diversified, entry_points, one_per_franchise
from core.ranking import descending
from core.retrievers.content import Content, Theme

CHAIN = [NOWHERE, 0, 1, 2, NOWHERE, 4]  # 0 ← 1 ← 2 ← 3 and 4 ← 5


def facts(before: list[int], franchise: list[int]) -> Facts:
    size = len(before)
    return Facts(
        ids=np.arange(size, dtype=np.int32),
        types=np.zeros(size, np.int8),
        episodes=np.zeros(size, np.int32),
        years=np.zeros(size, np.int32),
        adult=np.zeros(size, np.bool_),
        franchise=np.array(franchise, np.int32),
        before=np.array(before, np.int32),
        entry=np.ones(size, np.bool_),
        label_rows=np.empty(0, np.int32),
        label_ids=np.empty(0, np.int32),
        labels=(),
    )


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ([], {3: 0, 1: 0, 5: 4}),
        ([0], {3: 1, 2: 1, 1: 1, 5: 4}),
        ([0, 1, 2], {3: 3}),
        ([2], {3: 3, 1: 0}),  # begun in the middle: on from there
        ([4], {5: 5, 3: 0}),
    ],
)
def test_the_way_in_goes_back_as_far_as_nothing_is_known(known: list[int], expected: dict[int, int]) -> None:
    flags = np.zeros(len(CHAIN), np.bool_)
    flags[known] = True
    asked = np.array(list(expected), np.int32)
    assert entry_points(facts(CHAIN, [0] * len(CHAIN)), asked, flags).tolist() == list(expected.values())


def test_of_each_franchise_the_best_ranked_stays() -> None:
    catalogue = facts([NOWHERE] * 6, [0, 0, 1, 1, 2, 0])
    ranked = np.array([3, 5, 2, 0, 4, 1], np.int32)
    assert ranked[one_per_franchise(catalogue, ranked)].tolist() == [3, 5, 4]


@given(st.lists(st.floats(-5, 5), max_size=30))
def test_descending_is_a_total_order(values: list[float]) -> None:
    positions = np.arange(len(values), dtype=np.int32)[::-1]
    scores = np.array(values, np.float64)
    ordered, falling = descending(positions, scores)
    expected = sorted(zip(-scores, positions, strict=True))
    assert ordered.tolist() == [position for _, position in expected]
    assert falling.tolist() == [-score for score, _ in expected]


def content(vectors: list[list[float]]) -> Content:
    return Content.build(np.array(vectors, np.float32), (Theme(ReasonKind.STORY),), np.array([0], np.int32))


def test_likes_do_not_stand_next_to_each_other() -> None:
    same, other = [1.0, 0.0], [0.0, 1.0]
    ranked = np.arange(4, dtype=np.int32)
    close = diversified(content([same, same, same, other]), ranked, np.array([1.0, 0.99, 0.98, 0.97]), 4)
    assert close.tolist() == [0, 3, 1, 2]
    far = diversified(content([same, same, same, other]), ranked, np.array([1.0, 0.9, 0.9, 0.2]), 4)
    assert far.tolist() == [0, 1, 2, 3]


@given(st.integers(0, 20), st.integers(0, 90), st.integers(0, 90))
def test_a_list_is_the_beginning_of_every_longer_one(seed: int, short: int, more: int) -> None:
    random = np.random.default_rng(seed)
    size = POOL + 20
    vectors = content(random.normal(size=(size, 4)).tolist())
    ranked = random.permutation(size).astype(np.int32)
    scores = -np.sort(-random.random(size))
    longer = diversified(vectors, ranked, scores, short + more)
    assert longer[:short].tolist() == diversified(vectors, ranked, scores, short).tolist()
    assert len(set(longer.tolist())) == len(longer) == min(size, short + more)
    assert set(diversified(vectors, ranked, scores, size).tolist()) == set(range(size))


def test_nothing_can_be_arranged_too() -> None:
    empty = np.empty(0, np.int32)
    assert diversified(content([[1.0, 0.0]]), empty, np.empty(0), 5).tolist() == []
    assert entry_points(facts(CHAIN, [0] * 6), empty, np.zeros(6, np.bool_)).tolist() == []
