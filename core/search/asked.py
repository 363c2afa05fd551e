"""A query, read once."""

from dataclasses import dataclass

from core.search.normal import face, normal
from core.search.seasons import Numbered, numbered
from core.search.spelling import spelling


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, read."""

    face: str
    words: str  # in normal form
    name: Numbered
    key: str  # of the name

    @classmethod
    def of(cls, query: str) -> "Asked":
        """Read `query`."""
        words = normal(query)
        name = numbered(words)
        return cls(face(query), words, name, spelling(name.name))
