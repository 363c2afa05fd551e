"""Reasons of a corrected sum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.correcting import corrected
from core.features import Feature
from core.pick import Reason, ReasonKind

FEATURES = (
    Feature("both", ReasonKind.POPULAR, of=(0, 1)),
    Feature("first", ReasonKind.STORY, of=(0,)),
    Feature("none", ReasonKind.ERA),
)
amounts = st.floats(-5, 5).map(lambda amount: round(amount, 3))
labelled = st.lists(amounts.map(lambda amount: Reason(ReasonKind.LABEL, amount, label="Drama")), max_size=3)


@given(st.tuples(amounts, amounts, amounts), st.tuples(labelled, labelled))
def test_reasons_add_up_to_the_sum_and_what_is_added(
    added: tuple[float, ...], spoken: tuple[list[Reason], list[Reason]]
) -> None:
    found = corrected(FEATURES, added, spoken)
    expected = sum(added) + sum(reason.amount for of_answer in spoken for reason in of_answer)
    assert sum(reason.amount for reason in found) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_what_is_added_goes_to_the_reasons_of_its_sign_and_else_stands_alone() -> None:
    spoken = [[Reason(ReasonKind.LABEL, 2.0, label="Drama"), Reason(ReasonKind.LABEL, -1.0, label="Ecchi")], []]
    assert corrected(FEATURES, (0.0, 1.0, 0.5), spoken) == [
        Reason(ReasonKind.LABEL, 3.0, label="Drama"),
        Reason(ReasonKind.LABEL, -1.0, label="Ecchi"),
        Reason(ReasonKind.ERA, 0.5),
    ]
    assert corrected(FEATURES, (0.0, 0.0, -0.5), [[], []]) == [Reason(ReasonKind.ERA, -0.5)]
