"""Figures over people, held against SciPy's own bootstrap and by hand."""

import numpy as np
import pytest
from scipy.stats import bootstrap, ttest_rel

from core.evaluation.figure import Figure, Kind, chance_of


def test_a_mean_leaves_out_those_of_whom_nothing_can_be_said() -> None:
    figure = Figure.mean([1.0, None, 0.5])
    assert (figure.value, figure.people) == (0.75, 2)
    assert figure.of(np.array([False, True, True])).value == 0.5
    nobody = figure.of(np.array([False, True, False]))
    assert (nobody.value, nobody.interval(1), nobody.people) == (None, None, 0)


def test_a_root_is_over_all_scores_not_over_people() -> None:
    figure = Figure(np.array([[4.0 + 0.0], [9.0]]), np.array([2.0, 1.0]), Kind.ROOT)
    assert figure.value == pytest.approx((13 / 3) ** 0.5)


def test_a_gap_adds_up_what_is_wrong_in_every_column() -> None:
    figure = Figure(np.array([[1.0, -2.0], [-1.0, -2.0]]), np.array([4.0, 4.0]), Kind.GAP)
    assert figure.value == pytest.approx(0 + 4 / 8)


def test_the_interval_agrees_with_scipy() -> None:
    random = np.random.default_rng(5)
    values = random.normal(0.4, 0.3, 300)
    low, high = Figure.mean(list(values)).interval(1) or (0.0, 0.0)
    expected = bootstrap((values,), np.mean, n_resamples=5_000, method="percentile", rng=np.random.default_rng(2))
    assert (low, high) == pytest.approx(tuple(expected.confidence_interval), abs=0.006)


def test_the_interval_of_a_root_agrees_with_scipy() -> None:
    random = np.random.default_rng(6)
    squares, counts = random.chisquare(3, 200), random.integers(1, 9, 200).astype(float)
    low, high = Figure(squares[:, np.newaxis], counts, Kind.ROOT).interval(1) or (0.0, 0.0)
    expected = bootstrap(
        (squares, counts),
        lambda some, many, axis: np.sqrt(some.sum(axis=axis) / many.sum(axis=axis)),
        paired=True,
        vectorized=True,
        n_resamples=5_000,
        method="percentile",
        rng=np.random.default_rng(2),
    )
    assert (low, high) == pytest.approx(tuple(expected.confidence_interval), abs=0.012)


def test_a_gap_lies_within_its_own_interval() -> None:
    random = np.random.default_rng(9)
    figure = Figure(random.normal(0, 1, (300, 10)), np.full(300, 10.0), Kind.GAP)
    low, high = figure.interval(1) or (0.0, 0.0)
    assert 0 <= low < (figure.value or 0) < high


def test_an_interval_is_the_same_every_time() -> None:
    figure = Figure.mean(list(np.random.default_rng(7).random(50)))
    assert figure.interval(3) == figure.interval(3) != figure.interval(4)


@pytest.mark.parametrize("better_by", [0.0, 0.02, 0.05])
def test_the_chance_of_a_difference_is_near_that_of_other_paired_tests(better_by: float) -> None:
    random = np.random.default_rng(8)
    one = random.normal(0.4, 0.2, 400)
    other = one - better_by + random.normal(0, 0.2, 400)
    chance = chance_of(Figure.mean(list(one)), Figure.mean(list(other)), 1)
    assert chance == pytest.approx(ttest_rel(one, other).pvalue, abs=0.03)


def test_equal_figures_differ_by_chance_only() -> None:
    figure = Figure.mean([0.1, 0.9, None])
    assert chance_of(figure, figure, 1) == 1.0


def test_what_cannot_be_paired_is_refused() -> None:
    gap = Figure(np.ones((2, 3)), np.ones(2), Kind.GAP)
    with pytest.raises(ValueError, match="paired"):
        chance_of(gap, gap, 1)
    with pytest.raises(ValueError, match="paired"):
        chance_of(Figure.mean([1.0]), Figure.mean([1.0, 2.0]), 1)
