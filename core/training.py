"""Training: a catalogue and ratings in, a finished model folder out."""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import numpy as np

from core.anime import Anime
from core.blends import LADDER
from core.engine import Engine
from core.facts import NOWHERE, Facts
from core.interactions import Interactions
from core.learning.collaborative import CollaborativeConfig, learn_collaborative
from core.learning.content import ContentConfig, learn_content
from core.learning.facts import learn_facts
from core.learning.first_likes import FirstLikesConfig, learn_first_likes
from core.learning.held_out import split_people, take
from core.learning.measuring import measure, measure_second_stage, sizes_of
from core.learning.popular import learn_popular
from core.learning.predicted import PredictorConfig, learn_predictor
from core.learning.ranker import RankerConfig, learn_ranker
from core.learning.similar import learn_similar
from core.learning.timely import learn_season, learn_trending
from core.manifest import Manifest, read_manifest, write_manifest
from core.model import Model
from core.quiz import learn_quiz
from core.retrievers.content import Content
from core.search.index import TitleIndex

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """What a training run can set."""

    content: ContentConfig = field(default_factory=ContentConfig)
    collaborative: CollaborativeConfig = field(default_factory=CollaborativeConfig)
    first_likes: FirstLikesConfig = field(default_factory=FirstLikesConfig)
    predictor: PredictorConfig = field(default_factory=PredictorConfig)
    ranker: RankerConfig = field(default_factory=RankerConfig)
    held_out: float = 0.1  # share of people who measure the model before it is trained on all
    held_out_at_most: int = 250  # people
    seed: int = 1


@dataclass(frozen=True, slots=True)
class _Span:
    """A part of the whole run, which a stage's own progress is fitted into."""

    progress: Progress
    stage: str
    start: float
    end: float

    def __call__(self, share: float) -> None:
        self.progress(self.stage, self.start + (self.end - self.start) * share)


def train(  # noqa: PLR0913  a model is all of these
    catalogue: Sequence[Anime],
    interactions: Interactions,
    folder: Path,
    *,
    version: str,
    trained_at: datetime,
    data: str,
    progress: Progress,
    config: TrainingConfig = TrainingConfig(),
) -> Manifest:
    """Train a model, measure it, and write it to `folder`, which must not exist; return what its manifest says.

    data: what it was trained on, in words. progress(stage in words, share of the whole done, 0 … 1).
    The folder appears whole or not at all. Raises ValueError for an empty catalogue, FileExistsError for a folder
    that exists.
    """
    if not catalogue:
        raise ValueError("there is no anime to train on")
    if folder.exists():
        raise FileExistsError(folder)
    catalogue = sorted({anime.id: anime for anime in catalogue}.values(), key=lambda anime: anime.id)
    progress("Sorting the catalogue", 0.0)
    facts = learn_facts(catalogue)
    rows = take(interactions, facts.locate(interactions.anime) != NOWHERE)
    content = learn_content(catalogue, config.content, _Span(progress, "Reading labels and synopses", 0.02, 0.2))
    progress("Indexing titles", 0.2)
    titles = TitleIndex.build(catalogue, np.bincount(facts.locate(rows.anime), minlength=len(facts)))
    manifest = Manifest(version, trained_at, data, LADDER, None, _counts(catalogue, rows), {}, {})
    aside = split_people(rows, config.held_out, config.held_out_at_most, config.seed)
    # Whom the second stage learns from is unknown to the retrievers under it, and to those who measure it.
    teaching = ~aside & split_people(rows, config.ranker.share, config.ranker.at_most, config.seed + 1)
    if len(np.unique(rows.users[teaching])) < config.ranker.at_least:
        teaching[:] = False
    learning = _Span(progress, "Learning to be measured", 0.25, 0.45)
    known = catalogue, facts, content, trained_at.date()
    trial = _learn(known, take(rows, ~aside & ~teaching), learning, config)
    progress("Measuring", 0.45)
    sizes = sizes_of(take(rows, aside), config.seed)
    blend, metrics = measure(Engine(manifest, trial, titles), sizes)
    manifest = replace(manifest, blend=blend, metrics=metrics, corrected_from=0)
    learning = _Span(progress, "Learning to rank", 0.5, 0.65)
    ranker = learn_ranker(Engine(manifest, trial, titles), take(rows, teaching), config.ranker, learning)
    corrected = Engine(manifest, replace(trial, ranker=ranker), titles)
    least, figures = (None, {}) if ranker is None else measure_second_stage(corrected, sizes)
    finished = replace(manifest, corrected_from=least, metrics=metrics | figures)
    model = _learn(known, rows, _Span(progress, "Learning from all ratings", 0.65, 0.95), config)
    model = replace(model, ranker=None if least is None else ranker)
    progress("Writing the model", 0.95)
    _write(folder, finished, model, titles)
    progress("Done", 1.0)
    return read_manifest(folder)


def _counts(catalogue: Sequence[Anime], rows: Interactions) -> dict[str, int]:
    return {
        "anime": len(catalogue),
        "people": len(np.unique(rows.users)),
        "ratings": len(rows),
        "rated anime": len(np.unique(rows.anime)),
    }


def _learn(
    known: tuple[Sequence[Anime], Facts, Content, date],
    rows: Interactions,
    progress: Callable[[float], None],
    config: TrainingConfig,
) -> Model:
    """Return a model of these ratings. known: the catalogue, its arrays, its vectors and today."""
    catalogue, facts, content, today = known
    popular = learn_popular(facts, rows)
    season = learn_season(facts, catalogue, popular, today)
    collaborative = learn_collaborative(facts, rows, config.collaborative, lambda share: progress(share * 0.4))
    first_likes = learn_first_likes(facts, rows, config.first_likes, lambda share: progress(0.4 + share * 0.1))
    predictor = learn_predictor(facts, rows, popular.means, config.predictor)
    progress(0.7)
    parts = (content, config.content, collaborative, popular)
    similar = learn_similar(facts, catalogue, rows, parts, lambda share: progress(0.7 + 0.3 * share))
    return Model(
        facts=facts,
        content=content,
        collaborative=collaborative,
        first_likes=first_likes,
        popular=popular,
        trending=learn_trending(facts, rows),
        season=season,
        predictor=predictor,
        quiz=learn_quiz(facts, popular.audience, collaborative),
        similar=similar,
    )


def _write(folder: Path, manifest: Manifest, model: Model, titles: TitleIndex) -> None:
    """Write everything beside `folder`, then rename: whoever looks sees the whole model or none."""
    fresh = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        model.save(fresh)
        titles.save(fresh)
        write_manifest(fresh, manifest)
        fresh.rename(folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
