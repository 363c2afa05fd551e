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
    _named: Mapping[str, list[int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Count the franchises, and note which labels have which name, since wishes come by name."""
        object.__setattr__(self, "franchises", int(self.franchise.max(initial=-1)) + 1)
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

    def locate(self, anime_ids: NDArray[np.integer]) -> IntArray:
        """Return the position of each id, NOWHERE for those that are not in this catalogue."""
        places = np.searchsorted(self.ids, anime_ids)
        places[places == len(self.ids)] = 0
        found = self.ids[places] == anime_ids if len(self.ids) else np.zeros(len(places), np.bool_)
        return np.where(found, places, NOWHERE).astype(np.int32)

    def positions(self, anime_ids: Iterable[int]) -> IntArray:
        """Return where the anime are that this catalogue has, ascending, each once."""
        return np.flatnonzero(self.mask(anime_ids)).astype(np.int32)

    def mask(self, anime_ids: Iterable[int]) -> BoolArray:
        """Return one flag a position: whether it is one of the given anime."""
        places = self.locate(np.array([at for at in anime_ids if 0 <= at <= HIGHEST_ID], np.int32))
        flags = np.zeros(len(self), np.bool_)
        flags[places[places != NOWHERE]] = True
        return flags

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
