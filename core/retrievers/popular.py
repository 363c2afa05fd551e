"""Anime that nearly everybody likes: what is known of an anime before anything is known of the person."""

from dataclasses import dataclass
from pathlib import Path

from core.model_files import FloatArray, IntArray, load_array, save_arrays
from core.pick import ReasonKind
from core.reasons import Spoken, said
from core.retrievers.query import Query, Scores, first_allowed, values_at


@dataclass(frozen=True, slots=True)
class Popular:
    """Three figures an anime, and the order they give."""

    appeal: FloatArray  # 0 … 1: what ranks; see core.learning.popular
    means: FloatArray  # Bayesian mean score, 1-10
    audience: IntArray  # how many people rated or listed it
    order: IntArray  # positions, highest appeal first

    def ask(self, query: Query) -> "PopularAnswer":
        """Return the answer, which is the same for everyone but for what is allowed."""
        return PopularAnswer(self, query)

    def save(self, folder: Path) -> None:
        """Write this into a model folder."""
        arrays = {"appeal": self.appeal, "means": self.means, "audience": self.audience, "order": self.order}
        save_arrays(folder, "popular", arrays)

    @classmethod
    def load(cls, folder: Path) -> "Popular":
        """Read what `save` wrote. Raises BrokenModelError."""
        return cls(**{name: load_array(folder, "popular", name) for name in ("appeal", "means", "audience", "order")})


@dataclass(frozen=True, slots=True)
class PopularAnswer:
    """The appeal of whatever is asked for."""

    popular: Popular
    query: Query

    def candidates(self, k: int) -> IntArray:
        """Return at most k allowed positions with the highest appeal, best first."""
        return first_allowed(self.popular.order, self.query.allowed, k)

    def scores(self, positions: IntArray) -> Scores:
        """Return the appeal at these positions."""
        return values_at(self.popular.appeal, positions)

    def spoken(self, positions: IntArray, weight: float) -> Spoken:
        """Return one reason for each position."""
        return said(ReasonKind.POPULAR, self.scores(positions) * weight)
