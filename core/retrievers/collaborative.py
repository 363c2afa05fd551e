"""Anime that go together, from what people rated: sparse item-item weights, folded in for anybody at once."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from core.compiled import (
    DOUBLES,
    FLAGS,
    FLOAT,
    FLOATS,
    INTS,
    NEW_DOUBLES,
    NEW_INTS,
    NEW_LONGS,
    compiled,
    several,
)
from core.model_files import BoolArray, FloatArray, IntArray, load_array, save_arrays
from core.pick import ReasonKind
from core.reasons import Abouts, Spoken, about
from core.retrievers.query import Query, Scores, best, scale_of

_FILES = ("starts", "targets", "weights", "base")
_LEAST = 1e-9  # of all preferences together, below which nothing was said
_LOUDEST = 200  # what every question needs of the totals; to order more of them would be waste


@dataclass(frozen=True, slots=True)
class Collaborative:
    """Item-item weights B as sparse rows, and what is expected of somebody unknown, b.

    A taste with the preferences p scores anime j with b_j + (x·B)_j, where x = p / √Σ|p_i|: the more is known of a
    person, the less b counts.
    """

    ids: IntArray
    starts: IntArray  # row i is starts[i] … starts[i+1], one more entry than anime
    targets: IntArray  # position j, ascending within a row
    weights: FloatArray  # B_ij
    base: FloatArray  # b_j, by position
    reached: IntArray = field(init=False, repr=False, compare=False)  # where a score may be other than 0, ascending

    def __post_init__(self) -> None:
        """Note which positions anything is said of: of first likes, a quarter of the catalogue."""
        reached = self.base != 0
        reached[self.targets] = True
        object.__setattr__(self, "reached", np.flatnonzero(reached).astype(np.int32))

    @classmethod
    def over(
        cls, ids: IntArray, members: IntArray, pruned: tuple[IntArray, IntArray, FloatArray], base: FloatArray
    ) -> "Collaborative":
        """Return weights over some anime, those of all others being 0.

        ids: by position. members: the positions that take part, ascending. pruned: (source, target, weight), in any
        order, as places in `members`. base: by place in `members`.
        """
        sources, targets, values = pruned
        order = np.lexsort((targets, sources))
        counts = np.bincount(members[sources], minlength=len(ids))
        everywhere = np.zeros(len(ids), np.float32)
        everywhere[members] = base
        return cls(
            ids=ids,
            starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
            targets=members[targets[order]],
            weights=values[order],
            base=everywhere,
        )

    def ask(self, query: Query) -> "CollaborativeAnswer":
        """Return the answer: every weight of the anime that speak, times their preference."""
        spread = query.weights / np.sqrt(max(float(np.abs(query.weights).sum()), _LEAST))
        totals, hits, heights, depths = _folded_in(
            self.starts, self.targets, self.weights, self.base, self.reached, query.heard, spread, query.allowed
        )
        highest = best(heights, _LOUDEST)
        loudest, scale = hits.take(highest), scale_of(heights.take(highest))
        # Where little is liked and much is not, what speaks against sets the scale, so as not to drown all else.
        if len(depths):
            scale = max(scale, scale_of(depths))
        return CollaborativeAnswer(self, query.heard, spread, totals, scale, hits, loudest)

    def lengths(self, positions: IntArray) -> Scores:
        """Return how far a like of each moves the scores: the Euclidean length of its row."""
        return np.sqrt(np.asarray(self.matrix[positions].power(2).sum(axis=1), np.float64))

    def likeness(self, positions: IntArray, others: IntArray) -> Scores:
        """Return the cosines between the rows of `positions` and those of `others`; 0 for a row without weights."""
        products: Scores = (self.matrix[positions] @ self.matrix[others].T).toarray().astype(np.float64)
        lengths = np.outer(self.lengths(positions), self.lengths(others))
        return products / np.where(lengths > 0, lengths, 1.0)

    @property
    def matrix(self) -> csr_array:
        """The weights B, over the same memory."""
        size = len(self.ids)
        return csr_array((self.weights, self.targets, self.starts), shape=(size, size))

    def save(self, folder: Path, part: str) -> None:
        """Write this into a model folder, which may hold several under different names."""
        save_arrays(folder, part, {name: getattr(self, name) for name in _FILES})

    @classmethod
    def load(cls, folder: Path, part: str, ids: IntArray) -> "Collaborative":
        """Read what `save` wrote. Raises BrokenModelError."""
        return cls(ids=ids, **{name: load_array(folder, part, name) for name in _FILES})


@dataclass(frozen=True, slots=True)
class CollaborativeAnswer:
    """The sums of one fold-in; the products that they are of are the reasons, and worked out where those are asked."""

    collaborative: Collaborative
    heard: IntArray  # the positions that speak
    spread: Scores  # how loud each is
    totals: Scores  # by position, not scaled yet
    scale: float  # what totals and products are divided by
    hits: IntArray  # allowed positions above 0
    loudest: IntArray  # the `_LOUDEST` highest of them

    def candidates(self, k: int) -> IntArray:
        """Return at most k allowed positions with the highest totals."""
        near = self.hits if k > _LOUDEST else self.loudest
        found: IntArray = near[best(self.totals[near], k)]
        return found

    def scores(self, positions: IntArray) -> Scores:
        """Return the totals at these positions."""
        return _scaled(self.totals, positions, self.scale)

    def spoken(self, positions: IntArray, weight: float) -> Spoken:
        """Return one reason for each anime that speaks for or against each position, and one for what is left."""
        of = self.collaborative
        rows, abouts, products = _products(
            of.starts, of.targets, of.weights, of.base, self.heard, self.spread, positions
        )
        return Spoken(rows, abouts, products / self.scale * weight)


@compiled(FLOAT, FLOAT, FLOAT)
def _product(weight: float, liking: float) -> float:
    """Return what an anime adds that is liked so much.

    Two anime seldom liked together speak against each other, but not to like one is no praise of the other.
    """
    product = weight * liking
    return 0.0 if liking < 0 < product else product


@compiled(
    several(NEW_DOUBLES, NEW_INTS, NEW_DOUBLES, NEW_DOUBLES), INTS, INTS, FLOATS, FLOATS, INTS, INTS, DOUBLES, FLAGS
)
def _folded_in(  # noqa: PLR0913, PLR0917  arrays of the model, and of the question
    starts: IntArray,
    targets: IntArray,
    weights: FloatArray,
    base: FloatArray,
    reached: IntArray,
    heard: IntArray,
    spread: Scores,
    allowed: BoolArray,
) -> tuple[Scores, IntArray, Scores, Scores]:
    """Return the totals, the allowed positions above 0 with theirs, and how far below 0 others are.

    No processor could guess the signs, so nothing branches on them: each is written where the next one is to stand,
    and stays there if it counts. Positions are taken as unsigned, since one below 0 would count from the end and each
    would be looked at for that.
    """
    totals = np.zeros(len(base))
    for at in range(len(heard)):
        start, end, liking = starts[heard[at]], starts[heard[at] + 1], spread[at]
        places, of_row = targets[start:end].view(np.uint32), weights[start:end]
        if liking < 0:  # as in `_product`
            for entry in range(len(places)):
                totals[places[entry]] += min(of_row[entry] * liking, 0.0)
        else:
            for entry in range(len(places)):
                totals[places[entry]] += of_row[entry] * liking
    most = len(reached)
    hits, heights, depths = np.empty(most, np.int32), np.empty(most), np.empty(most)
    above = below = 0
    for position in reached.view(np.uint32):
        total = totals[position] + base[position]
        totals[position] = total
        hits[above], heights[above], depths[below] = position, total, -total
        above += (total > 0) & allowed[position]
        below += total < 0
    return totals, hits[:above].copy(), heights[:above].copy(), depths[:below].copy()


_TOGETHER, _BASE = about(ReasonKind.LIKED_TOGETHER), about(ReasonKind.POPULAR)


@compiled(several(NEW_INTS, NEW_LONGS, NEW_DOUBLES), INTS, INTS, FLOATS, FLOATS, INTS, DOUBLES, INTS)
def _products(  # noqa: PLR0913, PLR0917  the same
    starts: IntArray,
    targets: IntArray,
    weights: FloatArray,
    base: FloatArray,
    heard: IntArray,
    spread: Scores,
    positions: IntArray,
) -> tuple[IntArray, Abouts, Scores]:
    """Return who speaks for or against what: a place in `positions`, what the reason is about, and its product."""
    most = (len(heard) + 1) * len(positions)
    rows, abouts, products = np.empty(most, np.int32), np.empty(most, np.int64), np.empty(most)
    count = 0
    for row in range(len(positions)):
        if base[positions[row]] != 0:
            rows[count], abouts[count], products[count] = row, _BASE, base[positions[row]]
            count += 1
        for at in range(len(heard)):
            start, end = starts[heard[at]], starts[heard[at] + 1]
            entry = start + np.searchsorted(targets[start:end], positions[row])
            if entry < end and targets[entry] == positions[row]:
                rows[count], abouts[count] = row, _TOGETHER + 1 + heard[at]
                products[count] = _product(weights[entry], spread[at])
                count += products[count] != 0
    return rows[:count].copy(), abouts[:count].copy(), products[:count].copy()


@compiled(NEW_DOUBLES, DOUBLES, INTS, FLOAT)
def _scaled(totals: Scores, positions: IntArray, scale: float) -> Scores:
    """Return the totals at these positions, divided by the scale."""
    found = np.empty(len(positions))
    for at in range(len(positions)):
        found[at] = totals[positions[at]] / scale
    return found
