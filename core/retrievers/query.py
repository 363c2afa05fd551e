"""What every retriever is asked, and what it answers with."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.compiled import DOUBLES, FLAGS, FLOAT, FLOATS, INT, INTS, NEW_DOUBLES, NEW_INTS, compiled
from core.model_files import BoolArray, FloatArray, IntArray, floats
from core.reasons import Spoken

Scores = NDArray[np.float64]

_HIGHEST = 10  # scores set the scale


@dataclass(frozen=True, slots=True)
class Query:
    """One question in the model's own terms."""

    heard: IntArray  # positions of the anime that speak: a taste's, or the one asked about; each once
    weights: FloatArray  # one preference for each of them, signed
    allowed: BoolArray  # one flag a position: whether it may be a candidate


class Voice(Protocol):
    """One part of every score: numbers for any anime, and reasons that add up to them."""

    def scores(self, positions: IntArray) -> Scores:
        """Return this voice's share for each position."""
        ...

    def spoken(self, positions: IntArray, weight: float) -> Spoken:
        """Return the reasons for each position, whose amounts add up to its score times `weight`."""
        ...


class Answer(Voice, Protocol):
    """A retriever's answer to one query: a voice that also brings candidates."""

    def candidates(self, k: int) -> IntArray:
        """Return at most k allowed positions that score highest here, in any order."""
        ...


class Retriever(Protocol):
    """A source of candidates. Scores are scaled per query so that the best few are near 1; 0 says nothing."""

    def ask(self, query: Query) -> Answer:
        """Return the answer to one query. Called from many threads at once."""
        ...


def totals_of(places: IntArray, amounts: NDArray[np.floating], size: int) -> Scores:
    """Return the sum of the amounts at each of `size` places."""
    # NumPy's own types say that bincount counts, though with weights it adds floats; the cast costs nothing.
    return np.bincount(places, weights=amounts, minlength=size).astype(np.float64, copy=False)


@compiled(NEW_INTS, INTS, INT)
def ascending(positions: IntArray, size: int) -> IntArray:
    """Return each of these positions once, ascending, as numpy.unique does, but several times as fast.

    size: of the catalogue.
    """
    flags = np.zeros(size, np.bool_)
    for at in range(len(positions)):
        flags[positions[at]] = True
    return np.flatnonzero(flags).astype(np.int32)


def best(scores: Scores, k: int) -> IntArray:
    """Return the places of the k highest scores, ascending; of equal ones the first."""
    size = len(scores)
    if not 0 < k < size:
        return np.arange(max(min(k, size), 0), dtype=np.int32)
    return _from(scores, float(np.partition(scores, size - k)[size - k]), k)


def scale_of(scores: Scores) -> float:
    """Return the mean of the ten highest scores, which a query's scores are divided by; 1 where that is not positive.

    Dividing is linear, so reasons still add up; subtracting a mean would leave a remainder that nobody could explain.
    """
    highest = floats(scores[best(scores, _HIGHEST)])
    total = sum(highest)
    return total / len(highest) if total > 0 else 1.0


@compiled(NEW_INTS, DOUBLES, FLOAT, INT)
def _from(scores: Scores, least: float, k: int) -> IntArray:
    """Return the places of the k scores from `least` on, ascending; of those that are equal to it the first."""
    equal = k
    for score in scores:
        equal -= score > least
    found = np.empty(k, np.int32)
    count = 0
    for at in range(len(scores)):
        if scores[at] > least or (scores[at] == least and equal > 0):
            equal -= scores[at] == least
            found[count] = at
            count += 1
    return found


@compiled(NEW_INTS, INTS, FLAGS, INT)
def first_allowed(order: IntArray, allowed: BoolArray, k: int) -> IntArray:
    """Return the first k positions of `order` that are allowed, or as many as there are."""
    found = np.empty(min(k, len(order)), np.int32)
    count = 0
    for at in range(len(order)):
        if count == len(found):
            break
        if allowed[order[at]]:
            found[count] = order[at]
            count += 1
    return found[:count].copy()


@compiled(NEW_DOUBLES, FLOATS, INTS)
def values_at(values: FloatArray, positions: IntArray) -> Scores:
    """Return the values at these positions."""
    found = np.empty(len(positions))
    for at in range(len(positions)):
        found[at] = values[positions[at]]
    return found
