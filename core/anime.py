"""What an anime is: the values every room speaks of. Ids are MyAnimeList's."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class AnimeType(StrEnum):
    """How an anime was released."""

    TV = "tv"
    MOVIE = "movie"
    OVA = "ova"
    ONA = "ona"
    SPECIAL = "special"
    MUSIC = "music"
    UNKNOWN = "unknown"


class Season(StrEnum):
    """The quarter of a year in which an anime began: January, April, July, October."""

    WINTER = "winter"
    SPRING = "spring"
    SUMMER = "summer"
    FALL = "fall"


class AgeRating(StrEnum):
    """MyAnimeList's age ratings; RX is pornography."""

    G = "g"
    PG = "pg"
    PG13 = "pg13"
    R = "r"
    R_PLUS = "r+"
    RX = "rx"


class TitleLanguage(StrEnum):
    """The language, or for Japanese the script, a title is written in."""

    ROMAJI = "romaji"
    ENGLISH = "english"
    NATIVE = "native"
    OTHER = "other"


class TitleKind(StrEnum):
    """MAIN: the one shown in its language. SYNONYM: another full title. SHORT: what fans type ("fmab")."""

    MAIN = "main"
    SYNONYM = "synonym"
    SHORT = "short"


class LabelKind(StrEnum):
    """What a label says about an anime."""

    GENRE = "genre"
    THEME = "theme"
    DEMOGRAPHIC = "demographic"
    STUDIO = "studio"
    TAG = "tag"


class RelationKind(StrEnum):
    """How the related anime stands to this one: (20, SEQUEL, 1735) reads "the sequel of 20 is 1735"."""

    SEQUEL = "sequel"
    PREQUEL = "prequel"
    SIDE_STORY = "side story"
    PARENT_STORY = "parent story"
    ALTERNATIVE_VERSION = "alternative version"
    SPIN_OFF = "spin-off"
    SUMMARY = "summary"
    FULL_STORY = "full story"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Title:
    """One of an anime's titles."""

    text: str
    language: TitleLanguage
    kind: TitleKind = TitleKind.MAIN


@dataclass(frozen=True, slots=True)
class Relation:
    """A link from the anime that holds it to another one, which need not be in the catalogue."""

    kind: RelationKind
    anime_id: int


@dataclass(frozen=True, slots=True)
class Anime:
    """One entry of the catalogue. `None` and empty tuples mean "not known"."""

    id: int
    titles: tuple[Title, ...]
    type: AnimeType = AnimeType.UNKNOWN
    year: int | None = None
    season: Season | None = None
    episodes: int | None = None
    minutes: int | None = None  # of one episode
    source: str | None = None  # "Manga", "Original", …
    age_rating: AgeRating | None = None
    genres: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    demographics: tuple[str, ...] = ()
    studios: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    synopsis: str | None = None
    picture: str | None = None  # address of a cover
    members: int | None = None  # how many lists it is on at the source the catalogue came from

    @property
    def adult(self) -> bool:
        """Whether it is pornography, to be shown only where a chat allows that."""
        return self.age_rating is AgeRating.RX or "Hentai" in self.genres or "Erotica" in self.genres

    @property
    def risky(self) -> bool:
        """Whether its cover may be unfit for a public place, though the anime is not adult."""
        return self.adult or self.age_rating is AgeRating.R_PLUS or "Ecchi" in self.genres

    def title(self, language: TitleLanguage) -> str:
        """Return the main title in `language`, or in the best language there is (romaji, English, native, any)."""
        return best_title(self.titles, language)


def best_title(titles: Iterable[Title], language: TitleLanguage) -> str:
    """Return the main title in `language`, else romaji, English, native, other; any title before none.

    Raises ValueError where there is no title at all.
    """
    order = (language, TitleLanguage.ROMAJI, TitleLanguage.ENGLISH, TitleLanguage.NATIVE, TitleLanguage.OTHER)
    some = tuple(titles)
    mains = [title for title in some if title.kind is TitleKind.MAIN]
    if not some:
        raise ValueError("an anime needs at least one title")
    return min(mains or some, key=lambda title: order.index(title.language)).text
