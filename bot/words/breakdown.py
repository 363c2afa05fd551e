"""The breakdown of a pick's score as rows for a picture: which reasons stand alone, and which are summed up."""

from collections.abc import Callable
from dataclasses import dataclass

from core.pick import Pick, Reason

SHOWN = 8  # rows; more than that nobody reads on a phone


@dataclass(frozen=True, slots=True)
class Row:
    """One signed part of a score, in words."""

    label: str
    amount: float


def rows_of(pick: Pick, label: Callable[[Reason], str], rest: str) -> tuple[Row, ...]:
    """Return the reasons of `pick` as at most `SHOWN` rows, largest first.

    Equal labels are one row; the smallest are summed up as `rest`. The amounts add up to the score.
    """
    amounts: dict[str, float] = {}
    for reason in pick.reasons:
        text = label(reason)
        amounts[text] = amounts.get(text, 0.0) + reason.amount
    rows = sorted((Row(text, amount) for text, amount in amounts.items()), key=lambda row: -abs(row.amount))
    if len(rows) <= SHOWN:
        return tuple(rows)
    return (*rows[: SHOWN - 1], Row(rest, sum(row.amount for row in rows[SHOWN - 1 :])))
