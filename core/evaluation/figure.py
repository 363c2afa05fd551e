"""A figure over people: what it comes to, how sure that is, and whether one model's is better than another's."""

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.stats import permutation_test

from core.model_files import BoolArray
from core.retrievers.query import Scores

RESAMPLES = 1_000
SHUFFLES = 2_999
_SHUFFLES_AT_ONCE = 500
_ENDS = (2.5, 97.5)  # percentiles: a 95 % interval


class Kind(Enum):
    """What the sums over people are made into, after they are divided by the sum of the weights."""

    MEAN = auto()
    ROOT = auto()  # of a mean square
    GAP = auto()  # the sum of the absolute columns, each of which is a sum of differences


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of one model. Whoever has no weight has no say in it, because nothing can be said of them."""

    sums: Scores  # a row for each person; one column, of GAP several
    weights: Scores  # by person
    kind: Kind = Kind.MEAN

    @classmethod
    def mean(cls, values: list[float | None]) -> "Figure":
        """Return the mean over people, those of whom nothing can be said (None) left out."""
        said = np.array([value is not None for value in values], np.float64)
        return cls(np.array([[value or 0.0] for value in values], np.float64).reshape(-1, 1), said)

    @property
    def people(self) -> int:
        """How many have a say."""
        return int(np.count_nonzero(self.weights))

    @property
    def value(self) -> float | None:
        """What it comes to, None where nobody has a say."""
        if not self.people:
            return None
        return float(self._made(self.sums.sum(axis=0), self.weights.sum()))

    def interval(self, seed: int) -> tuple[float, float] | None:
        """Return the ends of the 95 % percentile bootstrap interval over people, None for fewer than two.

        Less the bootstrap's estimate of bias, without which a sum of absolute values lies below its own interval
        (Efron & Tibshirani, "An Introduction to the Bootstrap", 1993, chapters 10 and 13); never below 0.
        """
        here = self.of(self.weights > 0)
        if here.people < 2:  # noqa: PLR2004  nothing can be drawn from one
            return None
        times = _drawn(here.people, seed)
        made = self._made(times @ here.sums, times @ here.weights)
        centred = made - made.mean() + self._made(here.sums.sum(axis=0), here.weights.sum())
        low, high = np.maximum(np.percentile(centred, _ENDS), 0.0)
        return float(low), float(high)

    def of(self, which: BoolArray) -> "Figure":
        """Return the figure over some of the people."""
        return Figure(self.sums[which], self.weights[which], self.kind)

    def _made(self, sums: Scores, weights: NDArray[np.float64] | np.float64) -> Scores:
        shares = sums / np.expand_dims(weights, -1)
        if self.kind is Kind.GAP:
            return np.asarray(np.abs(shares).sum(axis=-1))
        return np.asarray(np.sqrt(shares[..., 0]) if self.kind is Kind.ROOT else shares[..., 0])


@lru_cache(maxsize=8)
def _drawn(people: int, seed: int) -> Scores:
    """Return how often each person is drawn, a row for each resample: the same people for every model."""
    random = np.random.default_rng(seed)
    return random.multinomial(people, np.full(people, 1 / people), RESAMPLES).astype(np.float64)


def chance_of(one: Figure, other: Figure, seed: int) -> float:
    """Return the two-sided p-value of a difference at least so large, were both models equally good for everyone.

    A paired sign-flip permutation test over the people of whom both can say something (Good, "Permutation, Parametric
    and Bootstrap Tests", 2005); 1 for equal figures. Raises ValueError for figures of kind GAP or of unlike people.
    """
    if Kind.GAP in {one.kind, other.kind} or len(one.weights) != len(other.weights):
        raise ValueError("figures of other people, or such as do not add up over people, cannot be paired")
    both = (one.weights > 0) & (other.weights > 0)
    differences = (one.sums - other.sums)[both, 0]
    if not differences.any():
        return 1.0
    tested = permutation_test(
        (differences,),
        lambda drawn, axis: drawn.mean(axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=SHUFFLES,
        batch=_SHUFFLES_AT_ONCE,
        rng=np.random.default_rng(seed),
    )
    return float(tested.pvalue)
