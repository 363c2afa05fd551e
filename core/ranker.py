"""The second stage: gradient-boosted trees (LightGBM, LambdaRank) that correct the blend of the retrievers."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.features import FEATURES, Look
from core.model_files import BoolArray, BrokenModelError, IntArray
from core.retrievers.query import Scores
from core.trees import Trees, TreesError

MARGIN = 3.0  # the trees' margin that counts as 1 in the blend
NAME = "ranker.txt"


@dataclass(frozen=True, slots=True)
class Ranker:
    """The trees. A score is the blend plus what they add, so that it stays on the blend's scale."""

    trees: Trees
    base: float  # what the trees give to everything alike: no reason for anything, and left out

    @classmethod
    def of(cls, trees: Trees) -> "Ranker":
        """Return the ranker over these trees."""
        nothing = np.zeros((1, len(FEATURES)), np.float32)
        return cls(trees, float(trees.shares(nothing)[0, -1]))

    def save(self, folder: Path) -> None:
        """Write this into a model folder."""
        (folder / NAME).write_text(self.trees.text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Ranker | None":
        """Read what `save` wrote; None where there is no second stage. Raises BrokenModelError."""
        path = folder / NAME
        if not path.exists():
            return None
        try:
            trees = Trees(path.read_text(encoding="utf-8"))
        except (OSError, TreesError, UnicodeDecodeError) as error:
            raise BrokenModelError(f"{path}: {error}") from error
        if trees.features != len(FEATURES):
            raise BrokenModelError(f"{path}: {trees.features} features instead of {len(FEATURES)}")
        return cls.of(trees)


@dataclass(frozen=True, slots=True)
class Correction:
    """What the trees add for one person; nothing for an anime that nobody has rated, of which they learned nothing."""

    ranker: Ranker
    look: Look
    rated: BoolArray  # one flag a position

    def scores(self, positions: IntArray, told: Scores, blend: Scores) -> Scores:
        """Return what is added at these positions. told, blend: see `Look.rows`."""
        margins = self.ranker.trees.margins(self.look.rows(positions, told, blend))
        added: Scores = (margins - self.ranker.base) / MARGIN
        return np.where(self.rated.take(positions), added, 0.0)

    def shares(self, positions: IntArray, told: Scores, blend: Scores) -> Scores:
        """Return what each feature adds, one row a position, one column a feature; a row adds up to its score."""
        shares = self.ranker.trees.shares(self.look.rows(positions, told, blend))[:, :-1] / MARGIN
        shares[~self.rated[positions]] = 0.0
        return shares
