"""The second stage's features, worked out by hand for a small catalogue."""

from dataclasses import replace

import numpy as np
import pytest

from core.facts import NOWHERE, Facts
from core.features import FEATURES, Look
from core.learning.facts import learn_facts
from core.learning.popular import learn_popular
from core.model_files import FloatArray
from core.retrievers.query import Query
from tests.small_world import small_catalogue, small_interactions

facts = learn_facts(small_catalogue())
popular = learn_popular(facts, small_interactions())
NARUTO, SHIPPUUDEN = facts.ids.tolist().index(20), facts.ids.tolist().index(1735)


def rows(heard: list[int], weights: list[float], asked: list[int], facts: Facts = facts) -> FloatArray:
    query = Query(np.array(heard, np.int32), np.array(weights, np.float32), np.ones(len(facts), np.bool_))
    told = np.repeat([[0.5], [0.375], [0.25], [0.125], [0.0], [0.0], [0.0]], len(asked), axis=1)
    return Look(facts, popular, query).rows(np.array(asked, np.int32), told, np.full(len(asked), 0.75))


def value(table: FloatArray, row: int, name: str) -> float:
    return float(table[row, [feature.name for feature in FEATURES].index(name)])


def test_a_sequel_of_what_was_heard_is_told_apart() -> None:
    other = int(np.flatnonzero((facts.franchise != facts.franchise[NARUTO]) & (facts.before == NOWHERE))[0])
    table = rows([NARUTO], [1.5], [SHIPPUUDEN, other])
    assert [value(table, row, "of its franchise heard") for row in (0, 1)] == [1, 0]
    assert [value(table, row, "of its franchise liked") for row in (0, 1)] == [1.5, 0]
    assert [value(table, row, "what comes before it") for row in (0, 1)] == [1, 2]
    assert value(rows([other], [1.0], [SHIPPUUDEN]), 0, "what comes before it") == 0


def test_years_and_audience_are_seen_from_the_person() -> None:
    dated = np.flatnonzero(facts.years > 0)[:3].tolist()
    table = rows(dated[:2], [1.0, 0.5], [dated[2]])
    years = facts.years[dated]
    assert value(table, 0, "year") == years[2]
    assert value(table, 0, "years from the person's mean") == years[2] - years[:2].mean()
    assert value(table, 0, "years from the person's newest") == years[2] - years[:2].max()
    known = np.log1p(popular.audience[dated])
    assert value(table, 0, "audience beyond what the person knows") == pytest.approx(known[2] - known[:2].mean(), 1e-5)
    assert value(table, 0, "evidence") == 2


def test_what_is_not_known_is_no_number() -> None:
    years = facts.years.copy()
    years[NARUTO] = 0
    undated = replace(facts, years=years)
    assert np.isnan(value(rows([SHIPPUUDEN], [1.0], [NARUTO], undated), 0, "year"))
    assert np.isnan(value(rows([NARUTO], [1.0], [SHIPPUUDEN], undated), 0, "years from the person's newest"))


def test_the_retrievers_scores_are_taken_as_they_are() -> None:
    table = rows([NARUTO], [1.0], [SHIPPUUDEN])
    told = {"blend": 0.75, "collaborative": 0.5, "first likes": 0.375, "content": 0.25}
    assert {name: value(table, 0, name) for name in told} == told
