"""Content vectors: what an anime is, as weighted blocks of numbers."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from core.anime import Anime, LabelKind
from core.learning.facts import labels_of
from core.model_files import FloatArray
from core.pick import ReasonKind
from core.retrievers.content import Content, Theme

ERA_STEP, ERA_WIDTH = 5, 4.0  # years between two dimensions, and how far each reaches
_FIRST_ERA, _LAST_ERA = 1960, 2035
_FEWEST = 2  # anime a label needs to be a dimension: with one there is nothing to be like


def _block_weights() -> Mapping[str, float]:
    return {
        LabelKind.GENRE: 0.25,
        LabelKind.THEME: 0.2,
        LabelKind.DEMOGRAPHIC: 0.1,
        LabelKind.TAG: 0.15,
        LabelKind.STUDIO: 0.05,
        "source": 0.05,
        "era": 0.1,
        "story": 0.1,
    }


@dataclass(frozen=True, slots=True)
class ContentConfig:
    """How the vectors are made. The weights of the blocks add up to 1, which bounds a vector's squared length."""

    weights: Mapping[str, float] = field(default_factory=_block_weights)
    most: Mapping[str, int] = field(default_factory=lambda: {LabelKind.TAG: 300, LabelKind.STUDIO: 56})  # dimensions
    story_dimensions: int = 48
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """Some dimensions of every vector, and what each is about."""

    values: FloatArray
    themes: Sequence[Theme]


def learn_content(catalogue: Sequence[Anime], config: ContentConfig, progress: Callable[[float], None]) -> Content:
    """Return the vectors of a catalogue in an index: each block L2-normalised, then times the root of its weight.

    An anime of which a block knows nothing has zeros there: what is not known makes it like nothing.
    """
    blocks: list[tuple[str, Block]] = [(kind, _label_block(catalogue, kind, config)) for kind in LabelKind]
    blocks += [("source", _source_block(catalogue)), ("era", _era_block(catalogue))]
    progress(0.3)
    blocks.append(("story", _story_block(catalogue, config)))
    progress(0.9)
    parts = [_unit(block.values) * np.sqrt(config.weights[name]) for name, block in blocks]
    spoken = [theme for _, block in blocks for theme in block.themes]
    starts = [at for at, theme in enumerate(spoken) if at == 0 or theme != spoken[at - 1]]
    return Content.build(np.hstack(parts), tuple(spoken[at] for at in starts), np.array(starts, np.int32))


def _label_block(catalogue: Sequence[Anime], kind: LabelKind, config: ContentConfig) -> Block:
    """Return one dimension a label, its value the label's inverse document frequency, ln(1 + n / df)."""
    named = [{label.name for label in labels_of(anime) if label.kind is kind} for anime in catalogue]
    counts = Counter(name for names in named for name in names)
    usual = sorted((name for name, count in counts.items() if count >= _FEWEST), key=lambda name: (-counts[name], name))
    usual = usual[: config.most.get(kind, len(usual))]
    column = {name: at for at, name in enumerate(usual)}
    values = np.zeros((len(catalogue), len(usual)), np.float32)
    for row, names in enumerate(named):
        for name in names:
            if name in column:
                values[row, column[name]] = log(1 + len(catalogue) / counts[name])
    return Block(values, [Theme(ReasonKind.LABEL, name, kind) for name in usual])


def _source_block(catalogue: Sequence[Anime]) -> Block:
    counts = Counter(anime.source for anime in catalogue if anime.source is not None)
    sources = sorted(source for source, count in counts.items() if count >= _FEWEST)
    column = {source: at for at, source in enumerate(sources)}
    values = np.zeros((len(catalogue), len(sources)), np.float32)
    for row, anime in enumerate(catalogue):
        if anime.source in column:
            values[row, column[anime.source]] = 1.0
    return Block(values, [Theme(ReasonKind.SOURCE, source) for source in sources])


def _era_block(catalogue: Sequence[Anime]) -> Block:
    """Return overlapping bells over the years, so that 1999 and 2001 are near and no two years are cut apart."""
    centres = np.arange(_FIRST_ERA, _LAST_ERA, ERA_STEP)
    years = np.array([anime.year or 0 for anime in catalogue], np.float64)
    inside = np.clip(years, _FIRST_ERA, _LAST_ERA)
    bells = np.exp(-(((inside[:, np.newaxis] - centres) / ERA_WIDTH) ** 2))
    bells[years == 0] = 0.0
    return Block(bells.astype(np.float32), [Theme(ReasonKind.ERA)] * len(centres))


def _story_block(catalogue: Sequence[Anime], config: ContentConfig) -> Block:
    """Return the synopses as TF-IDF, reduced by truncated SVD (latent semantic analysis)."""
    told = [row for row, anime in enumerate(catalogue) if anime.synopsis]
    texts = [catalogue[row].synopsis for row in told]
    if len(texts) <= _FEWEST:
        return Block(np.zeros((len(catalogue), 0), np.float32), [])
    vectorizer = TfidfVectorizer(
        stop_words="english", sublinear_tf=True, min_df=2, max_df=0.3, max_features=30_000, dtype=np.float32
    )
    words = vectorizer.fit_transform(texts)
    dimensions = min(config.story_dimensions, words.shape[0] - 1, words.shape[1] - 1)
    reduced = TruncatedSVD(dimensions, random_state=config.seed).fit_transform(words)
    values = np.zeros((len(catalogue), dimensions), np.float32)
    values[told] = reduced
    return Block(values, [Theme(ReasonKind.STORY)] * dimensions)


def _unit(values: FloatArray) -> FloatArray:
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    return (values / np.where(lengths > 0, lengths, 1)).astype(np.float32)
