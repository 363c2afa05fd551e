"""A query, read once."""

from dataclasses import dataclass
from typing import Self

from core.search.normal import face, normal
from core.search.seasons import Numbered, numbered
from core.search.spelling import spelling


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, and what it says."""

    face: str
    words: str  # in normal form
    name: Numbered
    key: str  # of the name
    whole: str  # the key of all words, numbers too
    rest: str = ""  # the key of what follows an abbreviation that was spelled out

    @classmethod
    def of(cls, query: str, *, after: int = 0) -> Self:
        """Read `query`; its first `after` words stand for an abbreviation."""
        words = normal(query)
        name = numbered(words)
        rest = spelling(" ".join(name.words[after:])) if after else ""
        return cls(face(query), words, name, spelling(name.name), spelling(words), rest)
