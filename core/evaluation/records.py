"""An evaluation as rows, one a figure: for spreadsheets, programs and pictures."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.evaluation.evaluating import Evaluation
from core.evaluation.figure import Figure
from core.evaluation.measures import NDCG
from core.evaluation.people import WHOLE

EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Record:
    """One figure of one model, with the ends of its 95 % interval where it has one."""

    profile: str  # how much of a person is shown
    people: str  # which of them
    model: str
    measure: str
    value: float
    low: float | None
    high: float | None
    count: int  # of people

    @classmethod
    def of(cls, profile: str, people: str, model: str, measure: str, figure: Figure, seed: int) -> Iterator["Record"]:  # noqa: PLR0913, PLR0917  a record is all of these
        """Yield the record of a figure, none where nobody has a say in it."""
        low, high = figure.interval(seed) or (None, None)
        if figure.value is not None:
            yield cls(profile, people, model, measure, figure.value, low, high, figure.people)


def records(found: Evaluation) -> Iterator[Record]:
    """Yield every figure: all measures of all models by size of profile, then NDCG@10 by slice."""
    for size, measured in found.sizes.items():
        for model, figures in measured.items():
            for measure, figure in figures.items():
                yield from Record.of(size, EVERYBODY, model, measure, figure, found.seed)
    for name, which in found.slices.items():
        for model, figures in found.sizes[WHOLE].items():
            yield from Record.of(WHOLE, name, model, NDCG, figures[NDCG].of(which), found.seed)
