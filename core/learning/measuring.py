"""Measuring a model on people it was not trained on: which blend serves them best, and where the second stage helps."""

from collections.abc import Mapping, Sequence

from core.blends import BLENDS, LADDER, POPULAR
from core.engine import Engine
from core.interactions import Interactions
from core.learning.held_out import (
    FEW,
    FEWEST,
    SHOWN,
    Profile,
    error,
    few_likes,
    mean_ndcg,
    mean_recall,
    profiles,
)

MANY = 20  # the evidence from which a profile is like a whole one

Sizes = Mapping[int, Sequence[Profile]]  # by evidence; `MANY` are the whole profiles
Lists = Sequence[list[int]]  # of anime ids, one a profile


def sizes_of(rows: Interactions, seed: int) -> Sizes:
    """Return the profiles of people who were held out, whole and of few likes; none where they are too few."""
    whole = profiles(rows, SHOWN, seed)
    if len(whole) < FEWEST:
        return {}
    few = {likes: few_likes(whole, likes, seed) for likes in FEW}
    return {likes: given for likes, given in few.items() if len(given) >= FEWEST} | {MANY: whole}


def measure(engine: Engine, sizes: Sizes) -> tuple[str, dict[str, float]]:
    """Return the name of the best blend and the figures of the model with it.

    The best blend has the highest mean NDCG@10 over whole profiles and profiles of few likes. Of too few people nothing
    is said: the ladder then, and no figures.
    """
    if not sizes:
        return LADDER, {}
    whole = sizes[MANY]
    ndcg: dict[str, dict[int, float]] = {}
    recall: dict[str, float] = {}
    for blend in BLENDS:
        lists = _lists(engine, sizes, blend)
        ndcg[blend], recall[blend] = _ndcg(lists, sizes), mean_recall(lists[MANY], whole)
    best = max((blend for blend in BLENDS if blend != POPULAR), key=lambda blend: sum(ndcg[blend].values()))
    figures = {_name(size): figure for size, figure in ndcg[best].items()}
    figures["recall@20"] = recall[best]
    figures["rmse"] = error([engine.predict(profile.taste, list(profile.hidden)) for profile in whole], whole)
    figures |= {f"ndcg@10 of {blend}": by_size[MANY] for blend, by_size in ndcg.items() if blend != best}
    return best, {name: round(figure, 4) for name, figure in figures.items()} | {"people": float(len(whole))}


def measure_second_stage(engine: Engine, sizes: Sizes) -> tuple[int | None, dict[str, float]]:
    """Return from which evidence on the second stage is better than the blend at every size, and the figures with it.

    engine: whose manifest has the second stage correct everything. None, and no figures, where it is better nowhere.
    """
    if not sizes:
        return None, {}
    lists = _lists(engine, sizes, None)
    blend, corrected = _ndcg(_lists(engine, sizes, engine.manifest.blend), sizes), _ndcg(lists, sizes)
    least = None
    for size in sorted(sizes, reverse=True):
        if corrected[size] <= blend[size]:
            break
        least = size
    if least is None:
        return None, {}
    figures = {_name(size): figure for size, figure in corrected.items() if size >= least}
    figures["recall@20"] = mean_recall(lists[MANY], sizes[MANY])
    figures[f"ndcg@10 of {engine.manifest.blend}"] = blend[MANY]
    return least, {name: round(figure, 4) for name, figure in figures.items()}


def _name(size: int) -> str:
    return "ndcg@10" if size == MANY else f"ndcg@10 at {size} like{'s' * (size > 1)}"


def _ndcg(lists: Mapping[int, Lists], sizes: Sizes) -> dict[int, float]:
    return {size: mean_ndcg(lists[size], given) for size, given in sizes.items()}


def _lists(engine: Engine, sizes: Sizes, blend: str | None) -> dict[int, Lists]:
    return {size: [engine.rank(profile.taste, 20, blend=blend) for profile in given] for size, given in sizes.items()}
