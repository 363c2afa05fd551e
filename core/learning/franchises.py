"""Which anime belong to one franchise, and which of them to watch before which: from relations, else from titles."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from core.anime import Anime, AnimeType, RelationKind, TitleKind, TitleLanguage
from core.facts import NOWHERE
from core.learning.instalments import Instalment, read_title
from core.model_files import BoolArray, IntArray

# "Other" joins crossovers and advertisements: through it, half the catalogue would be one franchise.
_JOINING = frozenset(RelationKind) - {RelationKind.OTHER}
_MAIN = (RelationKind.PREQUEL, RelationKind.PARENT_STORY, RelationKind.FULL_STORY)
_BACK = {
    RelationKind.SEQUEL: RelationKind.PREQUEL,
    RelationKind.SIDE_STORY: RelationKind.PARENT_STORY,
    RelationKind.SUMMARY: RelationKind.FULL_STORY,
}
_SERIES = frozenset({AnimeType.TV, AnimeType.ONA, AnimeType.MOVIE, AnimeType.OVA, AnimeType.UNKNOWN})
_NEVER_FIRST = frozenset({AnimeType.MUSIC, AnimeType.SPECIAL})
_READ = frozenset({TitleLanguage.ROMAJI, TitleLanguage.ENGLISH})
_LONG_BREAK = 15  # years: what has the title of a series from before then starts anew, if nothing says otherwise
_LONG_AGO = 0  # in place of a year that is not known


class Franchises:
    """Two arrays by position, over a catalogue sorted by id: see `Facts.franchise`, `.before` and `.entry`."""

    def __init__(self, catalogue: Sequence[Anime]) -> None:
        self._catalogue = catalogue
        self._place = {anime.id: at for at, anime in enumerate(catalogue)}
        self._root = list(range(len(catalogue)))
        self._readings = [_readings(anime) for anime in catalogue]
        self._kinds: list[dict[int, RelationKind]] = [{} for _ in catalogue]
        self._collect_relations()
        self._leaders = self._series()
        self._join_relations()
        self._join_titles()
        self.before = self._before()
        self.franchise: IntArray = np.unique([self._find(at) for at in self._root], return_inverse=True)[1].astype(
            np.int32
        )
        self.entry = self._entry()

    def _collect_relations(self) -> None:
        """Note every relation at both of its ends, so that it does not matter which of the two mentions it."""
        for at, anime in enumerate(self._catalogue):
            for relation in anime.relations:
                other = self._place.get(relation.anime_id)
                if other is None or other == at:
                    continue
                self._kinds[at].setdefault(other, relation.kind)
                if relation.kind in _BACK:
                    self._kinds[other].setdefault(at, _BACK[relation.kind])

    def _series(self) -> dict[str, list[int]]:
        """Return for each base title the positions that have it as their whole title, oldest first."""
        leaders: defaultdict[str, list[int]] = defaultdict(list)
        for at, readings in enumerate(self._readings):
            for base in {reading.base for reading in readings if not reading.subtitled}:
                leaders[base].append(at)
        for positions in leaders.values():
            positions.sort(key=self._age)
        return leaders

    def _join_relations(self) -> None:
        for at, kinds in enumerate(self._kinds):
            for other, kind in kinds.items():
                if kind in _JOINING:
                    self._join(at, other)

    def _join_titles(self) -> None:
        """Join the anime of one base title, and those with a subtitle to the anime that their base title names."""
        for at in range(len(self._catalogue)):
            for other in self._relatives(at):
                self._join(at, other)

    def _relatives(self, at: int) -> Iterable[int]:
        """Yield the positions that the titles of one anime name as being of its series."""
        for reading in self._readings[at]:
            for other in self._leaders.get(reading.base, ()):
                if other != at and (not reading.subtitled or self._akin(at, other)):
                    yield other

    def _akin(self, at: int, other: int) -> bool:
        """Whether a shared beginning of a title is more than chance: a studio, a theme or two genres in common."""
        here, there = self._catalogue[at], self._catalogue[other]
        shared = set(here.genres) & set(there.genres)
        return bool(set(here.studios) & set(there.studios) or set(here.themes) & set(there.themes) or len(shared) > 1)

    def _before(self) -> IntArray:
        """Return what to watch before each: what is told, else guessed, past all that need not be watched itself."""
        before = np.full(len(self._catalogue), NOWHERE, np.int32)
        for at in range(len(self._catalogue)):
            chosen = self._told(at)
            if chosen is None and not any(kind in _MAIN for kind in self._kinds[at].values()):
                chosen = self._guessed(at)
            if chosen is not None and not self._reaches(before, chosen, at):
                before[at] = chosen
        for at in range(len(self._catalogue)):
            while before[at] != NOWHERE and self._skipped(int(before[at]), at):
                before[at] = before[before[at]]
        return before

    def _skipped(self, earlier: int, later: int) -> bool:
        """Whether the earlier one need not be watched before the later: a bonus never, an OVA not before a series."""
        kind = self._catalogue[earlier].type
        recap = RelationKind.FULL_STORY in self._kinds[earlier].values()
        aside = kind is AnimeType.OVA and self._catalogue[later].type is not AnimeType.OVA
        return kind in _NEVER_FIRST or recap or aside

    def _told(self, at: int) -> int | None:
        """Return the best anime that the relations put before this one; prequels made later are no way in."""
        told = [
            (_MAIN.index(kind), self._catalogue[other].type not in _SERIES, -self._year(other), other)
            for other, kind in self._kinds[at].items()
            if kind in _MAIN
            and self._year(other) <= self._year(at)
            and not (kind is RelationKind.PARENT_STORY and self._anew(at, other))
        ]
        return min(told)[-1] if told else None

    def _guessed(self, at: int) -> int | None:
        """Return the anime of the same series, by title, that comes just before this one."""
        mine = self._order(at)
        earlier = [
            (self._order(other), other)
            for other in set(self._relatives(at))
            if self._catalogue[other].type in _SERIES
            and not self._extra(other)
            and self._order(other) < mine
            and not self._anew(at, other)
            and (self._catalogue[other].type is not AnimeType.MOVIE or self._catalogue[at].type is AnimeType.MOVIE)
        ]
        return max(earlier)[1] if earlier else None

    def _order(self, at: int) -> tuple[tuple[int, int], bool, int]:
        """Return what the anime of a series are sorted by: its number, then films and bonuses, then the year."""
        place = max((reading.place for reading in self._readings[at]), default=(1, 1))
        return place, self._extra(at), self._year(at)

    def _extra(self, at: int) -> bool:
        return self._catalogue[at].type in _NEVER_FIRST or any(reading.extra for reading in self._readings[at])

    def _entry(self) -> BoolArray:
        """Return whether each may be offered: no special, no music video, no recap."""
        recaps = [RelationKind.FULL_STORY in kinds.values() for kinds in self._kinds]
        types = [anime.type in _NEVER_FIRST for anime in self._catalogue]
        return ~(np.array(recaps, np.bool_) | np.array(types, np.bool_))

    def _anew(self, later: int, earlier: int) -> bool:
        return self._year(later) - self._year(earlier) > _LONG_BREAK

    def _year(self, at: int) -> int:
        return self._catalogue[at].year or _LONG_AGO

    def _age(self, at: int) -> tuple[int, int]:
        return self._catalogue[at].year or 9999, self._catalogue[at].id

    @staticmethod
    def _reaches(before: IntArray, start: int, goal: int) -> bool:
        here = start
        while here != NOWHERE:
            if here == goal:
                return True
            here = int(before[here])
        return False

    def _find(self, at: int) -> int:
        while self._root[at] != at:
            self._root[at] = self._root[self._root[at]]
            at = self._root[at]
        return at

    def _join(self, one: int, other: int) -> None:
        first, second = sorted((self._find(one), self._find(other)))
        self._root[second] = first


def _readings(anime: Anime) -> list[Instalment]:
    found = []
    for title in anime.titles:
        if title.kind is TitleKind.MAIN and title.language in _READ:
            found += read_title(title.text)
    return found
