"""The rows of the index: one for each way to name an anime, with what its text means already worked out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.anime import Anime, AnimeType, RelationKind, Title, TitleKind, TitleLanguage
from core.search.initials import initials
from core.search.nicknames import nicknames
from core.search.normal import normal
from core.search.seasons import Numbered, numbered
from core.search.spelling import spelling

SERIES = frozenset({AnimeType.TV, AnimeType.ONA})


@dataclass(frozen=True, slots=True)
class Row:
    """One title of one anime. `anime` is its place in the catalogue; `short` marks abbreviations and nicknames."""

    anime: int
    text: str
    name: Numbered
    key: str
    whole: str  # the key of all its words, numbers too
    short: bool

    @property
    def initials(self) -> frozenset[str]:
        """What the title's first letters spell, for the whole and for what stands before a colon."""
        if self.short:
            return frozenset()
        head = numbered(normal(self.text.partition(":")[0])).name
        return initials(self.name.name) | initials(head)


def rows_of(catalogue: Sequence[Anime]) -> list[Row]:
    """Return the rows of all anime in the catalogue's order; titles that would say the same thing twice come once."""
    return [row for place, anime in enumerate(catalogue) for row in _rows(place, anime)]


def _rows(place: int, anime: Anime) -> Iterator[Row]:
    seen = set()
    given = (Title(name, TitleLanguage.OTHER, TitleKind.SHORT) for name in nicknames().get(anime.id, ()))
    for title in (*anime.titles, *given):
        words = normal(title.text)
        name = numbered(words)
        key = spelling(name.name)
        short = title.kind is TitleKind.SHORT
        mark = (key, name, title.text.casefold())
        if key and mark not in seen:
            seen.add(mark)
            yield Row(place, title.text, name, key, spelling(words), short)


def seasons_of(catalogue: Sequence[Anime], rows: Iterable[Row]) -> list[int]:
    """Return for each anime which season of its series it is: as a title of it says, else by counting its prequels.

    0 where neither tells. Only series are counted; a season's second part counts as that season.
    """
    stated: dict[int, int] = {}
    continued: set[int] = set()
    for row in rows:
        if row.name.season:
            stated.setdefault(row.anime, row.name.season)
        if row.name.part > 1:
            continued.add(row.anime)
    before = _prequels(catalogue)
    return [_season(place, catalogue, before, stated, continued) for place in range(len(catalogue))]


def _season(
    place: int, catalogue: Sequence[Anime], before: Mapping[int, int], stated: Mapping[int, int], continued: set[int]
) -> int:
    """Walk back to the nearest anime whose season is stated, or to the first of all; count the series on the way."""
    if place in stated or place not in before or catalogue[place].type not in SERIES:
        return stated.get(place, 0)
    series, walked = 0, set[int]()
    at: int | None = place
    while at is not None and at not in stated and at not in walked:
        walked.add(at)
        series += catalogue[at].type in SERIES and at not in continued
        at = before.get(at)
    return series + (stated.get(at, 0) if at is not None else 0)


def _prequels(catalogue: Sequence[Anime]) -> dict[int, int]:
    """Return each anime's prequel that came out before it, both by place, from the relations of either side."""
    places = {anime.id: place for place, anime in enumerate(catalogue)}
    before: dict[int, int] = {}
    for place, anime in enumerate(catalogue):
        for relation in anime.relations:
            other = places.get(relation.anime_id)
            if other is not None and relation.kind is RelationKind.PREQUEL and _later(anime, catalogue[other]):
                before[place] = other
            elif other is not None and relation.kind is RelationKind.SEQUEL and _later(catalogue[other], anime):
                before.setdefault(other, place)
    return before


def _later(one: Anime, other: Anime) -> bool:
    """Whether `one` may have come out after `other`: Fate/Zero is told before Fate/stay night and was made after it."""
    return one.year is None or other.year is None or one.year >= other.year
