"""Genres, themes, demographics, studios and tags out of a column's text, the same whatever the source's spelling."""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from sources.studios import ALSO_CALLED, STUDIOS
from sources.text import key
from sources.vocabulary import ADULT_GENRES, DEMOGRAPHICS, DROPPED, GENRES, RENAMED, THEMES

# What sources write where they know nothing.
_NOTHING = frozenset(
    {"", "unknown", "none", "nan", "null", "na", "-", "[]", "{}", "nonefoundaddsome", "nonefound", "addsome"}
)
_COMPANY = re.compile(r"(?i)(inc|ltd|co|llc|corp|k\.k)\.?")


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels by kind, spelled as in `sources.vocabulary`, each once, in the source's order. unknown: what is none."""

    genres: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    demographics: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def labels(*columns: str | None) -> Labels:
    """Return the labels that some columns hold together.

    A word goes where it belongs, not where it stood: Kaggle mixes all three kinds in one column, and merged tables
    have themes among genres. What is no label (durations, scores and channels are found there) is `unknown`.
    """
    found: list[str] = []
    unknown: list[str] = []
    for word in (word for column in columns for word in words(column)):
        known = _LABELS.get(key(word))
        if known is None:
            unknown.append(word)
        else:
            found.extend(known)
    return Labels(
        genres=_among(found, _ALL_GENRES),
        themes=_among(found, frozenset(THEMES)),
        demographics=_among(found, frozenset(DEMOGRAPHICS)),
        unknown=tuple(dict.fromkeys(unknown)),
    )


def studios(column: str | None) -> tuple[str, ...]:
    """Return a column's studios, each once; those we know in their usual spelling."""
    names: list[str] = []
    for word in words(column):
        if names and _COMPANY.fullmatch(word):
            names[-1] += f", {word}"  # the comma before it was part of the name
        else:
            names.append(word)
    return tuple(dict.fromkeys(_STUDIOS.get(key(name), name) for name in names))


def tags(column: str | None) -> tuple[str, ...]:
    """Return a column's tags as they are spelled there, each once."""
    return tuple(dict.fromkeys(words(column)))


def words(column: str | None) -> list[str]:
    """Split a column into its words: a Python or JSON list, or divided by ";", "|" or ","; nothing for "Unknown" etc.

    Only the strongest divider that occurs divides: "Studio A, Inc.;Studio B" is two.
    """
    text = unescape(column or "").strip()
    if says_nothing(text):
        return []
    parts = _literal(text) if text.startswith("[") else None
    if parts is None:
        bare = text.strip("[]")
        divider = next((sign for sign in ";|" if sign in bare), ",")
        parts = [part.strip().strip("'\"") for part in bare.split(divider)]
    cleaned = (" ".join(part.split()) for part in parts)
    return [part for part in cleaned if not says_nothing(part)]


def one_of(text: str | None, spellings: Iterable[str]) -> str | None:
    """Return the one of `spellings` that `text` means, whatever its case, blanks and hyphens; None for none of them."""
    wanted = key(text or "")
    return next((spelling for spelling in spellings if key(spelling) == wanted), None)


def _literal(text: str) -> list[str] | None:
    try:
        parts = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return [str(part) for part in parts] if isinstance(parts, list) else None


def says_nothing(text: str) -> bool:
    """Return whether a value is one of the ways to say that nothing is known."""
    return key(text) in _NOTHING


def _among(found: Iterable[str], kind: frozenset[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for label in found if label in kind))


_ALL_GENRES = frozenset((*GENRES, *ADULT_GENRES))
_LABELS: dict[str, tuple[str, ...]] = {
    **{key(label): (label,) for label in (*GENRES, *ADULT_GENRES, *THEMES, *DEMOGRAPHICS)},
    **{key(old): new for old, new in RENAMED.items()},
    **{key(word): () for word in DROPPED},
}
_STUDIOS = {key(name): name for name in STUDIOS} | {key(other): name for other, name in ALSO_CALLED.items()}
