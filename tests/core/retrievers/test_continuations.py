"""What goes on from what is known, by hand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.facts import NOWHERE
from core.learning.facts import learn_facts
from core.pick import Reason, ReasonKind
from core.reasons import Subjects
from core.retrievers.continuations import Continuations
from core.retrievers.query import Query
from core.taste import Rating, Taste
from core.wish import Wish
from tests.core.told import told
from tests.small_world import small_catalogue, small_engine

facts = learn_facts(small_catalogue())
NARUTO, SHIPPUUDEN = facts.ids.tolist().index(20), facts.ids.tolist().index(1735)
OTHER = int(np.flatnonzero((facts.franchise != facts.franchise[NARUTO]) & (facts.before == NOWHERE))[0])


def query(heard: dict[int, float], *, without: int | None = None) -> Query:
    allowed = np.ones(len(facts), np.bool_)
    if without is not None:
        allowed[without] = False
    return Query(np.array(list(heard), np.int32), np.array(list(heard.values()), np.float32), allowed)


def test_what_is_liked_speaks_for_what_follows_it_and_for_nothing_else() -> None:
    answer = Continuations(facts).ask(query({NARUTO: 1.5, OTHER: 1.0}))
    assert SHIPPUUDEN in answer.candidates(10).tolist()
    asked = np.array([SHIPPUUDEN, NARUTO, OTHER], np.int32)
    assert answer.scores(asked).tolist() == [1.5, 0.0, 0.0]
    reasons = told(answer.spoken(asked, 0.5), 3, Subjects(facts.ids, [], []))
    assert reasons == [
        [Reason(ReasonKind.FRANCHISE, 0.75, 20)],
        [],
        [],
    ]


def test_what_is_not_liked_speaks_against_what_follows_it() -> None:
    answer = Continuations(facts).ask(query({NARUTO: -0.5}))
    assert len(answer.candidates(10)) == 0
    assert answer.scores(np.array([SHIPPUUDEN], np.int32)).tolist() == [-0.5]


def test_the_most_liked_come_first_and_only_what_is_allowed() -> None:
    followed = np.flatnonzero(facts.before != NOWHERE)
    firsts = {before: 1.0 + 0.1 * place for place, before in enumerate(np.unique(facts.before[followed]).tolist())}
    (likeliest,) = Continuations(facts).ask(query(firsts)).candidates(1).tolist()
    assert facts.before[likeliest] == list(firsts)[-1]
    assert likeliest not in Continuations(facts).ask(query(firsts, without=likeliest)).candidates(len(facts))


def test_a_sequel_says_what_it_goes_on_from() -> None:
    pick = small_engine().explain(1735, Taste({20: Rating(9)}), Wish())
    assert any(one.kind is ReasonKind.FRANCHISE and one.because == 20 and one.amount > 0 for one in pick.reasons)


@given(st.dictionaries(st.integers(0, len(facts) - 1), st.floats(-0.5, 1.75, width=32)), st.integers(0, 2**32 - 1))
def test_all_that_follows_is_handed_its_due_as_a_plain_lookup_says(heard: dict[int, float], seed: int) -> None:
    asked = query(heard)
    asked.allowed[:] = np.random.default_rng(seed).random(len(facts)) < 0.7
    answer = Continuations(facts).ask(asked)
    expected = [heard.get(before, 0.0) for before in facts.before.tolist()]
    assert answer.scores(np.arange(len(facts), dtype=np.int32)).tolist() == expected
    assert answer.following.tolist() == [at for at, due in enumerate(expected) if due > 0 and asked.allowed[at]]
