"""What all retrievers share, against NumPy."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.retrievers.query import ascending, best, first_allowed, scale_of, values_at

SIZE = 20
few_scores = st.lists(st.sampled_from([-1.0, 0.0, 0.5, 0.5, 2.0]), max_size=SIZE)
places = st.lists(st.integers(0, SIZE - 1), max_size=2 * SIZE)


@given(few_scores, st.integers(0, SIZE + 2))
def test_the_best_are_the_highest_and_of_equal_ones_the_first(scores: list[float], k: int) -> None:
    order = sorted(range(len(scores)), key=lambda at: (-scores[at], at))
    assert best(np.array(scores), k).tolist() == sorted(order[:k])


@given(
    st.integers(0, 50), st.integers(1, 1500), st.integers(1, 300), st.sampled_from(("as it is", "up", "down", "one"))
)
def test_the_best_of_many_are_those_of_a_stable_sort(seed: int, size: int, k: int, order: str) -> None:
    random = np.random.default_rng(seed)
    # Some are equal; some lists are sorted, or have one high score among many that are the same.
    scores = np.round(random.normal(size=size), random.integers(0, 6))
    scores = {"up": np.sort(scores), "down": -np.sort(scores), "one": np.zeros(size)}.get(order, scores)
    scores[random.integers(size)] += order == "one"
    assert best(scores, k).tolist() == sorted(np.argsort(-scores, kind="stable")[:k].tolist())


@given(few_scores)
def test_the_scale_is_the_mean_of_the_ten_highest(scores: list[float]) -> None:
    highest = sorted(scores, reverse=True)[:10]
    mean = sum(highest) / len(highest) if highest else 0.0
    assert scale_of(np.array(scores)) == (mean if mean > 0 else 1.0)


@given(places)
def test_ascending_is_unique(positions: list[int]) -> None:
    assert ascending(np.array(positions, np.int32), SIZE).tolist() == np.unique(positions).tolist()


@given(st.permutations(range(SIZE)), st.lists(st.booleans(), min_size=SIZE, max_size=SIZE), st.integers(0, SIZE + 2))
def test_the_first_that_are_allowed(order: list[int], allowed: list[bool], k: int) -> None:
    found = first_allowed(np.array(order, np.int32), np.array(allowed), k)
    assert found.tolist() == [position for position in order if allowed[position]][:k]


@given(places)
def test_values_are_looked_up(positions: list[int]) -> None:
    values = np.linspace(0, 1, SIZE, dtype=np.float32)
    assert values_at(values, np.array(positions, np.int32)).tolist() == [float(values[at]) for at in positions]
