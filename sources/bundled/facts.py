"""Checks the bundled catalogue's facts against a table of anime: `python -m sources.bundled.facts CATALOGUE.parquet`.

Every difference is listed, fact by fact. Those that `known-differences.tsv` has with a reason are right as they are.
"""

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from core.anime import Anime
from sources.bundled.catalogue import read_bundle
from sources.catalogue_file import read_catalogue
from sources.report import UnusableFileError
from sources.table import TABLE
from sources.text import key

KNOWN = "known-differences.tsv"


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A fact of one anime that two catalogues tell differently, each as a text."""

    anime_id: int
    fact: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Check:
    """What a comparison found. unexplained: differences to look at; settled: known ones that are none any more."""

    compared: int
    explained: tuple[Difference, ...]
    unexplained: tuple[Difference, ...]
    settled: tuple[Difference, ...]


def check(theirs: Mapping[int, Anime]) -> Check:
    """Compare the bundle with another catalogue, by id."""
    ours = [bundled.anime for bundled in read_bundle()]
    found = set(differences(ours, theirs))
    known = set(known_differences())
    return Check(
        compared=sum(anime.id in theirs for anime in ours),
        explained=tuple(sorted(found & known)),
        unexplained=tuple(sorted(found - known)),
        settled=tuple(sorted(known - found)),
    )


def differences(ours: Sequence[Anime], theirs: Mapping[int, Anime]) -> Iterator[Difference]:
    """Yield each fact that both know and tell differently, and each anime that they do not have."""
    for one in ours:
        other = theirs.get(one.id)
        if other is None:
            yield Difference(one.id, "id", one.titles[0].text, "")
            continue
        if not {key(title.text) for title in one.titles} & {key(title.text) for title in other.titles}:
            yield Difference(one.id, "title", one.titles[0].text, other.titles[0].text)
        facts = _facts(other)
        for fact, said in _facts(one).items():
            if facts[fact] and said != facts[fact]:
                yield Difference(one.id, fact, said, facts[fact])
        kinds = {relation.anime_id: relation.kind for relation in other.relations}
        for relation in one.relations:
            kind = kinds.get(relation.anime_id, relation.kind)
            if kind is not relation.kind:
                yield Difference(one.id, f"relation to {relation.anime_id}", relation.kind, kind)


def known_differences() -> dict[Difference, str]:
    """Return the differences in which the bundle is right, each with the reason."""
    lines = files("sources.bundled").joinpath(KNOWN).read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {Difference(int(row["id"]), row["fact"], row["ours"], row["theirs"]): row["why ours stands"] for row in rows}


def _facts(anime: Anime) -> dict[str, str]:
    """Return an anime's facts as texts; what is not known, or has no order, is written the same in every catalogue."""
    return {
        "type": "" if anime.type.value == "unknown" else anime.type.value,
        "episodes": "" if anime.episodes is None else str(anime.episodes),
        "year": "" if anime.year is None else str(anime.year),
        "studios": ", ".join(sorted(anime.studios)),
        "genres": ", ".join(sorted(anime.genres)),
        "demographics": ", ".join(sorted(anime.demographics)),
        "source": anime.source or "",
        "age rating": "" if anime.age_rating is None else anime.age_rating.value,
    }


def main() -> int:
    """Print what differs; return the exit status: 1 where something is unexplained or no longer so."""
    arguments = sys.argv[1:]
    if len(arguments) != 1:
        print("usage: python -m sources.bundled.facts CATALOGUE.parquet", file=sys.stderr)  # noqa: T201  its output
        return 2
    try:
        result = check(read_catalogue(Path(arguments[0]), TABLE.catalogue, lambda _: None).anime)
    except UnusableFileError as error:
        print(error, file=sys.stderr)  # noqa: T201  its output
        return 2
    for kind, rows in (("differs", result.unexplained), ("no longer differs", result.settled)):
        for row in rows:
            print(kind, row.anime_id, row.fact, row.ours, row.theirs, sep="\t")  # noqa: T201  its output
    print(  # noqa: T201  its output
        f"{result.compared} anime compared: {len(result.unexplained)} unexplained differences, "
        f"{len(result.explained)} explained, {len(result.settled)} explained that are none any more."
    )
    return 1 if result.unexplained or result.settled else 0


if __name__ == "__main__":
    sys.exit(main())
