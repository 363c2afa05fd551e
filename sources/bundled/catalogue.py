"""Reads the bundled catalogue: the best known anime, written by hand, one JSON object a line."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from core.anime import AgeRating, Anime, AnimeType, Relation, RelationKind, Season, Title, TitleKind, TitleLanguage
from sources.vocabulary import DEMOGRAPHICS, GENRES, SOURCES, THEMES

AGES = {"G": AgeRating.G, "PG": AgeRating.PG, "PG-13": AgeRating.PG13, "R": AgeRating.R, "R+": AgeRating.R_PLUS}

# How many lists an anime of each fame (1-5) is on, of the order that MyAnimeList counts; an import brings real counts.
MEMBERS = {1: 20_000, 2: 80_000, 3: 250_000, 4: 700_000, 5: 2_000_000}


class BrokenBundleError(ValueError):
    """A line of the bundled catalogue is not as it must be; names file, line and fault."""


@dataclass(frozen=True, slots=True)
class Bundled:
    """An anime of the bundle. fame: how widely it is known, acclaim: how well it is liked; both 1-5."""

    anime: Anime
    fame: int
    acclaim: int


def read_bundle(folder: Traversable | None = None) -> tuple[Bundled, ...]:
    """Return the bundled anime, or those in the `.jsonl` files of another folder, by rising id.

    Raises BrokenBundleError for an unknown or missing key, a word outside of the vocabulary, or an id that came before.
    """
    bundle: dict[int, Bundled] = {}
    for place, line in _lines(folder or _package() / "anime"):
        try:
            bundled = _Line.model_validate_json(line).bundled()
        except ValidationError as error:
            raise BrokenBundleError(f"{place}: {_faults(error)}") from error
        if bundled.anime.id in bundle:
            raise BrokenBundleError(f"{place}: the id {bundled.anime.id} came before")
        bundle[bundled.anime.id] = bundled
    return tuple(bundle[anime_id] for anime_id in sorted(bundle))


@dataclass(frozen=True, slots=True)
class Edition:
    """Which bundle this is, without reading it. fingerprint: hexadecimal; anime: how many it has."""

    fingerprint: str
    anime: int


def edition() -> Edition:
    """Return the bundle's edition: another one when its lines change, or the code that makes something of them."""
    digest, anime = hashlib.sha256(), 0
    package = _package()
    for file in (*_sorted(package, ".py"), *_sorted(package / "anime", ".jsonl")):
        content = file.read_bytes()
        digest.update(f"{file.name} {len(content)}\n".encode())
        digest.update(content)
        anime += content.count(b"\n") if file.name.endswith(".jsonl") else 0
    return Edition(digest.hexdigest()[:16], anime)


def _package() -> Traversable:
    return files("sources.bundled")


def _sorted(folder: Traversable, ending: str) -> list[Traversable]:
    return sorted((file for file in folder.iterdir() if file.name.endswith(ending)), key=lambda file: file.name)


def _lines(folder: Traversable) -> Iterator[tuple[str, str]]:
    for file in _sorted(folder, ".jsonl"):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            yield f"{file.name}, line {number}", line


def _faults(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'line'}: {fault['msg']}" for fault in error.errors())


def _word(vocabulary: tuple[str, ...]) -> AfterValidator:
    def check(word: str) -> str:
        if word not in vocabulary:
            raise ValueError(f"{word!r} is not in the vocabulary")
        return word

    return AfterValidator(check)


def _distinct(words: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(words)) < len(words):
        raise ValueError("something comes twice")
    return words


def _trimmed(text: str) -> str:
    if text != " ".join(text.split()):
        raise ValueError("has blanks where none should be")
    return text


def _lower(text: str) -> str:
    if text != text.lower():
        raise ValueError("is typed in lower case")
    return text


_Text = Annotated[str, Field(min_length=1), AfterValidator(_trimmed)]
_Texts = Annotated[tuple[_Text, ...], AfterValidator(_distinct)]
_Degree = Annotated[int, Field(ge=1, le=5)]
_Id = Annotated[int, Field(gt=0, lt=2**31)]


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: _Id
    romaji: _Text
    english: _Text | None
    native: _Text | None
    also: _Texts
    short: Annotated[tuple[Annotated[_Text, AfterValidator(_lower)], ...], AfterValidator(_distinct)]
    type: Literal["TV", "Movie", "OVA", "ONA", "Special"]
    year: Annotated[int, Field(ge=1900, le=2100)]
    season: Season
    episodes: Annotated[int, Field(gt=0)] | None
    minutes: Annotated[int, Field(gt=0, le=300)]
    studios: Annotated[_Texts, Field(min_length=1)]
    genres: Annotated[tuple[Annotated[str, _word(GENRES)], ...], Field(min_length=1), AfterValidator(_distinct)]
    themes: Annotated[tuple[Annotated[str, _word(THEMES)], ...], AfterValidator(_distinct)]
    demographics: Annotated[tuple[Annotated[str, _word(DEMOGRAPHICS)], ...], AfterValidator(_distinct)]
    source: Annotated[str, _word(SOURCES)]
    age: Literal["G", "PG", "PG-13", "R", "R+"]
    fame: _Degree
    acclaim: _Degree
    synopsis: _Text
    relations: tuple[tuple[RelationKind, _Id], ...]

    def bundled(self) -> Bundled:
        return Bundled(
            anime=Anime(
                id=self.id,
                titles=self._titles(),
                type=AnimeType(self.type.lower()),
                year=self.year,
                season=self.season,
                episodes=self.episodes,
                minutes=self.minutes,
                source=self.source,
                age_rating=AGES[self.age],
                genres=self.genres,
                themes=self.themes,
                demographics=self.demographics,
                studios=self.studios,
                relations=tuple(Relation(kind, anime_id) for kind, anime_id in self.relations),
                synopsis=self.synopsis,
                members=MEMBERS[self.fame],
            ),
            fame=self.fame,
            acclaim=self.acclaim,
        )

    def _titles(self) -> tuple[Title, ...]:
        main = (
            (self.romaji, TitleLanguage.ROMAJI),
            (self.english, TitleLanguage.ENGLISH),
            (self.native, TitleLanguage.NATIVE),
        )
        return (
            *(Title(text, language) for text, language in main if text is not None),
            *(Title(text, TitleLanguage.OTHER, TitleKind.SYNONYM) for text in self.also),
            *(Title(text, TitleLanguage.OTHER, TitleKind.SHORT) for text in self.short),
        )
