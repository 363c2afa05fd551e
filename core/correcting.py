"""Reasons of a sum that trees correct: those of its parts, louder or softer, and those of the trees alone."""

from collections.abc import Sequence
from math import fsum

from core.features import Feature
from core.pick import Reason, ReasonKind


def corrected(
    features: Sequence[Feature], amounts: Sequence[float], spoken: Sequence[Sequence[Reason]]
) -> list[Reason]:
    """Return one position's reasons: their amounts add up to those of `spoken`, by answer, and of what is added.

    amounts: what each feature adds. What comes from the score of answers goes to their own reasons of the same sign in
    proportion, where there are any; the rest are reasons of their own.
    """
    rising, falling = ([_total(of_answer, sign) for of_answer in spoken] for sign in (1, -1))
    louder, deeper = [1.0] * len(spoken), [1.0] * len(spoken)  # what rising and falling reasons are multiplied by
    plain: dict[ReasonKind, float] = {}
    for feature, amount in zip(features, amounts, strict=True):
        totals, factors = (rising, louder) if amount > 0 else (falling, deeper)
        total = sum(totals[at] for at in feature.of)
        if total:
            for at in feature.of:
                factors[at] += amount / total
        elif amount:
            plain[feature.kind] = plain.get(feature.kind, 0.0) + amount
    found = []
    for of_answer, up, down in zip(spoken, louder, deeper, strict=True):
        for kind, amount, because, label, label_kind in of_answer:
            now = amount * (up if amount > 0 else down)
            if because is None and label is None:
                plain[kind] = plain.get(kind, 0.0) + now
            else:
                found.append(Reason(kind, now, because, label, label_kind))
    return [*found, *(Reason(kind, amount) for kind, amount in plain.items())]


def _total(reasons: Sequence[Reason], sign: int) -> float:
    """Return the sum of the amounts of that sign."""
    return fsum(reason.amount for reason in reasons if reason.amount * sign > 0)
