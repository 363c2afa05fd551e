"""The second stage: gradient-boosted trees (LightGBM, LambdaRank) that correct the blend of the retrievers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.features import FEATURES, Look
from core.model_files import BoolArray, BrokenModelError, IntArray, floats
from core.pick import Reason
from core.retrievers.query import Scores

if TYPE_CHECKING:
    from lightgbm import Booster

MARGIN = 3.0  # the trees' margin that counts as 1 in the blend
NAME = "ranker.txt"
Spoken = Sequence[Sequence[Sequence[Reason]]]  # by answer, by position: its weighted reasons


@dataclass(frozen=True, slots=True)
class Ranker:
    """The trees. A score is the blend plus what they add, so that it stays on the blend's scale."""

    booster: "Booster"
    base: float  # what the trees give to everything alike: no reason for anything, and left out

    @classmethod
    def of(cls, booster: "Booster") -> "Ranker":
        """Return the ranker over these trees."""
        nothing = np.zeros((1, len(FEATURES)), np.float32)
        return cls(booster, float(np.asarray(booster.predict(nothing, pred_contrib=True, num_threads=1))[0, -1]))

    def save(self, folder: Path) -> None:
        """Write this into a model folder."""
        self.booster.save_model(folder / NAME)

    @classmethod
    def load(cls, folder: Path) -> "Ranker | None":
        """Read what `save` wrote; None where there is no second stage. Raises BrokenModelError."""
        path = folder / NAME
        if not path.exists():
            return None
        from lightgbm import Booster  # noqa: PLC0415  it takes a second, which a model without it need not wait for
        from lightgbm.basic import LightGBMError  # noqa: PLC0415  the same

        try:
            booster = Booster(model_file=path)
        except LightGBMError as error:
            raise BrokenModelError(f"{path}: {error}") from error
        if booster.num_feature() != len(FEATURES):
            raise BrokenModelError(f"{path}: {booster.num_feature()} features instead of {len(FEATURES)}")
        return cls.of(booster)


@dataclass(frozen=True, slots=True)
class Correction:
    """What the trees add for one person; nothing for an anime that nobody has rated, of which they learned nothing."""

    ranker: Ranker
    look: Look
    rated: BoolArray  # one flag a position

    def scores(self, positions: IntArray, told: Sequence[Scores], blend: Scores) -> Scores:
        """Return what is added at these positions. told, blend: see `Look.rows`."""
        if not len(positions):
            return np.empty(0)
        margins = self.ranker.booster.predict(self.look.rows(positions, told, blend), raw_score=True, num_threads=1)
        added: Scores = (np.asarray(margins, np.float64) - self.ranker.base) / MARGIN
        return np.where(self.rated[positions], added, 0.0)

    def reasons(self, positions: IntArray, told: Sequence[Scores], blend: Scores, spoken: Spoken) -> list[list[Reason]]:
        """Return for each position the reasons whose amounts add up to what is added.

        They are TreeSHAP's (Lundberg et al., "From local explanations to global understanding with explainable AI for
        trees", 2020): what each feature contributes. What comes from the score of a retriever goes to that retriever's
        own reasons of the same sign in proportion, where there are any.
        """
        if not len(positions):
            return []
        table = self.look.rows(positions, told, blend)
        shares = np.asarray(self.ranker.booster.predict(table, pred_contrib=True, num_threads=1)) / MARGIN
        return [
            _reasons(floats(of_features), [of_answer[row] for of_answer in spoken]) if rated else []
            for row, (of_features, rated) in enumerate(zip(shares[:, :-1], self.rated[positions], strict=True))
        ]


def _reasons(amounts: Sequence[float], spoken: Sequence[Sequence[Reason]]) -> list[Reason]:
    found: list[Reason] = []
    for feature, amount in zip(FEATURES, amounts, strict=True):
        alike = [reason for at in feature.of for reason in spoken[at] if reason.amount * amount > 0]
        if alike:
            share = amount / sum(reason.amount for reason in alike)
            found += [Reason(one.kind, one.amount * share, *one[2:]) for one in alike]
        elif amount:
            found.append(Reason(feature.kind, amount))
    return found
