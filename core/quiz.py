"""Which anime to ask a newcomer about: well known, dividing, and unlike what was asked before."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.facts import NOWHERE, Facts
from core.model_files import BoolArray, IntArray, load_array, save_arrays
from core.retrievers.content import Content

ASKED_ABOUT = 100  # a question is wasted on somebody who has never heard of the anime: the best known only
DIVIDING = (0.75, 1.25)  # how far an unusual spread of scores can lower or raise a question's worth
LIKENESS = 1.0  # what being just like an earlier question costs, where the most telling question is worth 1


@dataclass(frozen=True, slots=True)
class Quiz:
    """The questions worth asking, the best known and most dividing first."""

    positions: IntArray
    worth: np.ndarray[
        tuple[int], np.dtype[np.float32]
    ]  # 0 … 1 by place in `positions`: fame times how much scores differ

    def ask(self, facts: Facts, content: Content, known: BoolArray, k: int, *, adult: bool) -> IntArray:
        """Return at most k positions, none of them known nor of a franchise of which something is known.

        Greedy: each next question is the one of most worth, less its likeness to the anime known and asked so far.
        """
        named = np.zeros(int(facts.franchise.max(initial=0)) + 1, np.bool_)
        named[facts.franchise[known]] = True
        open_ = ~named[facts.franchise[self.positions]]
        if not adult:
            open_ &= ~facts.adult[self.positions]
        pool, worth = self.positions[open_][:ASKED_ABOUT], self.worth[open_][:ASKED_ABOUT].astype(np.float64)
        vectors = content.directions(np.concatenate([pool, np.flatnonzero(known).astype(np.int32)]))
        likeness = np.einsum("id,jd->ij", vectors[: len(pool)], vectors)
        nearest = likeness[:, len(pool) :].max(axis=1, initial=0.0)
        taken: list[int] = []
        while len(taken) < min(k, len(pool)):
            at = int(np.argmax(worth - LIKENESS * nearest))
            taken.append(at)
            worth[at] = -np.inf
            nearest = np.maximum(nearest, likeness[:, at])
        return pool[taken]

    def save(self, folder: Path) -> None:
        """Write this into a model folder."""
        save_arrays(folder, "quiz", {"positions": self.positions, "worth": self.worth})

    @classmethod
    def load(cls, folder: Path) -> "Quiz":
        """Read what `save` wrote. Raises BrokenModelError."""
        return cls(load_array(folder, "quiz", "positions"), load_array(folder, "quiz", "worth"))


def learn_quiz(facts: Facts, audience: IntArray, spread: np.ndarray[tuple[int], np.dtype[np.float32]]) -> Quiz:
    """Return the questions: one entry of each franchise, by the logarithm of the audience times the spread of scores.

    audience: people by position; spread: standard deviation of the scores by position, 0 where nobody gave any.
    """
    fame = np.log1p(audience.astype(np.float64)) / max(float(np.log1p(audience.max(initial=0))), 1e-9)
    usual = float(np.median(spread[spread > 0])) if (spread > 0).any() else 1.0
    worth = fame**3 * np.clip(spread / usual, *DIVIDING) / DIVIDING[1]
    begins = np.flatnonzero(facts.entry & (facts.before == NOWHERE))
    ranked = begins[np.lexsort((begins, -fame[begins]))][: 2 * ASKED_ABOUT]
    _, firsts = np.unique(facts.franchise[ranked], return_index=True)
    positions = ranked[np.sort(firsts)].astype(np.int32)
    return Quiz(positions, worth[positions].astype(np.float32))
