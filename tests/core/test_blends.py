"""Blends as data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.blends import BLENDS, LADDER, SIXTY_FORTY, Blend, Weights

LOW, HIGH = Weights(0.0, 0.0, 0.2, 1.0), Weights(1.0, 0.0, 0.4, 0.0)
blend = Blend(((1, LOW), (100, HIGH)))


@given(st.integers(0, 1000))
def test_weights_lie_between_those_of_the_steps(evidence: int) -> None:
    weights = blend.at(evidence)
    assert 0.0 <= weights.collaborative <= 1.0
    assert 0.2 <= weights.content <= 0.4
    assert weights.collaborative + weights.popular == pytest.approx(1.0)


@given(st.integers(0, 200))
def test_more_evidence_never_lowers_a_rising_weight(evidence: int) -> None:
    assert blend.at(evidence).collaborative <= blend.at(evidence + 1).collaborative


def test_outside_the_steps_the_nearest_end_counts() -> None:
    assert blend.at(0) == blend.at(1) == LOW
    assert blend.at(100) == blend.at(5000) == HIGH


@pytest.mark.parametrize("steps", [(), ((3, LOW), (3, HIGH)), ((5, LOW), (1, HIGH))])
def test_steps_that_do_not_ascend_are_refused(steps: tuple[tuple[int, Weights], ...]) -> None:
    with pytest.raises(ValueError, match="ascending"):
        Blend(steps)


def test_sixty_forty_is_sixty_percent_content() -> None:
    weights = BLENDS[SIXTY_FORTY].at(1)
    assert weights == BLENDS[SIXTY_FORTY].at(500)
    assert (weights.content, weights.collaborative, weights.first_likes, weights.popular) == (0.6, 0.4, 0.0, 0.0)


def test_the_ladder_starts_with_what_everybody_likes_and_leaves_it() -> None:
    steps = [BLENDS[LADDER].at(evidence) for evidence in (0, 1, 10, 200)]
    assert (steps[0].collaborative, steps[0].first_likes, steps[0].content) == (0.0, 0.0, 0.0)
    assert [step.popular for step in steps] == sorted((step.popular for step in steps), reverse=True)
