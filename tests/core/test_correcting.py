"""Reasons of a corrected sum."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.correcting import Columns, corrected
from core.features import Feature
from core.pick import Reason, ReasonKind
from core.reasons import Named, Spoken, Subjects, about
from tests.core.told import told

FEATURES = (
    Feature("both", ReasonKind.POPULAR, of=(0, 1)),
    Feature("first", ReasonKind.STORY, of=(0,)),
    Feature("none", ReasonKind.ERA),
)
COLUMNS = Columns.of_features(FEATURES, 2)
SUBJECTS = Subjects(np.array([20, 1735], np.int32), [Named("Drama", None), Named("Ecchi", None)], [])
DRAMA, ECCHI = about(ReasonKind.LABEL) + 1, about(ReasonKind.LABEL) + 2
POPULAR, ERA = about(ReasonKind.POPULAR), about(ReasonKind.ERA)

amounts = st.floats(-5, 5).map(lambda amount: round(amount, 3))
entries = st.tuples(st.integers(0, 3), st.sampled_from([DRAMA, ECCHI, POPULAR, ERA]), amounts, st.integers(0, 2))
Entry = tuple[int, int, float, int]  # row, what it is about, amount, group


def reasons(size: int, said: list[Entry], added: list[tuple[float, ...]]) -> list[list[Reason]]:
    rows, abouts, values, groups = zip(*said, strict=True) if said else ((), (), (), ())
    spoken = Spoken(np.array(rows, np.int32), np.array(abouts, np.int64), np.array(values, np.float64))
    found = corrected(size, spoken, np.array(groups, np.int32), COLUMNS, np.array(added, np.float64))
    assert np.all(np.diff(found.rows) >= 0)
    return told(found, size, SUBJECTS)


@given(st.lists(st.tuples(amounts, amounts, amounts), min_size=4, max_size=4), st.lists(entries, max_size=20))
def test_reasons_add_up_to_the_sum_and_what_is_added_each_thing_once_the_largest_first(
    added: list[tuple[float, ...]], said: list[Entry]
) -> None:
    for row, found in enumerate(reasons(4, said, added)):
        expected = sum(added[row]) + sum(amount for at, _, amount, _ in said if at == row)
        assert sum(reason.amount for reason in found) == pytest.approx(expected, rel=1e-9, abs=1e-9)
        assert len({(reason.kind, reason.label) for reason in found}) == len(found)
        sizes = [abs(reason.amount) for reason in found]
        assert sizes == sorted(sizes, reverse=True)


def test_what_is_added_goes_to_the_reasons_of_its_sign_and_else_stands_alone() -> None:
    said = [(0, DRAMA, 2.0, 0), (0, ECCHI, -1.0, 0), (1, POPULAR, 2.0, 2)]
    drama, ecchi = Reason(ReasonKind.LABEL, 3.0, label="Drama"), Reason(ReasonKind.LABEL, -1.0, label="Ecchi")
    assert reasons(3, said, [(0.0, 1.0, 0.5), (4.0, 0.0, 0.0), (0.0, 0.0, -0.5)]) == [
        [drama, ecchi, Reason(ReasonKind.ERA, 0.5)],
        [Reason(ReasonKind.POPULAR, 6.0)],  # the third group is nobody's to correct, but it is about the same
        [Reason(ReasonKind.ERA, -0.5)],
    ]
    assert reasons(1, said[:2], [(0.0, -3.0, 0.0)])[0] == [
        Reason(ReasonKind.LABEL, -4.0, label="Ecchi"),
        Reason(ReasonKind.LABEL, 2.0, label="Drama"),
    ]


def test_a_feature_of_two_answers_is_shared_out_in_proportion() -> None:
    said = [(0, DRAMA, 3.0, 0), (0, ECCHI, 1.0, 1)]
    assert reasons(1, said, [(2.0, 0.0, 0.0)])[0] == [
        Reason(ReasonKind.LABEL, 4.5, label="Drama"),
        Reason(ReasonKind.LABEL, 1.5, label="Ecchi"),
    ]


def test_without_columns_what_was_said_stands() -> None:
    nothing = Columns.of_features((), 2)
    spoken = Spoken(np.array([0, 0], np.int32), np.array([ERA, DRAMA]), np.array([1.0, -2.0]))
    found = corrected(1, spoken, np.array([0, 1], np.int32), nothing, np.empty((1, 0)))
    assert told(found, 1, SUBJECTS) == [[Reason(ReasonKind.LABEL, -2.0, label="Drama"), Reason(ReasonKind.ERA, 1.0)]]
