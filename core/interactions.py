"""The ratings a model is trained on, as columns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.taste import Status

HIGHEST_ID = int(np.iinfo(np.int32).max)  # that `anime` can hold
STATUS_CODES: dict[Status, int] = {Status.WATCHED: 1, Status.PLANNED: 2, Status.DROPPED: 3, Status.LISTED: 4}


@dataclass(frozen=True, slots=True)
class Interactions:
    """One row a rating, as parallel arrays of equal length n.

    users: int32, 0 … people-1, any order. anime: int32, MyAnimeList ids. scores: int8, 1-10, 0 = none.
    thumbs: int8, +1/-1, 0 = none. statuses: int8 codes of `STATUS_CODES`, 0 = none.
    said_lately: whether it was said in the weeks before; None where nobody knows when anything was.
    """

    users: NDArray[np.int32]
    anime: NDArray[np.int32]
    scores: NDArray[np.int8]
    thumbs: NDArray[np.int8]
    statuses: NDArray[np.int8]
    said_lately: NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        return len(self.users)
