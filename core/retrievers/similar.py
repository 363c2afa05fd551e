"""Anime like one anime: who has seen both, what they have in common, and what people send others to at all."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.model_files import BoolArray, BrokenModelError, FloatArray, IntArray, floats, load_array, save_arrays
from core.pick import Reason, ReasonKind
from core.retrievers.content import Content
from core.retrievers.query import Scores, scale_of

CROWD = 0.5  # about what the crowd makes up of the best scores
_NEAR = 200  # candidates by content in every answer
_ARRAYS = ("starts", "targets", "together", "crowd", "beginning", "scales")


@dataclass(frozen=True, slots=True)
class Similar:
    """A weighted sum, its weights learned from votes (see core.learning.similar), so its parts are its reasons."""

    ids: IntArray
    content: Content
    starts: IntArray  # row i is starts[i] … starts[i+1], one more entry than anime
    targets: IntArray  # position j, ascending within a row
    together: FloatArray  # how much the audience of i speaks for j
    crowd: FloatArray  # by position: how much being known and liked speaks for it, whatever it is compared with
    beginning: FloatArray  # by position: what it costs not to be where one can begin
    scales: FloatArray  # one a dimension of the content vectors: what their products are multiplied by

    def __post_init__(self) -> None:
        """Raise BrokenModelError where the scales are not for these vectors."""
        if len(self.scales) != self.content.index.d:
            raise BrokenModelError(f"{len(self.scales)} scales for {self.content.index.d} dimensions of content")

    def ask(self, position: int, allowed: BoolArray) -> "SimilarAnswer":
        """Return the answer for the anime at that position. Called from many threads at once."""
        return SimilarAnswer(self, position, allowed)

    def save(self, folder: Path) -> None:
        """Write this into a model folder."""
        save_arrays(folder, "similar", {name: getattr(self, name) for name in _ARRAYS})

    @classmethod
    def load(cls, folder: Path, ids: IntArray, content: Content) -> "Similar":
        """Read what `save` wrote. Raises BrokenModelError."""
        return cls(ids, content, **{name: load_array(folder, "similar", name) for name in _ARRAYS})


class SimilarAnswer:
    """The parts of every anime's likeness to one."""

    def __init__(self, similar: Similar, position: int, allowed: BoolArray) -> None:
        self._similar = similar
        self._speaker = int(similar.ids[position])
        self._allowed = allowed
        row = slice(int(similar.starts[position]), int(similar.starts[position + 1]))
        self._together = np.zeros(len(similar.ids), np.float64)
        self._together[similar.targets[row]] = similar.together[row]
        self._profile: FloatArray = similar.content.vectors(np.array([position], np.int32))[0] * similar.scales
        self._scale = 1.0
        seen_by = similar.targets[row]
        self._seen_by: IntArray = seen_by[allowed[seen_by]]
        self._near = self._alike(_NEAR)
        self._scale = scale_of(self.scores(self.candidates(_NEAR)))

    def candidates(self, k: int) -> IntArray:
        """Return all allowed positions that the same people saw, and k of like content; some of them twice."""
        return np.concatenate([self._seen_by, self._near[:k] if k <= _NEAR else self._alike(k)])

    def _alike(self, k: int) -> IntArray:
        if not np.any(self._allowed) or not np.any(self._profile):
            return np.empty(0, np.int32)
        return self._similar.content.search(self._profile, self._allowed, k, exact=True)[1]

    def scores(self, positions: IntArray) -> Scores:
        """Return the likeness of these positions."""
        similar = self._similar
        alike = np.einsum("ij,j->i", similar.content.vectors(positions), self._profile, dtype=np.float64)
        static = similar.crowd[positions].astype(np.float64) + similar.beginning[positions]
        total: Scores = (self._together[positions] + alike + static) / self._scale
        return total

    def reasons(self, positions: IntArray, weight: float) -> list[list[Reason]]:
        """Return what each position has in common with the anime, who saw both, and what is said of it alone."""
        similar, share = self._similar, weight / self._scale
        found = similar.content.reasons(positions, self._profile.astype(np.float64) * share)
        plain = (
            (ReasonKind.LIKED_TOGETHER, self._together[positions], self._speaker),
            (ReasonKind.POPULAR, similar.crowd[positions].astype(np.float64), None),
            (ReasonKind.FRANCHISE, similar.beginning[positions].astype(np.float64), None),
        )
        for kind, amounts, because in plain:
            for reasons, amount in zip(found, floats(amounts * share), strict=True):
                if amount:
                    reasons.append(Reason(kind, amount, because))
        return found
