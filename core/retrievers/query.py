"""What every retriever is asked, and what it answers with."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.model_files import BoolArray, FloatArray, IntArray
from core.pick import Reason

Scores = NDArray[np.float64]


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

    def reasons(self, positions: IntArray, weight: float) -> list[list[Reason]]:
        """Return for each position the reasons whose amounts add up to its score times `weight`."""
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


def ascending(positions: IntArray, size: int) -> IntArray:
    """Return each of these positions once, ascending, as numpy.unique does, but several times as fast.

    size: of the catalogue.
    """
    flags = np.zeros(size, np.bool_)
    flags[positions] = True
    return np.flatnonzero(flags).astype(np.int32)


def best(scores: Scores, k: int) -> IntArray:
    """Return the places of the k highest scores, in any order."""
    if len(scores) <= k:
        return np.arange(len(scores), dtype=np.int32)
    return np.argpartition(scores, len(scores) - k)[len(scores) - k :].astype(np.int32)


def scale_of(scores: Scores) -> float:
    """Return the mean of the ten highest scores, which a query's scores are divided by; 1 where that is not positive.

    Dividing is linear, so reasons still add up; subtracting a mean would leave a remainder that nobody could explain.
    """
    top = scores[best(scores, 10)]
    mean = float(np.add.reduce(top)) / len(top) if len(top) else 0.0
    return mean if mean > 0 else 1.0
