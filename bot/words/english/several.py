"""Several things in one phrase."""

from collections.abc import Sequence


def together(words: Sequence[str]) -> str:
    """Return "Bones", "Bones and Madhouse", "Bones, Madhouse and Shaft"."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
