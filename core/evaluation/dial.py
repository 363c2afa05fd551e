"""What the novelty dial does to lists as they are shown: what they cost, and how much of the catalogue is reached."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.engine import Engine
from core.evaluation.figure import Figure
from core.evaluation.measures import OFTEN, K, coverage
from core.evaluation.variety import Variety
from core.interactions import Interactions
from core.learning.held_out import Profile, by_person, taste_from
from core.metrics import ndcg_at
from core.taste import Taste
from core.wish import Adventure, Wish


@dataclass(frozen=True, slots=True)
class Dial:
    """One setting: the NDCG@10 of its lists, the share of anime that it shows to anybody, and how popular those are."""

    adventure: Adventure
    lists: int  # that coverage and popularity are over
    ndcg: Figure
    coverage: float
    popular: float  # the share of what is shown that is among the most rated


def dials(
    engine: Engine,
    given: Sequence[Profile],
    tastes: Sequence[Taste],
    variety: Variety,
    progress: Callable[[float], None],
) -> list[Dial]:
    """Return what each setting does: its NDCG@10 over the people given, all else over all the tastes.

    progress hears the share done, 0 … 1.
    """
    done, todo = 0, len(Adventure) * (len(given) + len(tastes))

    def shown(taste: Taste, adventure: Adventure) -> list[int]:
        nonlocal done
        done += 1
        progress(done / todo)
        return [pick.anime_id for pick in engine.recommend(taste, Wish(adventure=adventure, adult=True), K)]

    found = []
    for adventure in Adventure:
        right = [ndcg_at(K, shown(profile.taste, adventure), profile.relevant) for profile in given]
        lists = [shown(taste, adventure) for taste in tastes]
        popular = float(np.mean([variety.popular_share(ranked) for ranked in lists]))
        reached = coverage(lists, variety.had_by(OFTEN))
        found.append(Dial(adventure, len(lists), Figure.mean(list(right)), reached, popular))
    return found


def drawn_tastes(rows: Interactions, seed: int, most: int) -> list[Taste]:
    """Return the tastes of at most so many people, in an order drawn by chance."""
    of_each = by_person(rows)
    drawn = np.random.default_rng(seed).permutation(len(of_each))[:most]
    return [taste_from(rows, of_each[at]) for at in drawn]
