"""Whoever takes part in an evaluation: our engine in its ways, and the peers it has to be ahead of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.blends import SIXTY_FORTY
from core.engine import Engine
from core.taste import Taste
from core.wish import Wish

OURS = "ours, plain"  # the ranker's own order, which is what is compared with the peers'
SHOWN = "ours, as shown"  # beside it: what the rules of presentation cost

Rank = Callable[[Taste, int], list[int]]
Predict = Callable[[Taste, Sequence[int]], list[float]]


@dataclass(frozen=True, slots=True)
class Contender:
    """One model: its name, how it ranks, and what it was tuned to.

    rank: the ids of its best k for a taste, without what is in it. predict: ratings 1-10, if it can. margins: how far
    off each of those may be, if it says so. personal: it says nothing to somebody of whom nothing is known, and is not
    asked then.
    """

    name: str
    rank: Rank
    predict: Predict | None = None
    margins: Predict | None = None
    personal: bool = False
    setting: str = ""


def ours(engine: Engine) -> list[Contender]:
    """Return the engine's plain order, its list as it is shown (anything allowed), and plain orders of less.

    Those are the model's blend without the second stage that corrects it, and the blend that experiments start from.
    """

    def shown(taste: Taste, k: int) -> list[int]:
        return [pick.anime_id for pick in engine.recommend(taste, Wish(adult=True), k)]

    def margins(taste: Taste, anime_ids: Sequence[int]) -> list[float]:
        return [engine.guess(taste, anime_id).margin for anime_id in anime_ids]

    return [
        Contender(OURS, engine.rank, engine.predict, margins),
        Contender(SHOWN, shown),
        Contender("ours, first stage", lambda taste, k: engine.rank(taste, k, blend=engine.manifest.blend)),
        Contender("ours, sixty-forty", lambda taste, k: engine.rank(taste, k, blend=SIXTY_FORTY)),
    ]
