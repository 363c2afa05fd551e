"""What saving many things came to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saved:
    """How many were not there before, were there but different, and were there just so."""

    new: int
    changed: int
    same: int
