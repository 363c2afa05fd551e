"""An evaluation as sheets to print: a title, columns, rows of text, and what to know to read them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.evaluation.contender import OURS
from core.evaluation.evaluating import Evaluation
from core.evaluation.figure import Figure, Kind, chance_of
from core.evaluation.measures import HIGHER, LOWER, NDCG, OFTEN, RECALL, RMSE, WITHIN
from core.evaluation.people import WHOLE
from core.predicted import COVERED

NONE = "–"
_LEAST = 0.001  # a smaller chance is only said to be smaller
_CHANCE = "the chance of a difference at least so large were both equally good (a paired permutation test over people)."


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. Every row has a cell for each column, the first of which is what the row is of."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str


def sheets(found: Evaluation) -> Iterator[Sheet]:
    """Yield all sheets, the one that everything else explains first."""
    yield _all_measures(found)
    yield _against_the_best(found)
    yield _by_size(found)
    yield _by_slice(found)
    yield _by_dial(found)
    yield _tuning(found)


def _all_measures(found: Evaluation) -> Sheet:
    measured = found.sizes[WHOLE]
    measures = list(measured[OURS])

    def cell(contender: str, measure: str) -> str:
        figure = measured[contender].get(measure)
        return NONE if figure is None else _with_interval(figure, found.seed, between="\n")

    rows = [[measure, *(cell(contender, measure) for contender in found.contenders)] for measure in measures]
    covered = [f"{found.coverage[contender]:.3f}" for contender in found.contenders]
    people = measured[OURS][NDCG].people
    return Sheet(
        f"{found.data}: {people} people never seen in training, {WHOLE} shown",
        ["", *found.contenders],
        [*rows, ["catalogue coverage", *covered]],
        f"±: half of the 95 % bootstrap interval over people. Relevant: scores of 8 and above that were not shown. "
        f"Coverage: share of the anime that {OFTEN} people have, in these people's first tens. Plain is the ranker's "
        f"own order, which is what peers are compared with; as shown has the rules of presentation (one a franchise, "
        f"where to begin it, variety). “{WITHIN.capitalize()}” should be {COVERED:.2f}.",
    )


def _against_the_best(found: Evaluation) -> Sheet:
    measured = found.sizes[WHOLE]

    def row(measure: str) -> list[str]:
        """Return what we have, who is best at it among the peers, what they have, and the difference."""
        sign, arrow = (1, "↑") if measure in HIGHER else (-1, "↓")
        peers = [name for name in found.peers if measure in measured[name]]
        best = max(peers, key=lambda name: sign * (measured[name][measure].value or 0))
        mine, theirs = measured[OURS][measure], measured[best][measure]
        cells = (_with_interval(one, found.seed) for one in (mine, theirs))
        return [f"{measure} {arrow}", next(cells), best, next(cells), _difference(mine, theirs, found.seed)]

    return Sheet(
        f"Beside the best peer at each measure, {WHOLE} shown",
        ["", OURS, "the best peer", "has", "ours – it"],
        [row(measure) for measure in measured[OURS] if measure in HIGHER | LOWER],
        f"↑ higher is better, ↓ lower. p: {_CHANCE}",
    )


def _by_size(found: Evaluation) -> Sheet:
    def figures(contender: str, size: str) -> str:
        measured = found.sizes[size].get(contender)
        if measured is None:
            return NONE
        return f"{_with_interval(measured[NDCG], found.seed)} / {measured[RECALL].value or 0:.3f}"

    def ratio(size: str) -> str:
        measured, best = found.sizes[size], found.best_peer(size)
        return f"{(measured[OURS][NDCG].value or 0) / (measured[best][NDCG].value or 1):.3f} × {best}"

    def ahead(peer: str, size: str) -> str:
        measured = found.sizes[size]
        return _difference(measured[OURS][NDCG], measured[peer][NDCG], found.seed) if peer in measured else NONE

    rows = [[contender, *(figures(contender, size) for size in found.sizes)] for contender in found.contenders]
    rows.append(["ours ÷ the best peer", *map(ratio, found.sizes)])
    rows += [[f"ours – {peer}", *(ahead(peer, size) for size in found.sizes)] for peer in found.peers]
    people = [f"{size}\n{found.sizes[size][OURS][NDCG].people} people" for size in found.sizes]
    return Sheet(
        f"{NDCG} / {RECALL} by how much is known of a person",
        ["", *people],
        rows,
        f"Differences are of {NDCG}; p: {_CHANCE} A peer that needs a taste is not asked without one.",
    )


def _by_slice(found: Evaluation) -> Sheet:
    measured = found.sizes[WHOLE]
    rows = [
        [
            f"{name} ({which.sum()} people)",
            *(_with_interval(measured[contender][NDCG].of(which), found.seed, between="\n") for contender in measured),
        ]
        for name, which in found.slices.items()
    ]
    note = "Thirds of the people by what is shown of them; the audience of an anime is how many people have it."
    return Sheet(f"{NDCG} by kind of person, {WHOLE}", ["", *measured], rows, note)


def _by_dial(found: Evaluation) -> Sheet:
    rows = [
        [
            dial.adventure.value,
            _with_interval(dial.ndcg, found.seed),
            f"{dial.coverage:.3f}",
            f"{dial.popular:.3f}",
            f"{dial.lists:,}",
        ]
        for dial in found.dials
    ]
    note = (
        f"Coverage: share of the anime that {OFTEN} people have, shown to anybody among the first ten of the lists. "
        f"Popular: of what is shown, the share of anime that are among the most rated, which hold half of all ratings."
    )
    return Sheet("The novelty dial, lists as shown", ["", NDCG, "coverage", "popular", "in lists"], rows, note)


def _tuning(found: Evaluation) -> Sheet:
    rows = [
        [one.name, one.setting, one.measure, f"{one.figure:.3f}{' ←' if one.chosen else ''}"] for one in found.tried
    ]
    note = (
        f"On people who are neither trained on nor in the tables above: {NDCG} is the mean over all sizes of profile, "
        f"{RMSE} is of {WHOLE}, of the peer that is there for its ratings."
    )
    return Sheet("How the peers were tuned", ["", "setting", "measure", "figure"], rows, note)


def _difference(mine: Figure, theirs: Figure, seed: int) -> str:
    difference = f"{(mine.value or 0) - (theirs.value or 0):+.3f}"
    if mine.kind is Kind.GAP:
        return difference
    chance = chance_of(mine, theirs, seed)
    return f"{difference}, " + (f"p < {_LEAST}" if chance < _LEAST else f"p = {chance:.3f}")


def _with_interval(figure: Figure, seed: int, between: str = " ") -> str:
    value, interval = figure.value, figure.interval(seed)
    if value is None:
        return NONE
    return f"{value:.3f}" if interval is None else f"{value:.3f}{between}±{(interval[1] - interval[0]) / 2:.3f}"
