"""What nearly everybody likes, in order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.retrievers.popular import Popular
from core.retrievers.query import Query, ascending

SIZE = 50
appeal = np.random.default_rng(8).random(SIZE).astype(np.float32)
popular = Popular(appeal, appeal, np.zeros(SIZE, np.int32), np.argsort(-appeal).astype(np.int32))
positions = st.lists(st.integers(0, SIZE - 1))


@given(positions, st.integers(1, SIZE + 5))
def test_candidates_are_the_best_allowed_however_deep_they_lie(shut: list[int], k: int) -> None:
    allowed = np.ones(SIZE, np.bool_)
    allowed[shut] = False
    found = popular.ask(Query(np.empty(0, np.int32), np.empty(0, np.float32), allowed)).candidates(k)
    assert found.tolist() == [at for at in np.argsort(-appeal).tolist() if allowed[at]][:k]


@given(positions)
def test_ascending_has_each_position_once(given_positions: list[int]) -> None:
    found = ascending(np.array(given_positions, np.int32), SIZE)
    assert found.tolist() == sorted(set(given_positions))
