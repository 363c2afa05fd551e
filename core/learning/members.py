"""Which anime a matrix over anime is about: those that enough people have."""

import numpy as np

from core.facts import NOWHERE
from core.model_files import IntArray


def members_of(places: IntArray, size: int, *, at_least: int, at_most: int) -> tuple[IntArray, IntArray]:
    """Return the positions that take part, ascending, and the column of each of `places` among them, else NOWHERE.

    places: one a rating, NOWHERE for an anime that is not in the catalogue. size: of the catalogue.
    at_least: ratings that an anime needs. at_most: anime that take part, the most rated first.
    """
    counts = np.bincount(places[places != NOWHERE], minlength=size)
    enough = np.flatnonzero(counts >= at_least)
    most = enough[np.argsort(-counts[enough], kind="stable")][:at_most]
    members: IntArray = np.sort(most).astype(np.int32)
    column = np.full(size + 1, NOWHERE, np.int32)  # the last entry stands for NOWHERE
    column[members] = np.arange(len(members))
    return members, column[places]
