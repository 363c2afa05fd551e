"""What makes an anime one that people recommend to those who liked another: a weighted sum, and trees that correct it.

Both are in files beside this one. They were fitted to the votes of "who liked A recommends B" by
`python -m benchmarks.similar_fit`, which reads the very numbers that are made here; so training does not need the
votes, and what was learned of the anime they are about holds for those that nobody has voted on, or even rated.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from core.anime import Anime, AnimeType
from core.facts import NOWHERE, TYPES, Facts
from core.interactions import Interactions
from core.learning.content import ContentConfig
from core.learning.pairs import learn_pairs
from core.model_files import FloatArray
from core.retrievers.collaborative import Collaborative
from core.retrievers.content import Content
from core.retrievers.pairs import TOGETHER, block_of
from core.retrievers.popular import Popular
from core.retrievers.similar import Similar, base_of
from core.trees import Trees

CROWD = ("audience", "members", "members squared", "mean", "series", "film")
BEGINNING = ("later", "bonus")

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
    return Weights(**json.loads(_read("similar.json")))


def _read(name: str) -> str:
    return (files("core.learning") / name).read_text(encoding="utf-8")


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
    trees = Trees(_read("similar.txt"))
    return Similar(
        pairs=learn_pairs(facts, catalogue, rows, (content, collaborative, popular), progress),
        together=np.array([weights.together[name] for name in TOGETHER], np.float32),
        crowd=_sum(crowd_features(facts, catalogue, popular), weights.crowd, CROWD),
        beginning=_sum(beginning_features(facts), weights.beginning, BEGINNING),
        scales=_scales(content, config, weights),
        trees=trees,
        base=base_of(trees),
    )


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


def _scales(content: Content, config: ContentConfig, weights: Weights) -> FloatArray:
    """Return what the products of each dimension count; the vectors have the root of the block's weight in them."""
    each = []
    for theme in content.themes:
        block = block_of(theme)
        counts = weights.content[block] + weights.labels.get(block, {}).get(theme.label or "", 0.0)
        each.append(counts / config.weights[block])
    return np.repeat(each, content.theme_widths).astype(np.float32)


def _sum(features: FloatArray, weights: Mapping[str, float], names: Sequence[str]) -> FloatArray:
    total: FloatArray = np.tensordot(np.array([weights[name] for name in names], np.float32), features, axes=1)
    return total
