"""Which anime to ask a newcomer about: those whose answer tells most, after all that was answered before."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from core.facts import NOWHERE, Facts
from core.model_files import BoolArray, FloatArray, IntArray, load_array, save_arrays
from core.retrievers.collaborative import Collaborative

WELL_KNOWN = 400  # a question is wasted on somebody who has never heard of the anime: one of the best known only
QUESTIONS = 120  # the most worth of them
LIKENESS = 0.5  # what telling just the same as an earlier answer costs, where the most telling question is worth 1


class Question(NamedTuple):
    """Whether somebody likes this anime. number: by which the same model knows that it was asked, below `QUESTIONS`."""

    number: int
    anime_id: int


@dataclass(frozen=True, slots=True)
class Quiz:
    """The questions worth asking, at most `QUESTIONS`, of most worth first. A question's number is its place here."""

    positions: IntArray
    worth: FloatArray  # by place in `positions`: how likely the anime is known, times how much a like of it tells

    def ask(  # noqa: PLR0913  a question depends on all of these
        self,
        facts: Facts,
        collaborative: Collaborative,
        known: BoolArray,
        asked: AbstractSet[int],
        k: int,
        *,
        adult: bool,
    ) -> list[Question]:
        """Return at most k questions, none asked before nor about a franchise of which something is known.

        Greedy: each next question is the one of most worth, less what is foretold by the anime known and asked so far:
        the likeness of what a like of either would move in the list.
        """
        named = np.zeros(facts.franchises, np.bool_)
        named[facts.franchise[known]] = True
        open_ = ~named[facts.franchise[self.positions]]
        if not adult:
            open_ &= ~facts.adult[self.positions]
        open_[[number for number in asked if number < len(open_)]] = False
        numbers = np.flatnonzero(open_)
        pool, worth = self.positions[numbers], self.worth[numbers].astype(np.float64)
        worth /= worth.max(initial=1e-9)
        heard = np.concatenate([pool, np.flatnonzero(known).astype(np.int32)])
        likeness = collaborative.likeness(pool, heard)
        nearest = likeness[:, len(pool) :].max(axis=1, initial=0.0)
        taken: list[int] = []
        while len(taken) < min(k, len(pool)):
            at = int(np.argmax(worth - LIKENESS * nearest))
            taken.append(at)
            worth[at] = -np.inf
            nearest = np.maximum(nearest, likeness[:, at])
        return [Question(int(numbers[at]), int(facts.ids[pool[at]])) for at in taken]

    def save(self, folder: Path) -> None:
        """Write this into a model folder."""
        save_arrays(folder, "quiz", {"positions": self.positions, "worth": self.worth})

    @classmethod
    def load(cls, folder: Path) -> "Quiz":
        """Read what `save` wrote. Raises BrokenModelError."""
        return cls(load_array(folder, "quiz", "positions"), load_array(folder, "quiz", "worth"))


def learn_quiz(facts: Facts, audience: IntArray, collaborative: Collaborative) -> Quiz:
    """Return the questions: one entry of each franchise, by the cube of its fame times the length of its weights.

    audience: people by position; fame: the logarithm of that, as a share of the highest. A like adds the anime's row of
    weights to all scores, so the length of the row is how far it moves the list. Where nothing was learned, fame alone.
    """
    fame = np.log1p(audience.astype(np.float64)) / max(float(np.log1p(audience.max(initial=0))), 1e-9)
    begins = np.flatnonzero(facts.entry & (facts.before == NOWHERE))
    ranked = begins[np.lexsort((begins, -fame[begins]))][:WELL_KNOWN]
    _, firsts = np.unique(facts.franchise[ranked], return_index=True)
    positions = ranked[np.sort(firsts)].astype(np.int32)
    lengths = collaborative.lengths(positions)
    worth = fame[positions] ** 3 * (lengths if lengths.any() else 1.0)
    best = np.lexsort((positions, -worth))[:QUESTIONS]
    return Quiz(positions[best], worth[best].astype(np.float32))
