"""Numbers that are the same for everyone, asked like any retriever."""

from pathlib import Path

import numpy as np
import pytest

from core.pick import Reason, ReasonKind
from core.reasons import Subjects
from core.retrievers.query import Query
from core.retrievers.timely import Timely
from tests.core.told import told

timely = Timely.of(ReasonKind.TRENDING, np.array([0.0, 0.25, 1.0, 0.0, 0.25]))


def query(*, without: int) -> Query:
    allowed = np.ones(5, np.bool_)
    allowed[without] = False
    return Query(np.empty(0, np.int32), np.empty(0, np.float32), allowed)


def test_the_highest_come_first_and_nothing_at_0_is_a_candidate() -> None:
    assert timely.ask(query(without=0)).candidates(10).tolist() == [2, 1, 4]
    assert timely.ask(query(without=2)).candidates(1).tolist() == [1]


def test_scores_and_reasons_are_the_numbers() -> None:
    answer = timely.ask(query(without=0))
    asked = np.array([1, 3, 2], np.int32)
    assert answer.scores(asked).tolist() == [0.25, 0.0, 1.0]
    assert told(answer.spoken(asked, 0.5), 3, Subjects(np.arange(5, dtype=np.int32), [], [])) == [
        [Reason(ReasonKind.TRENDING, 0.125)],
        [],
        [Reason(ReasonKind.TRENDING, 0.5)],
    ]


@pytest.mark.parametrize("kind", [ReasonKind.TRENDING, ReasonKind.SEASON])
def test_what_is_saved_is_loaded(kind: ReasonKind, tmp_path: Path) -> None:
    saved = Timely(kind, timely.amounts, timely.order)
    saved.save(tmp_path)
    loaded = Timely.load(tmp_path, kind)
    assert (loaded.kind, loaded.amounts.tolist(), loaded.order.tolist()) == (kind, [0, 0.25, 1, 0, 0.25], [2, 1, 4])
