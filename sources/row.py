"""One row of somebody's catalogue, read field by field; what had to be put right is noted."""

import ast
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from core.anime import AgeRating, AnimeType, Relation, RelationKind
from sources.labels import Labels, labels, one_of, says_nothing, studios, tags
from sources.report import Tally
from sources.text import clean, clean_prose
from sources.vocabulary import SOURCES

HIGHEST_ID = 2**31 - 1

_WHOLE = re.compile(r"(\d{1,12})(?:\.0*)?")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_CREDITS = re.compile(r"\s*(?:\[Written by [^\]]*\]|\(Source: [^)]*\))\s*$")
_NO_SYNOPSIS = re.compile(
    r"(?i)(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days at .*|no synopsis (?:information )?(?:has been|was|yet).*"
    r"|not scheduled.*|unknown)"
)

_TYPES = {
    "tv": AnimeType.TV,
    "movie": AnimeType.MOVIE,
    "ova": AnimeType.OVA,
    "ona": AnimeType.ONA,
    "special": AnimeType.SPECIAL,
    "tv special": AnimeType.SPECIAL,
    "music": AnimeType.MUSIC,
    # Promotion and commercials: short extras, which is what specials are.
    "pv": AnimeType.SPECIAL,
    "cm": AnimeType.SPECIAL,
}
_AGES = {
    "g": AgeRating.G,
    "pg": AgeRating.PG,
    "pg-13": AgeRating.PG13,
    "r": AgeRating.R,
    "r+": AgeRating.R_PLUS,
    "rx": AgeRating.RX,
}
_RELATIONS = {
    **{kind.value: kind for kind in RelationKind},
    "alternative setting": RelationKind.OTHER,
}
# "Character" (a guest of another story) is left out on purpose: it would make one franchise of stories that have
# nothing else in common. "Adaptation" leads to manga.
_NO_RELATIONS = frozenset({"character", "adaptation"})


class Row:
    """The values of a row by column, each read as what it should be. Unusable ones are noted and left out."""

    def __init__(self, values: Mapping[str, str], place: int, tally: Tally) -> None:
        self._values = values
        self._place = place
        self._tally = tally
        self._noted: set[str] = set()

    def anime_id(self, column: str) -> int | None:
        """Return a MyAnimeList id, or None for what is none."""
        found = _WHOLE.fullmatch(self._raw(column))
        return int(found[1]) if found and 0 < int(found[1]) <= HIGHEST_ID else None

    def number(self, column: str, least: int, most: int) -> int | None:
        """Return a whole number from `least` to `most`."""
        raw = self._raw(column)
        if says_nothing(raw):
            return None
        found = _WHOLE.fullmatch(raw)
        if found is None or not least <= int(found[1]) <= most:
            self._left_out(column)
            return None
        return int(found[1])

    def line(self, column: str) -> str | None:
        """Return a line of text."""
        raw = self._raw(column)
        if _ENTITY.search(raw):
            self._note(f"{column}: HTML entities resolved")
        return clean(raw) or None

    def synopsis(self, column: str) -> str | None:
        """Return a text without its credits; None for what is a time of broadcast or says that there is no synopsis."""
        text = _CREDITS.sub("", clean_prose(self._raw(column)))
        if _NO_SYNOPSIS.fullmatch(text):
            self._left_out(column)
            return None
        return text or None

    def address(self, column: str) -> str | None:
        """Return the address of something in the web."""
        raw = self._raw(column)
        if says_nothing(raw):
            return None
        try:
            parts = urlsplit(raw)
        except ValueError:
            self._left_out(column)
            return None
        if parts.scheme not in {"http", "https"} or not parts.netloc or any(map(str.isspace, raw)):
            self._left_out(column)
            return None
        return raw

    def type(self, column: str) -> AnimeType:
        """Return how the anime was released."""
        raw = self._raw(column)
        kind = _TYPES.get(" ".join(raw.casefold().replace("_", " ").split()))
        if kind is None and not says_nothing(raw):
            self._left_out(column)
        return kind or AnimeType.UNKNOWN

    def age_rating(self, column: str) -> AgeRating | None:
        """Return the age rating: "PG-13 - Teens 13 or older" or just "PG-13"."""
        raw = self._raw(column)
        age = _AGES.get(raw.partition(" - ")[0].strip().casefold())
        if age is None and not says_nothing(raw):
            self._left_out(column)
        return age

    def source(self, column: str) -> str | None:
        """Return what the anime was adapted from, as `sources.vocabulary.SOURCES` spells it."""
        raw = self._raw(column)
        source = one_of(raw, SOURCES)
        if source is None and not says_nothing(raw):
            self._left_out(column)
        return source

    def labels(self, *columns: str) -> Labels:
        """Return genres, themes and demographics, wherever in these columns they stand."""
        found = labels(*(self._raw(column) for column in columns))
        if found.unknown:
            self._note(f"{', '.join(columns)}: something that is no label left out")
        return found

    def studios(self, column: str) -> tuple[str, ...]:
        """Return the studios."""
        return studios(self._raw(column))

    def tags(self, column: str) -> tuple[str, ...]:
        """Return the tags."""
        return tags(self._raw(column))

    def relations(self, column: str) -> tuple[Relation, ...]:
        """Return the relations to other anime; a Python literal, `{"Sequel": [{"mal_id": 5, "type": "anime"}]}`."""
        raw = self._raw(column)
        if says_nothing(raw):
            return ()
        try:
            by_kind = ast.literal_eval(raw)
            related = [
                (str(kind).casefold(), one["mal_id"])
                for kind, ones in dict(by_kind).items()
                for one in ones
                if one["type"] == "anime"
            ]
        except (ValueError, SyntaxError, TypeError, KeyError, MemoryError, RecursionError):
            self._left_out(column)
            return ()
        relevant = [(kind, id_) for kind, id_ in related if kind not in _NO_RELATIONS]
        relations = tuple(
            Relation(_RELATIONS[kind], id_)
            for kind, id_ in relevant
            if kind in _RELATIONS and isinstance(id_, int) and 0 < id_ <= HIGHEST_ID
        )
        if len(relations) < len(relevant):
            self._note(f"{column}: unknown kinds of relation or unusable ids left out")
        return relations

    def _raw(self, column: str) -> str:
        return self._values.get(column, "").strip()

    def _left_out(self, column: str) -> None:
        self._note(f"{column}: unusable value left out")

    def _note(self, reason: str) -> None:
        if reason not in self._noted:
            self._noted.add(reason)
            self._tally.repair(reason, [self._place])
