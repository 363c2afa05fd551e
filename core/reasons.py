"""Reasons as numbers while there are hundreds of them: each becomes a `Reason` where somebody reads it.

What a reason is about is one number: its kind, and which anime, theme or label it names, if any.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from core.anime import LabelKind
from core.model_files import IntArray, floats, ints
from core.pick import Reason, ReasonKind

Abouts = NDArray[np.int64]
Amounts = NDArray[np.float64]

_KINDS = tuple(ReasonKind)
_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}
_OF_KIND = 2**32  # things that a kind can be about
_OF_ANIME = frozenset({ReasonKind.LIKED_TOGETHER, ReasonKind.FRANCHISE})


class Spoken(NamedTuple):
    """What is said of several positions: one entry a reason, in any order; each says something."""

    rows: IntArray  # which of the positions it is said of
    abouts: Abouts
    amounts: Amounts


NOTHING = Spoken(np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0))


def about(kind: ReasonKind) -> int:
    """Return the number of what names nothing; a reason that names a thing is about this plus 1 plus its place.

    That is the position of an anime, the place of a theme in the content vectors or of a label in the catalogue.
    """
    return _NUMBERS[kind] * _OF_KIND


def said(kind: ReasonKind, amounts: Amounts, named: IntArray | None = None) -> Spoken:
    """Return one reason of that kind for each amount, by row, that is not 0. named: what each names, by row."""
    rows = amounts.nonzero()[0].astype(np.int32)
    abouts = np.full(len(rows), about(kind), np.int64)
    if named is not None:
        abouts += 1
        abouts += named.take(rows)
    return Spoken(rows, abouts, amounts.take(rows))


def together(spoken: Sequence[Spoken]) -> tuple[Spoken, IntArray]:
    """Return all of it, and for each entry the place in `spoken` that it comes from."""
    counts = [len(each.rows) for each in spoken]
    rows, abouts, amounts = zip(*spoken, strict=True)
    whole = Spoken(np.concatenate(rows), np.concatenate(abouts), np.concatenate(amounts))
    return whole, np.arange(len(counts), dtype=np.int32).repeat(counts)


class Named(NamedTuple):
    """A theme or a label as a reason names it."""

    label: str | None
    label_kind: LabelKind | None


@dataclass(frozen=True, slots=True, eq=False)
class Subjects:
    """All that reasons may name: what turns numbers back into words."""

    ids: IntArray  # of the anime, by position
    themes: Sequence[Named]
    labels: Sequence[Named]

    def reason(self, about: int, amount: float) -> Reason:
        """Return the reason that is about this and adds so much."""
        number, place = divmod(about, _OF_KIND)
        kind = _KINDS[number]
        if not place:
            return Reason(kind, amount)
        if kind in _OF_ANIME:
            return Reason(kind, amount, int(self.ids[place - 1]))
        named = (self.labels if kind is ReasonKind.MOOD else self.themes)[place - 1]
        return Reason(kind, amount, None, named.label, named.label_kind)


class Reasons(Sequence[Reason]):
    """The reasons of one pick, largest first, each made where it is read: a card reads a few of them."""

    __slots__ = ("_abouts", "_amounts", "_subjects")

    def __init__(self, subjects: Subjects, abouts: Abouts, amounts: Amounts) -> None:
        self._subjects, self._abouts, self._amounts = subjects, ints(abouts), floats(amounts)

    def __len__(self) -> int:
        return len(self._abouts)

    @overload
    def __getitem__(self, at: int) -> Reason: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Reason, ...]: ...

    def __getitem__(self, at: int | slice) -> Reason | tuple[Reason, ...]:
        if isinstance(at, slice):
            return tuple(map(self._subjects.reason, self._abouts[at], self._amounts[at]))
        return self._subjects.reason(self._abouts[at], self._amounts[at])

    def __iter__(self) -> Iterator[Reason]:
        return map(self._subjects.reason, self._abouts, self._amounts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))
