"""The rules of a list that is shown: where to begin a franchise, one of each, and not ten of a kind."""

import numpy as np

from core.compiled import DOUBLES, FLAGS, FLOAT, FLOATS, INT, INTS, NEW_INTS, compiled
from core.facts import NOWHERE, Facts
from core.model_files import BoolArray, FloatArray, IntArray
from core.retrievers.content import Content
from core.retrievers.query import Scores

POOL = 60  # so many of the best are rearranged for diversity; a list longer than that goes on by score alone
SEATS = 20  # in so many places there is one for what nobody has rated yet; in ten, a list loses 2-5 % of its NDCG@10
DIVERSITY = 0.15  # of the best score: what an anime loses for being quite like one that stands above it


def entry_points(facts: Facts, positions: IntArray, known: BoolArray) -> IntArray:
    """Return what to watch instead of each position: back through what comes before it, as far as it is not known.

    Someone who knows season one is sent to season two, someone who knows nothing of it to season one.
    """
    return _back(facts.before, positions, known)


def one_per_franchise(facts: Facts, ranked: IntArray) -> IntArray:
    """Return the places in `ranked` whose franchise does not stand above them already, ascending."""
    return _firsts(facts.franchise, ranked, facts.franchises)


def diversified(content: Content, ranked: IntArray, scores: Scores, length: int) -> IntArray:
    """Return the first `length` of the ranked positions, rearranged so that neighbours differ.

    Maximal marginal relevance (Carbonell & Goldstein, SIGIR 1998): again and again the anime with the highest
    score - λ·s, where s is its cosine to the most similar one already taken and λ `DIVERSITY` times the best score.
    A list is the beginning of every longer one. scores: of `ranked`, falling.
    """
    pool = ranked[:POOL]
    if length <= 1 or len(pool) <= 1:  # the best stands first
        return ranked[:length]
    unit = content.directions(pool)
    penalty = DIVERSITY * abs(float(scores[0]))
    taken = _apart(unit.starts, unit.dimensions, unit.values, unit.width, scores, penalty, min(length, len(pool)))
    return np.concatenate([pool[taken], ranked[len(pool) : length]])


def with_newcomers(shown: IntArray, following: IntArray, waiting: IntArray, unrated: BoolArray) -> IntArray:
    """Return `shown` and then `following`; of each `SEATS` places one goes to an anime that nobody has rated yet.

    Such an anime has only what it is like to speak for it, and would never be rated if it were never shown. Where none
    came into the places before by itself, the last place is for the first of `waiting` that does not stand above.
    """
    places, seated = shown.tolist(), set(shown.tolist())
    queue = iter(waiting.tolist())
    for position in following.tolist():
        if len(places) % SEATS == SEATS - 1 and not unrated[places[1 - SEATS :]].any():
            newcomer = next((one for one in queue if one not in seated), None)
            if newcomer is not None:
                places.append(newcomer)
                seated.add(newcomer)
        if position not in seated:
            places.append(position)
            seated.add(position)
    return np.array(places, np.int32)


@compiled(NEW_INTS, INTS, INTS, FLAGS)
def _back(before: IntArray, positions: IntArray, known: BoolArray) -> IntArray:
    """Return where one gets from each position by going back to what is not known."""
    here = positions.copy()
    for at in range(len(here)):
        earlier = before[here[at]]
        while earlier != NOWHERE and not known[earlier]:
            here[at] = earlier
            earlier = before[earlier]
    return here


@compiled(NEW_INTS, INTS, INTS, INT)
def _firsts(franchise: IntArray, ranked: IntArray, franchises: int) -> IntArray:
    """Return the places in `ranked` at which a franchise stands for the first time, ascending."""
    stands = np.zeros(franchises, np.bool_)
    found = np.empty(len(ranked), np.int32)
    count = 0
    for place in range(len(ranked)):
        if not stands[franchise[ranked[place]]]:
            stands[franchise[ranked[place]]] = True
            found[count] = place
            count += 1
    return found[:count].copy()


@compiled(NEW_INTS, INTS, INTS, FLOATS, INT, DOUBLES, FLOAT, INT)
def _apart(  # noqa: PLR0913, PLR0917  vectors, and what to make of them
    starts: IntArray,
    dimensions: IntArray,
    values: FloatArray,
    width: int,
    scores: Scores,
    penalty: float,
    length: int,
) -> IntArray:
    """Return `length` rows in the order that marginal relevance takes them in, beginning with the first."""
    size = len(starts) - 1
    nearest, open_ = np.zeros(size), np.ones(size, np.bool_)
    unit = np.zeros(width, np.float32)  # the one taken last, with its zeros
    taken = np.zeros(length, np.int32)
    for count in range(1, length):
        last = taken[count - 1]
        open_[last] = False
        for at in range(starts[last], starts[last + 1]):
            unit[dimensions[at]] = values[at]
        best = -1
        for at in range(size):
            cosine = np.float32(0)
            for entry in range(starts[at], starts[at + 1]):
                cosine += values[entry] * unit[dimensions[entry]]
            nearest[at] = max(nearest[at], cosine)
            if open_[at] and (best < 0 or scores[at] - penalty * nearest[at] > scores[best] - penalty * nearest[best]):
                best = at
        taken[count] = best
        for at in range(starts[last], starts[last + 1]):
            unit[dimensions[at]] = 0
    return taken
