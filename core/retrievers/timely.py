"""Anime whose time it is: what people have come to like lately, and what has just begun."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.model_files import FloatArray, IntArray, load_array, save_arrays
from core.pick import ReasonKind
from core.reasons import Spoken, said
from core.retrievers.query import Query, Scores, first_allowed, values_at


@dataclass(frozen=True, slots=True)
class Timely:
    """One number an anime, the same for everyone and 0 for nearly all; see core.learning.timely."""

    kind: ReasonKind  # TRENDING or SEASON
    amounts: FloatArray  # by position, 0 … 1
    order: IntArray  # the positions above 0, highest first

    @classmethod
    def of(cls, kind: ReasonKind, amounts: Scores) -> "Timely":
        """Return the retriever that says `amounts`."""
        order = np.lexsort((np.arange(len(amounts)), -amounts))
        return cls(kind, amounts.astype(np.float32), order[: np.count_nonzero(amounts > 0)].astype(np.int32))

    def ask(self, query: Query) -> "TimelyAnswer":
        """Return the answer, which is the same for everyone but for what is allowed."""
        return TimelyAnswer(self, query)

    def save(self, folder: Path) -> None:
        """Write this into a model folder."""
        save_arrays(folder, self.kind.value, {"amounts": self.amounts, "order": self.order})

    @classmethod
    def load(cls, folder: Path, kind: ReasonKind) -> "Timely":
        """Read what `save` wrote. Raises BrokenModelError."""
        return cls(kind, **{name: load_array(folder, kind.value, name) for name in ("amounts", "order")})


@dataclass(frozen=True, slots=True)
class TimelyAnswer:
    """What it says of whatever is asked for."""

    timely: Timely
    query: Query

    def candidates(self, k: int) -> IntArray:
        """Return at most k allowed positions, highest first."""
        return first_allowed(self.timely.order, self.query.allowed, k)

    def scores(self, positions: IntArray) -> Scores:
        """Return the numbers of these positions."""
        return values_at(self.timely.amounts, positions)

    def spoken(self, positions: IntArray, weight: float) -> Spoken:
        """Return one reason for each position whose number is not 0."""
        return said(self.timely.kind, self.scores(positions) * weight)
