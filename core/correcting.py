"""Reasons of a sum, which trees may correct: those of its parts, louder or softer, and those of the trees alone."""

from collections.abc import Sequence
from math import fsum

from core.anime import LabelKind
from core.features import Feature
from core.pick import Reason, ReasonKind

_About = tuple[ReasonKind, int | None, str | None, LabelKind | None]


def corrected(
    features: Sequence[Feature], amounts: Sequence[float], spoken: Sequence[Sequence[Reason]]
) -> list[Reason]:
    """Return one position's reasons, one for each thing that is spoken of: their amounts add up to all of these.

    amounts: what each feature adds, by feature. spoken: by answer, in the order that features know them in; behind
    them there may be others. What comes from the score of answers goes to their own reasons of the same sign in
    proportion, where there are any; the rest are reasons of their own.
    """
    told = [[reason.amount for reason in of_answer] for of_answer in spoken]
    rising, falling = ([fsum([one for one in of if one * sign > 0]) for of in told] for sign in (1, -1))
    louder, deeper = [1.0] * len(spoken), [1.0] * len(spoken)  # what rising and falling reasons are multiplied by
    alone: list[Reason] = []
    for feature, amount in zip(features, amounts, strict=True):
        totals, factors = (rising, louder) if amount > 0 else (falling, deeper)
        total = sum([totals[at] for at in feature.of])
        if total:
            for at in feature.of:
                factors[at] += amount / total
        elif amount:
            alone.append(Reason(feature.kind, amount))
    # A pick has a hundred reasons, so each is made anew once and not at every step.
    sums: dict[_About, float] = {}
    for of_answer, up, down in zip([*spoken, alone], [*louder, 1.0], [*deeper, 1.0], strict=True):
        for kind, amount, because, label, label_kind in of_answer:
            about = kind, because, label, label_kind
            sums[about] = sums.get(about, 0.0) + amount * (up if amount > 0 else down)
    return [
        Reason(kind, amount, because, label, label_kind) for (kind, because, label, label_kind), amount in sums.items()
    ]
