"""The abbreviations that fans make of a title by its first letters: "aot", "snk", "hxh"."""

import re

SHORTEST, LONGEST = 2, 8
SMALL_WORDS = frozenset(
    ["the", "a", "an", "of", "and", "in", "to", "no", "wa", "ha", "wo", "o", "ga", "ni", "de", "e", "na", "mo", "x"]
)
LATIN = re.compile(r"[a-z0-9 ]+")


def initials(words: str) -> frozenset[str]:
    """Return the abbreviations of `words` (a normal form): from all words, all but articles, all but small words.

    Only for titles in Latin letters of at least two words; numbers stand whole ("mp100" is "mob psycho 100").
    """
    if not LATIN.fullmatch(words):
        return frozenset()
    parts = words.split()
    kept = (
        parts,
        [part for part in parts if part not in {"the", "a", "an"}],
        [p for p in parts if p not in SMALL_WORDS],
    )
    found = ("".join(part if part.isdecimal() else part[0] for part in some) for some in kept if len(some) > 1)
    return frozenset(short for short in found if SHORTEST <= len(short) <= LONGEST)
