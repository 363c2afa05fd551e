"""The ratings of one data set while they are read: packed into few bytes each, then shared out for saving."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.interactions import STATUS_CODES, Interactions
from core.taste import Status
from sources.arrow_columns import Names

# So many ratings are saved at a time, give or take one person's: it bounds the memory that saving takes.
SHARE_ROWS = 500_000


class Dataset:
    """Ratings by people that the data set has names for. `add` at least once, then `settle` once."""

    def __init__(self) -> None:
        self._people: dict[str, int] = {}
        self._columns: tuple[list[NDArray[Any]], ...] = ([], [], [], [])  # users, anime, scores, places
        self._users = self._anime = np.empty(0, np.int32)
        self._settled = np.empty(0, np.int8)

    def __len__(self) -> int:
        """Return how many ratings there are, once settled."""
        return len(self._users)

    @property
    def people(self) -> int:
        """How many people rated something."""
        return len(self._people)

    def add(
        self,
        people: Names,
        anime: NDArray[np.int32],
        scores: NDArray[np.int8],
        places: NDArray[np.int32],
    ) -> None:
        """Add ratings, one a row of each array. scores: 0 for "on the list". places: where in the file they stand."""
        present, codes = np.unique(people.codes, return_inverse=True)
        numbers = [self._people.setdefault(people.texts[code], len(self._people)) for code in present]
        users = np.array(numbers, np.int32)[codes]
        parts: tuple[NDArray[Any], ...] = (users, anime, scores, places)
        for column, part in zip(self._columns, parts, strict=True):
            column.append(part)

    def settle(self) -> NDArray[np.int32]:
        """Keep the last rating where someone rated an anime more than once; return where the earlier ones stood."""
        users, anime, scores, places = (_joined(column) for column in self._columns)
        order = np.lexsort((anime, users))  # stable: the same person and anime stay in the file's order
        users, anime = users[order], anime[order]
        last = np.append((users[1:] != users[:-1]) | (anime[1:] != anime[:-1]), True)
        self._users, self._anime, self._settled = users[last], anime[last], scores[order][last]
        return np.sort(places[order][~last])

    def shares(self) -> Iterator[tuple[list[str], Interactions]]:
        """Yield people and their ratings (`users` indexes these people) in parts of about `SHARE_ROWS` rows."""
        names = list(self._people)
        start = 0
        while start < len(self):
            end = len(self)
            if start + SHARE_ROWS < end:  # to the end of a person
                end = int(np.searchsorted(self._users, self._users[start + SHARE_ROWS], side="right"))
            users = self._users[start:end]
            first, beyond = int(users[0]), int(users[-1]) + 1
            scores = self._settled[start:end]
            listed = np.where(scores == 0, STATUS_CODES[Status.LISTED], 0).astype(np.int8)
            thumbs = np.zeros(len(users), np.int8)
            yield names[first:beyond], Interactions(users - first, self._anime[start:end], scores, thumbs, listed)
            start = end


def _joined(parts: list[NDArray[Any]]) -> NDArray[Any]:
    """Return the parts in one array, and let go of them: of millions of rows only one copy should be in memory."""
    whole = np.concatenate(parts)
    parts.clear()
    return whole
