"""Vectors without their zeros, against the same with them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.model_files import FloatArray
from core.retrievers.vectors import Vectors

SIZE, WIDTH = 9, 12
asked = st.lists(st.integers(0, SIZE - 1), max_size=2 * SIZE)


def dense(seed: int) -> FloatArray:
    random = np.random.default_rng(seed)
    return (random.normal(size=(SIZE, WIDTH)) * (random.random((SIZE, WIDTH)) < 0.3)).astype(np.float32)


@given(st.integers(0, 30), asked)
def test_it_is_the_dense_table(seed: int, positions: list[int]) -> None:
    table, at = dense(seed), np.array(positions, np.int32)
    vectors, random = Vectors.of(table), np.random.default_rng(seed + 100)
    profile, weights = (random.normal(size=size).astype(np.float32) for size in (WIDTH, len(at)))
    np.testing.assert_array_equal(vectors.rows(at), table[at])
    np.testing.assert_allclose(vectors.sum(at, weights), weights @ table[at], atol=1e-5)
    np.testing.assert_allclose(vectors.products(at, profile), table[at] @ profile, atol=1e-5)


@given(st.integers(0, 30))
def test_themes_share_a_product(seed: int) -> None:
    table, profile = dense(seed), np.random.default_rng(seed).normal(size=WIDTH)
    theme_of = np.repeat(np.arange(3, dtype=np.int32), [2, 7, 3])
    rows, themes, shares = Vectors.of(table).shares(np.arange(SIZE, dtype=np.int32), profile, theme_of)
    expected = np.zeros((SIZE, 3))
    for position in range(SIZE):
        expected[position] = [part.sum() for part in np.split(table[position].astype(np.float64) * profile, [2, 9])]
    found = np.zeros((SIZE, 3))
    found[rows, themes] = shares
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)
    assert len(shares) == np.count_nonzero(expected)
