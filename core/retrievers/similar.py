"""Anime like one anime: who has seen both, what they have in common, and what people send others to at all."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.correcting import Columns, corrected
from core.model_files import BoolArray, BrokenModelError, FloatArray, IntArray, load_array, save_arrays
from core.pick import ReasonKind
from core.reasons import Spoken, said, together
from core.retrievers.pairs import AUDIENCE, BEGINNING, FEATURES, GROUPS, RENOWN, TOGETHER, Pairs
from core.retrievers.query import Scores, ascending, scale_of
from core.trees import Trees, TreesError

CROWD = 0.5  # about what the crowd makes up of the best scores
MARGIN = 0.25  # the trees' margin that counts as 1 in the sum
NAME = "similar.trees.txt"
_NEAR = 200  # candidates by content in every answer
_REACH = 3  # times as many are looked at to find those of the highest sum
_COLUMNS = Columns.of_features(FEATURES, GROUPS)
_ARRAYS = ("together", "crowd", "beginning", "scales")


@dataclass(frozen=True, slots=True)
class Similar:
    """A weighted sum and trees that correct it, both learned from votes (see core.learning.similar).

    The parts of the sum are reasons, and what the trees add is shared out among them.
    """

    pairs: Pairs
    together: FloatArray  # what each number of `TOGETHER` counts
    crowd: FloatArray  # by position: how much being known and liked speaks for it, whatever it is compared with
    beginning: FloatArray  # by position: what it costs not to be where one can begin
    scales: FloatArray  # one a dimension of the content vectors: what their products are multiplied by
    trees: Trees
    base: float  # what the trees give to every two anime alike: no reason for anything, and left out

    def __post_init__(self) -> None:
        """Raise BrokenModelError where the scales are not for these vectors, or the trees not for these numbers."""
        if len(self.scales) != self.pairs.content.index.d:
            raise BrokenModelError(f"{len(self.scales)} scales for {self.pairs.content.index.d} dimensions of content")
        if len(self.together) != len(TOGETHER):
            raise BrokenModelError(f"{len(self.together)} weights for {len(TOGETHER)} numbers")

    def ask(self, position: int, allowed: BoolArray) -> "SimilarAnswer":
        """Return the answer for the anime at that position. Called from many threads at once."""
        return SimilarAnswer(self, position, allowed)

    def save(self, folder: Path) -> None:
        """Write this into a model folder."""
        self.pairs.save(folder)
        save_arrays(folder, "similar", {name: getattr(self, name) for name in _ARRAYS})
        (folder / NAME).write_text(self.trees.text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, pairs: Pairs) -> "Similar":
        """Read what `save` wrote. Raises BrokenModelError."""
        arrays = {name: load_array(folder, "similar", name) for name in _ARRAYS}
        try:
            trees = Trees((folder / NAME).read_text(encoding="utf-8"))
        except (OSError, TreesError, UnicodeDecodeError) as error:
            raise BrokenModelError(f"{folder / NAME}: {error}") from error
        return cls(pairs, **arrays, trees=trees, base=base_of(trees))


def base_of(trees: Trees) -> float:
    """Return what the trees give to every two anime alike. Raises BrokenModelError where they want other numbers."""
    if trees.features != len(FEATURES):
        raise BrokenModelError(f"the trees of likeness want {trees.features} numbers instead of {len(FEATURES)}")
    return float(trees.shares(np.zeros((1, len(FEATURES)), np.float32))[0, -1])


class SimilarAnswer:
    """The parts of every anime's likeness to one."""

    def __init__(self, similar: Similar, position: int, allowed: BoolArray) -> None:
        self._similar = similar
        pairs = similar.pairs
        self._position = position
        self._allowed = allowed
        self._look = pairs.look(position)
        self._profile: FloatArray = pairs.content.vectors(np.array([position], np.int32))[0] * similar.scales
        company = self._look.company
        self._company: IntArray = company[allowed[company]]
        self._near = self._alike(_NEAR)
        self._totals = np.full(len(allowed), np.nan)  # what was worked out already: the same few are asked for again
        self._scale = 1.0
        self._scale = scale_of(self.scores(self.candidates(_NEAR)))

    def candidates(self, k: int) -> IntArray:
        """Return all allowed positions that the same people saw, and k of like content; some of them twice."""
        return np.concatenate([self._company, self._near[:k] if k <= _NEAR else self._alike(k)])

    def _alike(self, k: int) -> IntArray:
        """Return k allowed positions of like content, those of the highest sum first."""
        if not np.any(self._allowed) or not np.any(self._profile):
            return np.empty(0, np.int32)
        alike, found = self._similar.pairs.content.search(self._profile, self._allowed, _REACH * k, exact=True)
        highest: IntArray = found[np.argsort(-alike - self._rest(found), kind="stable")[:k]]
        return highest

    def scores(self, positions: IntArray) -> Scores:
        """Return the likeness of these positions."""
        unknown = ascending(positions[np.isnan(self._totals[positions])], len(self._totals))
        if len(unknown):
            self._totals[unknown] = self._total(unknown)
        total: Scores = self._totals[positions] / self._scale
        return total

    def _total(self, positions: IntArray) -> Scores:
        similar = self._similar
        alike = np.einsum("ij,j->i", similar.pairs.content.vectors(positions), self._profile, dtype=np.float64)
        added = (similar.trees.margins(self._look.rows(positions)) - similar.base) / MARGIN
        total: Scores = alike + self._rest(positions) + added
        return total

    def _rest(self, positions: IntArray) -> Scores:
        """Return the sum that the trees correct, without the content."""
        similar = self._similar
        static = similar.crowd[positions].astype(np.float64) + similar.beginning[positions]
        total: Scores = self._together(positions) + static
        return total

    def _together(self, positions: IntArray) -> Scores:
        found: Scores = np.einsum("ij,j->i", self._look.together(positions), self._similar.together, dtype=np.float64)
        return found

    def spoken(self, positions: IntArray, weight: float) -> Spoken:
        """Return what each position has in common with the anime, who saw both, and what is said of it alone."""
        similar, share = self._similar, weight / self._scale
        by_content = similar.pairs.content.spoken(positions, self._profile.astype(np.float64) * share)
        crowd, beginning = (of.take(positions).astype(np.float64) for of in (similar.crowd, similar.beginning))
        speaker = np.full(len(positions), self._position, np.int32)
        plain = {
            AUDIENCE: said(ReasonKind.LIKED_TOGETHER, self._together(positions) * share, speaker),
            RENOWN: said(ReasonKind.POPULAR, crowd * share),
            BEGINNING: said(ReasonKind.FRANCHISE, beginning * share),
        }
        spoken, _ = together([by_content, *plain.values()])
        groups = [np.full(len(of.rows), group, np.int32) for group, of in plain.items()]
        added = similar.trees.shares(self._look.rows(positions))[:, :-1] * (share / MARGIN)
        return corrected(
            len(positions), spoken, np.concatenate([similar.pairs.groups(by_content), *groups]), _COLUMNS, added
        )
