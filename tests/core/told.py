"""What a voice says, in words."""

from core.pick import Reason
from core.reasons import Spoken, Subjects


def told(spoken: Spoken, size: int, subjects: Subjects) -> list[list[Reason]]:
    """Return the reasons for each of `size` positions, in the order they were said in."""
    found: list[list[Reason]] = [[] for _ in range(size)]
    for row, about, amount in zip(*(part.tolist() for part in spoken), strict=True):
        found[row].append(subjects.reason(about, amount))
    return found
