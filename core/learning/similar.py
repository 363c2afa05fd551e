"""What makes an anime one that people recommend to those who liked another, as a weighted sum of what is known of both.

The weights are in a file beside this one. They were fitted to the votes of "who liked A recommends B" by
`python -m benchmarks.similar_fit`, which reads the very numbers that are made here; so training does not need the
votes, and what was learned of the anime they are about holds for those that nobody has voted on, or even rated.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from scipy.sparse import csr_array

from core.anime import Anime, AnimeType
from core.facts import NOWHERE, TYPES, Facts
from core.interactions import Interactions
from core.learning.content import ContentConfig
from core.learning.members import members_of
from core.model_files import FloatArray, IntArray
from core.pick import ReasonKind
from core.retrievers.collaborative import Collaborative
from core.retrievers.content import Content, Theme
from core.retrievers.popular import Popular
from core.retrievers.query import best
from core.retrievers.similar import Similar

TOGETHER = ("cosine", "root of cosine", "cosine to the nearest", "weight", "root of weight", "weight to the nearest")
CROWD = ("audience", "members", "members squared", "mean", "series", "film")
BEGINNING = ("later", "bonus")

_AT_MOST = 15_000  # anime whose audiences are compared, the most rated first: bounds time
_AT_LEAST = 2  # people an anime needs for its audience to say something
_KEPT = 200  # of an anime's row
_ROWS_AT_ONCE = 256
_NEAREST = 10
_MEAN, _SPAN = 5.0, 5.0  # of scores, so that what most anime have is between 0 and 1


@dataclass(frozen=True, slots=True)
class Weights:
    """What each number counts; for the content, what a block's cosine counts, and how much more a single label does."""

    together: Mapping[str, float]
    crowd: Mapping[str, float]
    beginning: Mapping[str, float]
    content: Mapping[str, float]  # by block, as in `ContentConfig.weights`
    labels: Mapping[str, Mapping[str, float]]  # by kind and name


@cache
def fitted() -> Weights:
    """Return the weights in the file."""
    return Weights(**json.loads((files("core.learning") / "similar.json").read_text(encoding="utf-8")))


def learn_similar(
    facts: Facts,
    catalogue: Sequence[Anime],
    rows: Interactions,
    parts: tuple[Content, ContentConfig, Collaborative, Popular],
    progress: Callable[[float], None],
) -> Similar:
    """Return what `Similar` answers from. progress is told the share done, 0 … 1."""
    content, config, collaborative, popular = parts
    weights = fitted()
    starts, targets, together = _rows(Company.of(facts, rows, collaborative), len(facts), weights, progress)
    return Similar(
        ids=facts.ids,
        content=content,
        starts=starts,
        targets=targets,
        together=together,
        crowd=_sum(crowd_features(facts, catalogue, popular), weights.crowd, CROWD),
        beginning=_sum(beginning_features(facts), weights.beginning, BEGINNING),
        scales=_scales(content, config, weights),
    )


@dataclass(frozen=True, slots=True)
class Company:
    """Which anime have their audience in common."""

    members: IntArray  # positions that take part, ascending
    seen: csr_array  # people × members
    seen_by: csr_array  # members × people
    said: csr_array  # by two members: the collaborative weights

    @classmethod
    def of(cls, facts: Facts, rows: Interactions, collaborative: Collaborative) -> "Company":
        """Return the company that the anime of a catalogue keep."""
        places = facts.locate(rows.anime)
        members, columns = members_of(places, len(facts), at_least=_AT_LEAST, at_most=_AT_MOST)
        used = columns != NOWHERE
        shape = (int(rows.users.max(initial=-1)) + 1, len(members))
        seen = csr_array((np.ones(np.count_nonzero(used), np.float32), (rows.users[used], columns[used])), shape)
        seen.data[:] = 1  # somebody who is in the rows twice has still seen it once
        whole = csr_array(
            (collaborative.weights, collaborative.targets, collaborative.starts), shape=(len(facts), len(facts))
        )
        return cls(members, seen, csr_array(seen.T), csr_array(whole[members][:, members]))

    def features(self, at: IntArray) -> FloatArray:
        """Return the numbers of `TOGETHER` for these members and all members: numbers × len(at) × members."""
        counts = np.diff(self.seen_by.indptr).astype(np.float32)  # each member has been seen
        cosine: FloatArray = (self.seen_by[at] @ self.seen).toarray() / np.sqrt(counts[at][:, np.newaxis] * counts)
        said = np.maximum(self.said[at].toarray(), 0).astype(np.float32)
        cosine[np.arange(len(at)), at] = 0
        found = []
        for values in (cosine, said):
            near = min(_NEAREST, values.shape[1])
            nearest = np.partition(values, values.shape[1] - near, axis=1)[:, values.shape[1] - near :].mean(axis=1)
            found += [values, np.sqrt(values), values / np.where(nearest > 0, nearest, 1)[:, np.newaxis]]
        return np.stack(found)


