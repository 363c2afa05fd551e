"""The ratings as the peers see them: people × anime, 1 for whatever somebody has."""

import numpy as np
from scipy.sparse import csr_matrix

from core.interactions import Interactions
from core.learning.held_out import take
from core.model_files import FloatArray, IntArray
from core.preferences import LIKE, taste_rows
from core.retrievers.query import Scores
from core.taste import Taste

AT_LEAST = 5  # people an anime needs to take part
USUAL = 7.5  # a score, where there is none to tell
PRIOR_SCORES = 20.0  # so many scores an anime needs before its own mean counts as much as everybody's


class Matrix:
    """The anime that at least `AT_LEAST` people have, a column each, ascending.

    likes_only: nothing but likes (scores of 8 and above) is seen of anybody, in training and when a list is asked for.
    """

    def __init__(self, rows: Interactions, *, likes_only: bool = False) -> None:
        self._likes_only = likes_only
        if likes_only:
            rows = take(rows, rows.scores >= LIKE)
        ids, counts = np.unique(rows.anime, return_counts=True)
        self.ids: IntArray = ids[counts >= AT_LEAST].astype(np.int32)
        columns = self._columns(rows.anime)
        known = columns < len(self.ids)
        people, columns = np.unique(rows.users, return_inverse=True)[1][known], columns[known]
        scores = rows.scores[known].astype(np.float32)
        shape = (int(people.max(initial=-1)) + 1, len(self.ids))
        # implicit takes this class only, and no array
        self.seen = csr_matrix((np.ones(len(columns), np.float32), (people, columns)), shape=shape)
        self.likes = np.bincount(columns[scores >= LIKE], minlength=len(self.ids)).astype(np.float64)
        scored = scores > 0
        self.usual = float(scores[scored].mean()) if scored.any() else USUAL
        totals = np.bincount(columns[scored], scores[scored], len(self.ids))
        given = np.bincount(columns[scored], minlength=len(self.ids))
        self.means: Scores = (totals + PRIOR_SCORES * self.usual) / (given + PRIOR_SCORES)

    def query(self, taste: Taste) -> tuple[IntArray, FloatArray]:
        """Return the columns of the anime in a taste, ascending, and the score of each, 0 for none."""
        rows = taste_rows(taste)
        columns = self._columns(rows.anime)
        known = columns < len(self.ids)
        return columns[known], rows.scores[known].astype(np.float32)

    def row(self, taste: Taste) -> csr_matrix:
        """Return the taste as one more row; where there are no likes to show, of all that is in it."""
        columns, scores = self.query(taste)
        if self._likes_only and (scores >= LIKE).any():
            columns = columns[scores >= LIKE]
        return csr_matrix((np.ones(len(columns), np.float32), columns, [0, len(columns)]), shape=(1, len(self.ids)))

    def columns(self, anime_ids: list[int]) -> IntArray:
        """Return the column of each id, -1 for one that takes no part."""
        columns = self._columns(np.array(anime_ids, np.int64))
        return np.where(columns < len(self.ids), columns, -1).astype(np.int32)

    def top(self, scores: Scores | FloatArray, taste: Taste, k: int) -> list[int]:
        """Return the ids with the highest scores, what is in the taste left out; equal scores by rising id."""
        scores = scores.astype(np.float64)
        known, _ = self.query(taste)
        scores[known] = -np.inf
        k = min(k, len(scores) - len(known))
        if k <= 0:
            return []
        near = np.flatnonzero(scores >= np.partition(scores, len(scores) - k)[len(scores) - k])
        best: list[int] = self.ids[near[np.argsort(-scores[near], kind="stable")[:k]]].tolist()
        return best

    def _columns(self, anime_ids: np.ndarray[tuple[int], np.dtype[np.integer]]) -> IntArray:
        """Return the column of each id, the number of columns for one that takes no part."""
        places = np.searchsorted(self.ids, anime_ids)
        found = np.append(self.ids, -1)[places] == anime_ids
        return np.where(found, places, len(self.ids)).astype(np.int32)
