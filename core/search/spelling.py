"""One key for the many ways in which the same words are spelled: spaces, long vowels, doubled letters, particles."""

import re
from collections.abc import Iterator
from itertools import pairwise

PARTICLES = {"wo": "o", "ha": "wa"}  # Japanese particles, written as they are spelled or as they are spoken
ARTICLES = frozenset({"the", "a", "an"})
LONG_O = re.compile("o[ou]+")  # ou, oo and ō are one sound; so are any others that are doubled
DOUBLED = re.compile(r"([^\W\d])\1+")


def spelling(words: str) -> str:
    """Return the key of `words` (in normal form): "shippuuden" and "shippuden", "full metal" and "fullmetal" agree.

    The key of a text's beginning is, but for its last letter, a beginning of the text's key: it serves completion.
    """
    parts = words.split()
    if len(parts) > 1 and parts[0] in ARTICLES:
        parts = parts[1:]
    return DOUBLED.sub(r"\1", LONG_O.sub("o", "".join(_joined(parts))))


def _joined(parts: list[str]) -> Iterator[str]:
    """Yield the parts, particles as they are spoken; a lone letter is kept from melting into the next: "g gundam"."""
    for part, following in pairwise([*parts, ""]):
        yield PARTICLES.get(part, part)
        if len(part) == 1 and following.startswith(part):
            yield "'"