def crowd_features(facts: Facts, catalogue: Sequence[Anime], popular: Popular) -> FloatArray:
    """Return the numbers of `CROWD`, one row each: what everybody knows of an anime, by position."""
    audience = np.log1p(popular.audience)
    members = np.log1p(np.array([anime.members or 0 for anime in catalogue], np.float64))
    audience, members = (values / max(values.max(initial=0), 1) for values in (audience, members))
    kinds = [facts.types == TYPES.index(kind) for kind in (AnimeType.TV, AnimeType.MOVIE)]
    return np.stack([audience, members, members**2, (popular.means - _MEAN) / _SPAN, *kinds]).astype(np.float32)


def beginning_features(facts: Facts) -> FloatArray:
    """Return the numbers of `BEGINNING`, one row each: what keeps one from beginning there, by position."""
    return np.stack([facts.before != NOWHERE, ~facts.entry]).astype(np.float32)


def block_of(theme: Theme) -> str:
    """Return the name of the block that a theme of the content vectors is of, as in `ContentConfig.weights`."""
    return str(theme.label_kind) if theme.kind is ReasonKind.LABEL else str(theme.kind)


def _scales(content: Content, config: ContentConfig, weights: Weights) -> FloatArray:
    """Return what the products of each dimension count; the vectors have the root of the block's weight in them."""
    each = []
    for theme in content.themes:
        block = block_of(theme)
        counts = weights.content[block] + weights.labels.get(block, {}).get(theme.label or "", 0.0)
        each.append(counts / config.weights[block])
    widths = np.diff(np.append(content.theme_starts, content.index.d))
    return np.repeat(each, widths).astype(np.float32)


def _rows(
    company: Company, size: int, weights: Weights, progress: Callable[[float], None]
) -> tuple[IntArray, IntArray, FloatArray]:
    """Return the largest sums of each row as (starts, targets, sums), over a catalogue of that size."""
    counts = np.zeros(size, np.int64)
    targets, sums = [np.empty(0, np.int32)], [np.empty(0, np.float32)]
    for at in _slices(len(company.members)):
        for row, values in zip(at, _sum(company.features(at), weights.together, TOGETHER), strict=True):
            kept = np.sort(best(values.astype(np.float64), _KEPT))
            kept = kept[values[kept] > 0]
            counts[company.members[row]] = len(kept)
            targets.append(company.members[kept])
            sums.append(values[kept])
        progress((int(at[-1]) + 1) / len(company.members))
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32), np.concatenate(targets), np.concatenate(sums)


def _slices(size: int) -> Iterator[IntArray]:
    for start in range(0, size, _ROWS_AT_ONCE):
        yield np.arange(start, min(start + _ROWS_AT_ONCE, size), dtype=np.int32)


def _sum(features: FloatArray, weights: Mapping[str, float], names: Sequence[str]) -> FloatArray:
    total: FloatArray = np.tensordot(np.array([weights[name] for name in names], np.float32), features, axes=1)
    return total
