"""Who takes part in a matrix over anime."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.facts import NOWHERE
from core.learning.members import members_of

SIZE = 8


@given(st.lists(st.integers(NOWHERE, SIZE - 1)), st.integers(1, 4), st.integers(1, SIZE))
def test_those_that_most_have_take_part_and_each_rating_finds_its_column(
    given_places: list[int], at_least: int, at_most: int
) -> None:
    places = np.array(given_places, np.int32)
    members, columns = members_of(places, SIZE, at_least=at_least, at_most=at_most)
    counts = [given_places.count(position) for position in range(SIZE)]
    ranked = sorted(range(SIZE), key=lambda position: -counts[position])
    assert members.tolist() == sorted(position for position in ranked[:at_most] if counts[position] >= at_least)
    expected = [members.tolist().index(place) if place in members else NOWHERE for place in given_places]
    assert columns.tolist() == expected
