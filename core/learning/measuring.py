"""Measuring a model on people it was not trained on, and choosing the blend that serves them best."""

from collections.abc import Sequence

from core.blends import BLENDS, LADDER, POPULAR
from core.engine import Engine
from core.interactions import Interactions
from core.learning.held_out import Profile, error, few_likes, mean_ndcg, mean_recall, profiles

SHOWN = 0.8  # of a person's rows
FEW = (1, 3, 10)  # likes
FEWEST_PEOPLE = 20  # below that a figure is chance, and none is given


def measure(engine: Engine, rows: Interactions, seed: int) -> tuple[str, dict[str, float]]:
    """Return the name of the best blend and the figures of the model, live blend first.

    rows: of people who were held out. The best blend has the highest mean NDCG@10 over whole profiles and profiles of
    few likes. Of too few people nothing is said: the ladder then, and no figures.
    """
    whole = profiles(rows, SHOWN, seed)
    if len(whole) < FEWEST_PEOPLE:
        return LADDER, {}
    sizes: dict[str, list[Profile]] = {"": whole}
    for likes in FEW:
        few = few_likes(whole, likes, seed)
        if len(few) >= FEWEST_PEOPLE:
            sizes[f" at {likes} like{'s' * (likes > 1)}"] = few
    ndcg = {
        blend: {size: mean_ndcg(_lists(engine, given, blend), given) for size, given in sizes.items()}
        for blend in BLENDS
    }
    best = max((blend for blend in BLENDS if blend != POPULAR), key=lambda blend: sum(ndcg[blend].values()))
    figures = {f"ndcg@10{size}": figure for size, figure in ndcg[best].items()}
    figures["recall@20"] = mean_recall(_lists(engine, whole, best), whole)
    figures["rmse"] = error([engine.predict(profile.taste, list(profile.hidden)) for profile in whole], whole)
    figures |= {f"ndcg@10 of {blend}": by_size[""] for blend, by_size in ndcg.items() if blend != best}
    return best, {name: round(figure, 4) for name, figure in figures.items()} | {"people": float(len(whole))}


def _lists(engine: Engine, given: Sequence[Profile], blend: str) -> list[list[int]]:
    return [engine.rank(profile.taste, 20, blend=blend) for profile in given]
