"""The first questions, on four anime whose weights are told."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from core.anime import Anime, Title, TitleLanguage
from core.learning.facts import learn_facts
from core.model_files import BoolArray, FloatArray
from core.quiz import Quiz, learn_quiz
from core.retrievers.collaborative import Collaborative

facts = learn_facts([Anime(at, (Title(f"T{at}x", TitleLanguage.ROMAJI),)) for at in (10, 20, 30, 40)])
# A like of the first or of the second moves the same scores, one of the third another; the fourth moves none.
WEIGHTS = np.array([[0, 0, 0.8, 0.6], [0, 0, 0.4, 0.3], [0.5, 0.5, 0, 0], [0, 0, 0, 0]], np.float32)
NOBODY_KNOWN = np.zeros(4, np.bool_)


def sparse(dense: FloatArray) -> Collaborative:
    rows = csr_array(dense)
    base = np.zeros(len(facts), np.float32)
    return Collaborative(facts.ids, rows.indptr.astype(np.int32), rows.indices.astype(np.int32), rows.data, base)


def learned(*audience: int, weights: FloatArray = WEIGHTS) -> Quiz:
    return learn_quiz(facts, np.array(audience, np.int32), sparse(weights))


def asked(quiz: Quiz, weights: FloatArray, known: BoolArray) -> list[int]:
    return [one.anime_id for one in quiz.ask(facts, sparse(weights), known, frozenset(), 4, adult=False)]


def test_a_question_is_worth_its_fame_and_what_a_like_tells() -> None:
    quiz = learned(100, 100, 5, 100)
    worth = dict(zip(quiz.positions.tolist(), quiz.worth.tolist(), strict=True))
    assert worth[0] == pytest.approx(1)
    assert worth[1] == pytest.approx(0.5)
    assert worth[2] < worth[1]
    assert worth[3] == 0


def test_what_an_answer_foretells_is_asked_later() -> None:
    weights = WEIGHTS.copy()
    weights[1] *= 1.9
    quiz = learned(100, 100, 100, 100, weights=weights)
    assert asked(quiz, weights, NOBODY_KNOWN) == [10, 30, 20, 40]
    assert asked(quiz, weights, np.array([False, True, False, False])) == [30, 10, 40]


def test_nothing_is_asked_twice() -> None:
    quiz = learned(100, 100, 100, 100)
    questions = quiz.ask(facts, sparse(WEIGHTS), NOBODY_KNOWN, frozenset(), 2, adult=False)
    before = {question.number for question in questions}
    others = quiz.ask(facts, sparse(WEIGHTS), NOBODY_KNOWN, before | {99}, 4, adult=False)
    assert len(others) == 2
    assert {question.anime_id for question in (*questions, *others)} == {10, 20, 30, 40}


def test_where_nothing_was_learned_the_best_known_are_asked_about() -> None:
    nothing = np.zeros((4, 4), np.float32)
    quiz = learned(1, 30, 20, 9, weights=nothing)
    assert asked(quiz, nothing, NOBODY_KNOWN) == [20, 30, 40, 10]
