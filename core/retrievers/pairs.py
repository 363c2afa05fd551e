"""What is known of two anime at once: the numbers that likeness is made of, computed here alone, to fit and to serve.

The weighted sum of `core.retrievers.similar` takes some of them, the trees that correct it the others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.anime import LabelKind
from core.facts import NOWHERE, Facts
from core.features import Feature
from core.model_files import BoolArray, BrokenModelError, FloatArray, IntArray, ints, load_array, save_arrays
from core.pick import ReasonKind
from core.reasons import Spoken
from core.retrievers.collaborative import Collaborative
from core.retrievers.content import Content, Theme
from core.retrievers.popular import Popular
from core.retrievers.query import best

Halves = NDArray[np.float16]
Columns = Sequence[NDArray[np.generic]]

TOGETHER = ("cosine", "root of cosine", "cosine to the nearest", "weight", "root of weight", "weight to the nearest")
ALONE = ("audience", "members", "behind", "age", "labels", "rarity of tags")
BLOCKS = (*(str(kind) for kind in LabelKind), "source", "era", "story")

# Groups of reasons, which what the trees add to a number goes to.
AUDIENCE, *_OF_BLOCKS, RENOWN, BEGINNING = range(len(BLOCKS) + 3)
GROUPS = BEGINNING + 1
_GROUPS = dict(zip(BLOCKS, _OF_BLOCKS, strict=True))
_SAID = (LabelKind.GENRE, LabelKind.THEME, LabelKind.TAG)
_OF_SAID = tuple(_GROUPS[kind] for kind in _SAID)

FEATURES = (
    Feature("cosine", ReasonKind.LIKED_TOGETHER, of=(AUDIENCE,)),
    Feature("cosine to the nearest", ReasonKind.LIKED_TOGETHER, of=(AUDIENCE,)),
    Feature("place by cosine", ReasonKind.LIKED_TOGETHER, of=(AUDIENCE,)),
    Feature("weight", ReasonKind.LIKED_TOGETHER, of=(AUDIENCE,)),
    Feature("weight to the nearest", ReasonKind.LIKED_TOGETHER, of=(AUDIENCE,)),
    Feature("weight the other way", ReasonKind.LIKED_TOGETHER, of=(AUDIENCE,)),
    Feature("share of the audience", ReasonKind.LIKED_TOGETHER, of=(AUDIENCE,)),
    Feature("share of its own audience", ReasonKind.LIKED_TOGETHER, of=(AUDIENCE,)),
    Feature("kindred", ReasonKind.LIKED_TOGETHER, of=(AUDIENCE,)),
    Feature("kindred by what is known", ReasonKind.LIKED_TOGETHER, of=(AUDIENCE, *_OF_BLOCKS)),
    Feature("kindred by content", ReasonKind.LABEL, of=_OF_BLOCKS),
    Feature("content", ReasonKind.LABEL, of=_OF_BLOCKS),
    *(Feature(name, ReasonKind.LABEL, of=(at,)) for name, at in zip(BLOCKS, _OF_BLOCKS, strict=True)),
    Feature("labels in common", ReasonKind.LABEL, of=_OF_SAID),  # of all that either has
    Feature("labels covered", ReasonKind.LABEL, of=_OF_SAID),  # of those of the anime asked about
    Feature("rare tags in common", ReasonKind.LABEL, of=_OF_SAID),
    Feature("audience", ReasonKind.POPULAR),
    Feature("members", ReasonKind.POPULAR),
    Feature("mean", ReasonKind.POPULAR),
    Feature("behind", ReasonKind.FRANCHISE),
    Feature("later", ReasonKind.FRANCHISE),
    Feature("year", ReasonKind.ERA),
    Feature("episodes", ReasonKind.LENGTH),
    Feature("type", ReasonKind.LENGTH),
    Feature("age", ReasonKind.LABEL),
    Feature("labels", ReasonKind.LABEL),
    Feature("audience apart", ReasonKind.POPULAR),
    Feature("members apart", ReasonKind.POPULAR),
    Feature("means apart", ReasonKind.POPULAR),
    Feature("years apart", ReasonKind.ERA),
    Feature("episodes apart", ReasonKind.LENGTH),
    Feature("same type", ReasonKind.LENGTH),
    Feature("same age", ReasonKind.LABEL),
    # of the anime asked about, which decides what the others are worth
    Feature("audience of the one asked about", ReasonKind.POPULAR),
    Feature("members of the one asked about", ReasonKind.POPULAR),
    Feature("mean of the one asked about", ReasonKind.POPULAR),
    Feature("year of the one asked about", ReasonKind.ERA),
    Feature("episodes of the one asked about", ReasonKind.LENGTH),
    Feature("labels of the one asked about", ReasonKind.LABEL),
)
_NEAREST = 10


def block_of(theme: Theme) -> str:
    """Return which of `BLOCKS` a theme of the content vectors is of."""
    return str(theme.label_kind) if theme.kind is ReasonKind.LABEL else str(theme.kind)


def blocks_of(content: Content) -> IntArray:
    """Return for each dimension of the content vectors the place in `BLOCKS` of the block that it is of."""
    blocks = np.array([BLOCKS.index(block_of(theme)) for theme in content.themes], np.int32)
    return np.repeat(blocks, content.theme_widths)


def are_said(blocks: IntArray) -> BoolArray:
    """Return which of these places in `BLOCKS` are of what is said of an anime: genres, themes, tags."""
    return np.isin(blocks, [BLOCKS.index(kind) for kind in _SAID])


@dataclass(frozen=True, slots=True)
class Pairs:
    """What the numbers of two anime are read from; see `core.learning.pairs` for how it is made."""

    facts: Facts
    content: Content
    collaborative: Collaborative
    popular: Popular
    starts: IntArray  # row i is starts[i] … starts[i+1], one more entry than anime
    targets: IntArray  # positions whose audience is most like that of i, most alike first
    cosines: Halves  # of the two audiences
    back: Halves  # what they weigh for i, in the collaborative weights
    alone: FloatArray  # positions × ALONE
    kindred: Halves  # positions × dimensions: a direction by who saw it, zeros where too few did
    known: Halves  # the same with what the content tells, the more of that the fewer saw it
    guessed: Halves  # what the content tells alone
    _starts: IntArray = field(init=False, repr=False, compare=False)  # the first dimension of each block there is
    _present: IntArray = field(init=False, repr=False, compare=False)  # which of `BLOCKS` they are
    _said: BoolArray = field(init=False, repr=False, compare=False)  # dimensions that are genres, themes or tags
    _groups: Mapping[int, int] = field(init=False, repr=False, compare=False)  # by what a reason is about

    def __post_init__(self) -> None:
        """Note where the blocks of the content lie. Raises BrokenModelError where the numbers are for another one."""
        if self.alone.shape != (len(self.facts), len(ALONE)):
            raise BrokenModelError(f"{self.alone.shape} numbers for {len(self.facts)} anime and {len(ALONE)} kinds")
        blocks = blocks_of(self.content)
        firsts = np.flatnonzero(np.diff(blocks, prepend=-1))
        object.__setattr__(self, "_starts", firsts)
        object.__setattr__(self, "_present", blocks[firsts])
        object.__setattr__(self, "_said", are_said(blocks))
        groups = [_GROUPS[block_of(theme)] for theme in self.content.themes]
        object.__setattr__(self, "_groups", dict(zip(ints(self.content.abouts), groups, strict=True)))

    def groups(self, spoken: Spoken) -> IntArray:
        """Return which group each reason of the content is of."""
        return np.array([self._groups[about] for about in ints(spoken.abouts)], np.int32)

    def look(self, position: int) -> "PairLook":
        """Return the numbers of the anime at that position and any other. Called from many threads at once."""
        return PairLook(self, position)

    def by_block(self, products: FloatArray) -> FloatArray:
        """Return the sums over each of `BLOCKS` of numbers by dimension: rows × blocks."""
        sums = np.zeros((len(products), len(BLOCKS)), np.float32)
        if len(self._starts):
            sums[:, self._present] = np.add.reduceat(products, self._starts, axis=1)
        return sums

    def said(self, vector: FloatArray) -> IntArray:
        """Return the dimensions of the genres, themes and tags that a vector has."""
        found: IntArray = np.flatnonzero((vector != 0) & self._said).astype(np.int32)
        return found

    def save(self, folder: Path) -> None:
        """Write this into a model folder; the first four parts are written by themselves."""
        save_arrays(folder, "pairs", {name: getattr(self, name) for name in _ARRAYS})

    @classmethod
    def load(
        cls, folder: Path, facts: Facts, content: Content, collaborative: Collaborative, popular: Popular
    ) -> "Pairs":
        """Read what `save` wrote. Raises BrokenModelError."""
        arrays = {name: load_array(folder, "pairs", name) for name in _ARRAYS}
        return cls(facts, content, collaborative, popular, **arrays)


class PairLook:
    """One anime's side of the numbers; the rest depends on the other."""

    def __init__(self, pairs: Pairs, position: int) -> None:
        self._pairs, self._position = pairs, position
        size = len(pairs.facts)
        row = slice(int(pairs.starts[position]), int(pairs.starts[position + 1]))
        self.company: IntArray = pairs.targets[row]  # whose audiences are most alike, most alike first
        cosines = pairs.cosines[row]
        self._cosines = _spread(cosines, self.company, size)
        self._back = _spread(pairs.back[row], self.company, size)
        self._places = np.full(size, NOWHERE, np.float32)
        self._places[self.company] = np.arange(len(self.company))
        said = pairs.collaborative
        row = slice(int(said.starts[position]), int(said.starts[position + 1]))
        weights = np.maximum(said.weights[row], 0)
        self._weights = _spread(weights, said.targets[row], size)
        self._nearest = [_mean_of_nearest(values) for values in (cosines, weights)]
        self._vector: FloatArray = pairs.content.vectors(np.array([position], np.int32))[0]

    def together(self, positions: IntArray) -> FloatArray:
        """Return the numbers of `TOGETHER` for these positions: positions × numbers."""
        found: list[FloatArray] = []
        for values, nearest in zip((self._cosines, self._weights), self._nearest, strict=True):
            here = values.take(positions)
            found += [here, np.sqrt(here), here / nearest]
        return np.stack(found, axis=1)

    def rows(self, positions: IntArray) -> FloatArray:
        """Return the numbers of `FEATURES` for these positions: positions × features."""
        table: FloatArray = np.empty((len(positions), len(FEATURES)), np.float32)
        columns = (*self._by_audience(positions), *self._by_content(positions), *self._by_facts(positions))
        for at, column in enumerate(columns):
            table[:, at] = column
        return table

    def _by_audience(self, positions: IntArray) -> Columns:
        pairs, here = self._pairs, self._position
        cosine, weight = self._cosines.take(positions), self._weights.take(positions)
        audience = np.maximum(pairs.popular.audience.take(positions), 1)
        ratio = np.sqrt(audience / max(int(pairs.popular.audience[here]), 1))
        return (
            cosine,
            cosine / self._nearest[0],
            self._places.take(positions),
            weight,
            weight / self._nearest[1],
            self._back.take(positions),
            cosine * ratio,
            cosine / ratio,
            *(_cosines(directions, here, positions) for directions in (pairs.kindred, pairs.known, pairs.guessed)),
        )

    def _by_content(self, positions: IntArray) -> Columns:
        pairs, here = self._pairs, self._position
        vectors = pairs.content.vectors(positions)
        products = pairs.by_block(vectors * self._vector)
        lengths = pairs.by_block(self._vector[np.newaxis] ** 2)[0]
        cosines = products / np.where(lengths > 0, lengths, 1)  # a block has one length in all vectors that have it
        whole = np.sqrt(np.einsum("ij,ij->i", vectors, vectors) * lengths.sum())
        shared = np.count_nonzero(vectors.take(pairs.said(self._vector), axis=1), axis=1)
        labels, rarity = (pairs.alone[:, ALONE.index(name)] for name in ("labels", "rarity of tags"))
        return (
            products.sum(axis=1) / np.where(whole > 0, whole, 1),
            *cosines.T,
            shared / np.maximum(labels[positions] + labels[here] - shared, 1),
            shared / max(float(labels[here]), 1),
            cosines[:, BLOCKS.index(LabelKind.TAG)] * rarity[positions] * rarity[here],
        )

    def _by_facts(self, positions: IntArray) -> Columns:
        pairs, here = self._pairs, self._position
        facts, means = pairs.facts, pairs.popular.means
        audience, members, behind, age, labels, _ = pairs.alone.take(positions, axis=0).T
        mine = dict(zip(ALONE, pairs.alone[here].tolist(), strict=True))
        year, episodes = _or_nan(facts.years[positions]), np.log(_or_nan(facts.episodes[positions]))
        my_year, my_episodes = _or_nan(facts.years[[here]]), np.log(_or_nan(facts.episodes[[here]]))
        return (
            audience,
            members,
            means[positions],
            behind,
            facts.before[positions] != NOWHERE,
            year,
            episodes,
            facts.types[positions],
            age,
            labels,
            audience - mine["audience"],
            members - mine["members"],
            means[positions] - means[here],
            np.abs(year - my_year),
            episodes - my_episodes,
            facts.types[positions] == facts.types[here],
            age == mine["age"],
            *(np.full(len(positions), mine[name]) for name in ("audience", "members")),
            np.full(len(positions), means[here]),
            *(np.full(len(positions), value) for value in (my_year[0], my_episodes[0], mine["labels"])),
        )


def _spread(values: NDArray[np.floating], positions: IntArray, size: int) -> FloatArray:
    """Return the values by position, 0 where there is none."""
    spread: FloatArray = np.zeros(size, np.float32)
    spread[positions] = values
    return spread


def _mean_of_nearest(values: NDArray[np.floating]) -> float:
    """Return the mean of the ten highest, of which those that are missing are 0; 1 where it is 0."""
    highest = values[best(values.astype(np.float64), _NEAREST)]
    return float(highest.sum(dtype=np.float64)) / _NEAREST or 1.0


def _cosines(directions: Halves, here: int, positions: IntArray) -> FloatArray:
    found: FloatArray = np.einsum(
        "ij,j->i", directions[positions].astype(np.float32), directions[here].astype(np.float32)
    )
    return found


def _or_nan(values: IntArray) -> FloatArray:
    """Return the values, NaN for 0, which stands for what is not known."""
    return np.where(values > 0, values, np.nan).astype(np.float32)


_ARRAYS = ("starts", "targets", "cosines", "back", "alone", "kindred", "known", "guessed")
