"""A person's side of the factors, solved."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.factors import PRIOR_ERRORS, Factors

ITEMS, WIDTH = 40, 5
random = np.random.default_rng(5)
factors = Factors(
    usual=7.0,
    noise=1.3,
    items=random.normal(0, 0.5, (ITEMS, WIDTH)).astype(np.float32),
    doubts=np.zeros((ITEMS, WIDTH), np.float32),
    hints=random.normal(0, 0.1, (ITEMS, WIDTH)).astype(np.float32),
    trust=random.uniform(1, 4, WIDTH).astype(np.float32),
)
unsure = Factors(
    factors.usual, factors.noise, factors.items, np.full((ITEMS, WIDTH), 0.2, np.float32), factors.hints, factors.trust
)
everything = np.arange(ITEMS, dtype=np.int32)
scored = st.dictionaries(st.integers(0, ITEMS - 1), st.integers(1, 10), min_size=1, max_size=25)


def columns(ratings: dict[int, int]) -> tuple[np.ndarray, np.ndarray]:
    return np.array(sorted(ratings), np.int32), np.array([ratings[at] for at in sorted(ratings)], np.float64)


@given(scored)
def test_a_person_is_the_normal_distribution_given_their_ratings(ratings: dict[int, int]) -> None:
    heard, scores = columns(ratings)
    # The same the other way round: the joint distribution of all ratings, conditioned on those that are known.
    design = np.column_stack([np.ones(ITEMS), factors.items[:, 1:]]).astype(np.float64)
    prior = np.diag(1 / factors.trust.astype(np.float64))
    hinted = factors.hints[heard].sum(axis=0) / np.sqrt(len(heard))
    expected = factors.usual + factors.items[:, 0] + design @ hinted
    joint = design @ prior @ design.T
    gain = joint[:, heard] @ np.linalg.inv(joint[np.ix_(heard, heard)] + factors.noise * np.eye(len(heard)))
    person = factors.person(heard, scores)
    found, variances = factors.ratings(person, everything)
    np.testing.assert_allclose(found, expected + gain @ (scores - expected[heard]), rtol=1e-4)
    np.testing.assert_allclose(variances - person.noise, np.diag(joint - gain @ joint[heard]), rtol=1e-3, atol=1e-5)


@given(scored)
def test_the_compiled_sums_are_those_of_numpy(ratings: dict[int, int]) -> None:
    heard, scores = columns(ratings)
    rows, doubts = (array.astype(np.float64) for array in (unsure.items[heard], unsure.doubts[heard]))
    left = scores - unsure.usual - rows[:, 0]
    design = np.column_stack([np.ones(len(heard)), rows[:, 1:]])
    gram = design.T @ design + np.diag([0.0, *doubts[:, 1:].sum(axis=0)])
    trust = unsure.trust.astype(np.float64)
    hinted = unsure.hints[heard].sum(axis=0, dtype=np.float64) / np.sqrt(len(heard))
    covariance = np.linalg.inv(gram / unsure.noise + np.diag(trust))
    mean = covariance @ (design.T @ left / unsure.noise + trust * hinted)
    # E[|r - Xw|²] with w as it is known now: what they stray, and what nobody knows.
    errors = ((left - design @ mean) ** 2).sum() + doubts[:, 0].sum() + (doubts[:, 1:] @ mean[1:] ** 2).sum()
    errors += (gram * covariance).sum()
    noise = (errors + PRIOR_ERRORS * unsure.noise) / (len(heard) + PRIOR_ERRORS)
    person = unsure.person(heard, scores)
    np.testing.assert_allclose(person.mean, mean, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(person.covariance, covariance, rtol=1e-9, atol=1e-12)
    assert person.noise == pytest.approx(noise, rel=1e-9)
    found, variances = unsure.ratings(person, everything)
    every = np.column_stack([np.ones(ITEMS), unsure.items[:, 1:]]).astype(np.float64)
    np.testing.assert_allclose(found, unsure.usual + unsure.items[:, 0].astype(float) + every @ mean, rtol=1e-9)
    doubtful = unsure.doubts @ np.array([1.0, *(mean[1:] ** 2 + np.diag(covariance)[1:])])
    np.testing.assert_allclose(variances, (every @ covariance * every).sum(axis=1) + doubtful + noise, rtol=1e-9)


def test_of_whom_nothing_is_known_the_prior_is() -> None:
    person = factors.person(np.empty(0, np.int32), np.empty(0))
    np.testing.assert_allclose(person.mean, 0)
    np.testing.assert_allclose(person.covariance, np.diag(1 / factors.trust), rtol=1e-6)
    assert person.noise == pytest.approx(factors.noise)


def test_who_strays_from_every_expectation_has_more_noise() -> None:
    heard = np.arange(20, dtype=np.int32)
    steady, wild = (factors.person(heard, np.tile(scores, 10)).noise for scores in ([7.0, 8.0], [1.0, 10.0]))
    assert steady < wild
    assert steady > factors.noise * PRIOR_ERRORS / (20 + PRIOR_ERRORS)


def test_items_that_are_less_sure_say_less_and_are_said_to_be_less_sure() -> None:
    heard, scores = np.arange(10, dtype=np.int32), np.full(10, 10.0)
    sure, doubtful = (one.person(heard, scores) for one in (factors, unsure))
    assert np.abs(doubtful.mean[1:]).sum() < np.abs(sure.mean[1:]).sum()
    assert (unsure.ratings(sure, everything)[1] > factors.ratings(sure, everything)[1]).all()


def test_what_is_written_is_read(tmp_path: Path) -> None:
    unsure.save(tmp_path)
    read = Factors.load(tmp_path)
    assert (read.usual, read.noise) == (unsure.usual, unsure.noise)
    for name in ("items", "doubts", "hints", "trust"):
        np.testing.assert_array_equal(getattr(read, name), getattr(unsure, name))
