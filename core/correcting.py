"""Reasons of a sum, which trees may correct: those of its parts, louder or softer, and those of the trees alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from core.compiled import (
    DOUBLE_ROWS,
    DOUBLES,
    FLAG_ROWS,
    INT,
    INTS,
    LONGS,
    NEW_DOUBLES,
    NEW_INTS,
    NEW_LONGS,
    compiled,
    several,
)
from core.features import Feature
from core.model_files import BoolArray, IntArray
from core.reasons import Abouts, Amounts, Spoken, about


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """What the columns of a correction belong to."""

    alone: Abouts  # by column: what it is a reason about where nothing takes it up
    of: BoolArray  # columns × groups: whose scores it is

    @classmethod
    def of_features(cls, features: Sequence[Feature], groups: int) -> Self:
        """Return those of the features. groups: how many a feature may be the score of."""
        of = np.zeros((len(features), groups), np.bool_)
        for column, feature in enumerate(features):
            of[column, list(feature.of)] = True
        return cls(np.array([about(feature.kind) for feature in features], np.int64), of)


def corrected(size: int, spoken: Spoken, groups: IntArray, columns: Columns, added: Amounts) -> Spoken:
    """Return the reasons of `size` positions, one for each thing spoken of: they add up to all of these.

    They come position by position, the largest of each first. groups: which group each entry of `spoken` belongs to, as
    the columns know them; others may follow. added: what each column adds, positions × columns. What comes from the
    score of groups goes to their own reasons of the same sign in proportion, where there are any; the rest are reasons
    of their own.
    """
    return Spoken(*_corrected(size, *spoken, groups, columns.alone, columns.of, added))


@compiled(several(NEW_LONGS, NEW_DOUBLES), LONGS, DOUBLES, INTS, LONGS, FLAG_ROWS, DOUBLES)
def _louder(  # noqa: PLR0913, PLR0917  what was said of one position, and what is added
    abouts: Abouts, amounts: Amounts, groups: IntArray, alone: Abouts, of: BoolArray, added: Amounts
) -> tuple[Abouts, Amounts]:
    """Return the reasons of one position with what is added to them, and behind them those of the columns alone."""
    columns, known = of.shape
    # What rises and what falls in each group, and what both are multiplied with.
    totals, factors = np.zeros((2, known)), np.ones((2, known))
    for at in range(len(groups)):
        if groups[at] < known:
            totals[int(amounts[at] < 0), groups[at]] += amounts[at]
    found_abouts, found = np.empty(len(groups) + columns, np.int64), np.empty(len(groups) + columns)
    count = len(groups)
    for column in range(columns):
        side, total = int(added[column] <= 0), 0.0
        for group in range(known):
            total += totals[side, group] if of[column, group] else 0.0
        if total != 0:
            for group in range(known):
                factors[side, group] += added[column] / total if of[column, group] else 0.0
        elif added[column] != 0:
            found_abouts[count], found[count] = alone[column], added[column]
            count += 1
    for at in range(len(groups)):
        factor = factors[int(amounts[at] <= 0), groups[at]] if groups[at] < known else 1.0
        found_abouts[at], found[at] = abouts[at], amounts[at] * factor
    return found_abouts[:count].copy(), found[:count].copy()


@compiled(several(NEW_LONGS, NEW_DOUBLES), LONGS, DOUBLES)
def _summed(abouts: Abouts, amounts: Amounts) -> tuple[Abouts, Amounts]:
    """Return each thing once with the sum of its amounts, the largest first."""
    things, sums = np.empty(len(abouts), np.int64), np.empty(len(abouts))
    count = 0
    for at in np.argsort(abouts, kind="mergesort"):
        if count and things[count - 1] == abouts[at]:
            sums[count - 1] += amounts[at]
        else:
            things[count], sums[count] = abouts[at], amounts[at]
            count += 1
    falling = np.argsort(-np.abs(sums[:count]), kind="mergesort")
    return things[falling], sums[falling]


@compiled(several(NEW_INTS, NEW_LONGS, NEW_DOUBLES), INT, INTS, LONGS, DOUBLES, INTS, LONGS, FLAG_ROWS, DOUBLE_ROWS)
def _corrected(  # noqa: PLR0913, PLR0917  what was said, and what is added
    size: int,
    rows: IntArray,
    abouts: Abouts,
    amounts: Amounts,
    groups: IntArray,
    alone: Abouts,
    of: BoolArray,
    added: Amounts,
) -> tuple[IntArray, Abouts, Amounts]:
    """Return what `corrected` returns."""
    most = len(rows) + size * len(of)
    found_rows, found_abouts, found = np.empty(most, np.int32), np.empty(most, np.int64), np.empty(most)
    by_row = np.argsort(rows, kind="mergesort")  # within a row they stay in order
    count = last = 0
    for row in range(size):
        first = last
        while last < len(rows) and rows[by_row[last]] == row:
            last += 1
        own = by_row[first:last]
        things, sums = _summed(*_louder(abouts[own], amounts[own], groups[own], alone, of, added[row]))
        end = count + len(things)
        found_rows[count:end], found_abouts[count:end], found[count:end] = row, things, sums
        count = end
    return found_rows[:count].copy(), found_abouts[:count].copy(), found[:count].copy()
