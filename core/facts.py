"""The catalogue as arrays: what filters, moods, franchises and quizzes look at. One row an anime, in the order of ids.

A "position" everywhere in `core` is a row of these arrays.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.anime import AnimeType, LabelKind
from core.compiled import INT, INTS, NEW_FLAGS, NEW_INTS, compiled
from core.interactions import HIGHEST_ID
from core.model_files import BoolArray, BrokenModelError, IntArray, load_array, load_json, save_arrays, save_json

TYPES: tuple[AnimeType, ...] = tuple(AnimeType)
NOWHERE = -1  # in place of a position: there is none


@dataclass(frozen=True, slots=True)
class Label:
    """A label as the catalogue spells it."""

    kind: LabelKind
    name: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Attributes by position; labels as pairs (position, index into `labels`), sorted by position."""

    ids: IntArray  # strictly ascending
    types: NDArray[np.int8]  # index into TYPES
    episodes: IntArray  # 0 = not known
    years: IntArray  # 0 = not known
    adult: BoolArray
    franchise: IntArray  # number of the franchise it belongs to
    before: IntArray  # position of what to watch before it, NOWHERE where it can be watched first
    entry: BoolArray  # whether it may be offered to someone at all; a recap, a music video or a bonus may not
    label_rows: IntArray
    label_ids: IntArray
    labels: tuple[Label, ...]
    franchises: int = field(init=False, repr=False, compare=False)  # how many there are
    after: IntArray = field(init=False, repr=False, compare=False)  # what is right after each, in the order of `before`
    after_starts: IntArray = field(init=False, repr=False, compare=False)  # of i it is after_starts[i] … [i+1]
    _named: Mapping[str, list[int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Count the franchises, turn `before` round, and note which labels have which name: wishes come by name."""
        object.__setattr__(self, "franchises", int(self.franchise.max(initial=-1)) + 1)
        after = np.argsort(self.before, kind="stable").astype(np.int32)
        starts = np.searchsorted(self.before[after], np.arange(len(self) + 1)).astype(np.int32)
        object.__setattr__(self, "after", after)
        object.__setattr__(self, "after_starts", starts)
        named: defaultdict[str, list[int]] = defaultdict(list)
        for at, label in enumerate(self.labels):
            named[label.name.casefold()].append(at)
        object.__setattr__(self, "_named", dict(named))

    def __len__(self) -> int:
        return len(self.ids)

    def position(self, anime_id: int) -> int | None:
        """Return where the anime is, None where it is not in this catalogue."""
        if not 0 <= anime_id <= HIGHEST_ID:
            return None
        place = int(self.ids.searchsorted(np.int32(anime_id)))  # any other number would have all ids converted first
        return place if place < len(self) and self.ids[place] == anime_id else None

    def locate(self, anime_ids: IntArray) -> IntArray:
        """Return the position of each id, NOWHERE for those that are not in this catalogue."""
        return _located(self.ids, anime_ids)

    def positions(self, anime_ids: Iterable[int]) -> IntArray:
        """Return where the anime are that this catalogue has, ascending, each once."""
        return np.flatnonzero(self.mask(anime_ids)).astype(np.int32)

    def mask(self, anime_ids: Iterable[int]) -> BoolArray:
        """Return one flag a position: whether it is one of the given anime."""
        return _marked(self.ids, np.array([at for at in anime_ids if 0 <= at <= HIGHEST_ID], np.int32))

    def labels_at(self, position: int) -> list[Label]:
        """Return the labels of one anime."""
        start, end = np.searchsorted(self.label_rows, (position, position + 1))
        return [self.labels[label] for label in self.label_ids[start:end]]

    def named(self, name: str) -> list[int]:
        """Return which of `labels` have that name, of whatever kind, regardless of case."""
        return self._named.get(name.casefold(), [])

    def having(self, label_ids: Sequence[int]) -> BoolArray:
        """Return one flag a position: whether it has at least one of these labels."""
        flags = np.zeros(len(self), np.bool_)
        flags[self.label_rows[np.isin(self.label_ids, label_ids)]] = True
        return flags

    def save(self, folder: Path) -> None:
        """Write this into a model folder."""
        save_arrays(folder, "facts", {name: getattr(self, name) for name in _ARRAYS})
        save_json(folder / "facts.labels.json", [[label.kind, label.name] for label in self.labels])

    @classmethod
    def load(cls, folder: Path) -> "Facts":
        """Read what `save` wrote. Raises BrokenModelError."""
        path = folder / "facts.labels.json"
        try:
            labels = tuple(Label(LabelKind(kind), str(name)) for kind, name in load_json(path))
        except (TypeError, ValueError) as error:
            raise BrokenModelError(f"{path}: {error}") from error
        return cls(**{name: load_array(folder, "facts", name) for name in _ARRAYS}, labels=labels)


_ARRAYS = tuple(part.name for part in fields(Facts) if part.init and part.name != "labels")


@compiled(INT, INTS, INT)
def _place(ids: IntArray, wanted: int) -> int:
    """Return where it is among the ascending ids, NOWHERE where it is not.

    Whether to go on in the upper half is a number and no branch: there is nothing by which to guess it.
    """
    start, left = 0, len(ids)
    while left > 1:
        half = left // 2
        start += half * (ids[start + half] <= wanted)
        left -= half
    return start if left and ids[start] == wanted else NOWHERE


@compiled(NEW_INTS, INTS, INTS)
def _located(ids: IntArray, wanted: IntArray) -> IntArray:
    """Return where each is among the ascending ids, NOWHERE for those that are not."""
    found = np.empty(len(wanted), np.int32)
    for at in range(len(wanted)):
        found[at] = _place(ids, wanted[at])
    return found


@compiled(NEW_FLAGS, INTS, INTS)
def _marked(ids: IntArray, wanted: IntArray) -> BoolArray:
    """Return one flag for each of the ascending ids: whether it is wanted."""
    flags = np.zeros(len(ids), np.bool_)
    for at in range(len(wanted)):
        place = _place(ids, wanted[at])
        if place != NOWHERE:
            flags[place] = True
    return flags
