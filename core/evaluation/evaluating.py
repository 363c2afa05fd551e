"""One evaluation: the engine and its peers before the same people, whom none of them has seen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.anime import Anime
from core.engine import Engine
from core.evaluation.contender import Predict, ours
from core.evaluation.dial import Dial, dials, drawn_tastes
from core.evaluation.figure import Figure
from core.evaluation.likes import Likelihood
from core.evaluation.measures import LONG, NDCG, OFTEN, WITHIN, coverage, of_lists, of_margins, of_ratings
from core.evaluation.peers.tuning import Tried, tuned
from core.evaluation.people import WHOLE, Split, sizes
from core.evaluation.slices import slices
from core.evaluation.variety import Variety
from core.learning.held_out import Profile
from core.model_files import BoolArray
from core.preferences import LIKE

Measured = Mapping[str, Mapping[str, Figure]]  # figures by contender and measure
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that was measured."""

    data: str  # in words
    seed: int
    sizes: Mapping[str, Measured]
    coverage: Mapping[str, float]  # by contender, over the lists of whole profiles
    slices: Mapping[str, BoolArray]  # of the people of whole profiles
    dials: Sequence[Dial]
    tried: Sequence[Tried]

    @property
    def contenders(self) -> list[str]:
        """The names, ours first."""
        return list(self.sizes[WHOLE])

    @property
    def peers(self) -> list[str]:
        """The names of those that ours is compared with."""
        return [name for name in self.contenders if not name.startswith("ours")]

    def best_peer(self, size: str) -> str:
        """Return the peer with the highest NDCG@10 at that size of profile."""
        measured = self.sizes[size]
        return max((name for name in self.peers if name in measured), key=lambda name: measured[name][NDCG].value or 0)


def evaluate(  # noqa: PLR0913  an evaluation is all of these
    engine: Engine,
    catalogue: Sequence[Anime],
    parts: Split,
    *,
    data: str,
    seed: int,
    lists: int,
    progress: Progress,
) -> Evaluation:
    """Measure an engine that was trained on `parts.training` beside peers that are trained on the same.

    data: what it is, in words. lists: how many the coverage of the dial is over, at most one for each person there is.
    Raises TooFewPeopleError where no figure could mean anything.
    """
    given, for_tuning = sizes(parts.test, seed), sizes(parts.tuning, seed)
    variety = Variety(catalogue, parts.training)
    peers, tried = tuned(parts.training, for_tuning, seed, lambda share: progress("Tuning the peers", share))
    contenders = [*ours(engine), *peers]
    measured: dict[str, dict[str, dict[str, Figure]]] = {size: {} for size in given}
    often = variety.had_by(OFTEN)
    covered: dict[str, float] = {}
    for place, contender in enumerate(contenders):
        for part, (size, profiles) in enumerate(given.items()):
            progress("Asking all models", (place + part / len(given)) / len(contenders))
            if contender.personal and not any(profile.taste.ratings for profile in profiles):
                continue
            answers = [contender.rank(profile.taste, LONG) for profile in profiles]
            measured[size][contender.name] = of_lists(answers, profiles, variety)
            if size == WHOLE:
                covered[contender.name] = coverage(answers, often)
        if contender.predict is not None:
            measured[WHOLE][contender.name] |= _ratings(contender.predict, given[WHOLE], for_tuning[WHOLE])
            if contender.margins is not None:
                measured[WHOLE][contender.name][WITHIN] = _within(contender.predict, contender.margins, given[WHOLE])
    tastes = [*(profile.taste for profile in given[WHOLE]), *drawn_tastes(parts.training, seed, lists)][:lists]
    turned = dials(engine, given[WHOLE], tastes, variety, lambda share: progress("Turning the dial", share))
    return Evaluation(data, seed, measured, covered, slices(given[WHOLE], catalogue, variety.audience), turned, tried)


def _within(predict: Predict, margins: Predict, given: Sequence[Profile]) -> Figure:
    predicted, told = ([ask(profile.taste, list(profile.hidden)) for profile in given] for ask in (predict, margins))
    return of_margins(predicted, told, given)


def _ratings(predict: Predict, given: Sequence[Profile], for_tuning: Sequence[Profile]) -> dict[str, Figure]:
    """Return the figures of predicted ratings; what they say about likes is learned from the people for tuning."""
    known = [rating for profile in for_tuning for rating in predict(profile.taste, list(profile.hidden))]
    liked = [score >= LIKE for profile in for_tuning for score in profile.hidden.values()]
    predicted = [predict(profile.taste, list(profile.hidden)) for profile in given]
    return of_ratings(predicted, given, Likelihood.learned(known, liked))
