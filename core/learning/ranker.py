"""Learning the second stage from people whom the retrievers under it have never seen."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.engine import Engine
from core.features import FEATURES
from core.interactions import Interactions
from core.learning.held_out import FEW, SHOWN, Profile, few_likes, profiles
from core.model_files import FloatArray, IntArray
from core.ranker import MARGIN, Ranker
from core.retrievers.query import Scores
from core.trees import Trees


@dataclass(frozen=True, slots=True)
class RankerConfig:
    """LambdaRank (Burges, "From RankNet to LambdaRank to LambdaMART", 2010); see docs/experiments.md."""

    share: float = 0.15  # of all people teach it
    at_least: int = 400  # people; the simulated ones of the first minute, fewer, have nothing to teach
    at_most: int = 1_500
    trees: int = 120
    leaves: int = 7  # as good as 15, and quicker to explain
    rate: float = 0.1
    seed: int = 1


@dataclass(frozen=True, slots=True)
class _Examples:
    """Candidates of many profiles, those of one profile together."""

    features: FloatArray
    blend: Scores
    liked: IntArray  # 0 or 1
    counts: list[int]  # of each profile


def learn_ranker(
    engine: Engine, rows: Interactions, config: RankerConfig, progress: Callable[[float], None]
) -> Ranker | None:
    """Return the trees over the engine's blend; None where `rows` are of too few people.

    rows: of people the engine was not trained on, so that its scores for them are as they will be for anybody.
    """
    whole = profiles(rows, SHOWN, config.seed)
    if len(whole) < config.at_least:
        return None
    from lightgbm import Dataset, train  # noqa: PLC0415  it takes a second, which serving without it need not wait for

    examples = _examples(engine, list(_given(whole, config.seed)), lambda share: progress(share * 0.4))
    data = Dataset(
        examples.features,
        examples.liked,
        group=examples.counts,
        init_score=examples.blend * MARGIN,
        feature_name=[f"f{at}" for at in range(len(FEATURES))],
    )
    settings = {
        "objective": "lambdarank",
        "lambdarank_truncation_level": 20,
        "num_leaves": config.leaves,
        "learning_rate": config.rate,
        "min_data_in_leaf": 60,
        "feature_fraction": 0.6,
        "max_bin": 63,
        "seed": config.seed,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "verbosity": -1,
    }
    booster = train(
        settings,
        data,
        config.trees,
        callbacks=[lambda now: progress(0.4 + 0.6 * (now.iteration + 1) / config.trees)],
    )
    return Ranker.of(Trees(booster.model_to_string()))


def _given(whole: Sequence[Profile], seed: int) -> Iterator[Profile]:
    """Yield the profiles of all, and of each with every number of few likes, as far as they have so many."""
    yield from whole
    for likes in FEW:
        yield from few_likes(whole, likes, seed)


def _examples(engine: Engine, given: Sequence[Profile], progress: Callable[[float], None]) -> _Examples:
    features, blends, liked, counts = [], [], [], []
    for done, profile in enumerate(given):
        ids, blend, table = engine.candidates(profile.taste)
        relevant = profile.relevant
        likes = [int(anime_id in relevant) for anime_id in ids]
        progress((done + 1) / len(given))
        if any(likes):  # where all are alike there is nothing to learn
            features.append(table)
            blends.append(blend)
            liked.append(np.array(likes, np.int32))
            counts.append(len(ids))
    return _Examples(np.concatenate(features), np.concatenate(blends), np.concatenate(liked), counts)
