"""The rules of a list that is shown: where to begin a franchise, one of each, and not ten of a kind."""

import numpy as np

from core.facts import Facts
from core.model_files import BoolArray, IntArray
from core.retrievers.content import Content
from core.retrievers.query import Scores

POOL = 60  # so many of the best are rearranged for diversity; a list longer than that goes on by score alone
SEATS = 20  # in so many places there is one for what nobody has rated yet; in ten, a list loses 2-5 % of its NDCG@10
DIVERSITY = 0.15  # of the best score: what an anime loses for being quite like one that stands above it


def entry_points(facts: Facts, positions: IntArray, known: BoolArray) -> IntArray:
    """Return what to watch instead of each position: back through what comes before it, as far as it is not known.

    Someone who knows season one is sent to season two, someone who knows nothing of it to season one.
    """
    open_ = np.append(~known, False)
    here = positions.copy()
    walking = np.arange(len(here))
    while len(walking):
        before = facts.before[here[walking]]
        back = open_[before]
        walking = walking[back]
        here[walking] = before[back]
    return here


def one_per_franchise(facts: Facts, ranked: IntArray) -> IntArray:
    """Return the places in `ranked` whose franchise does not stand above them already, ascending."""
    franchises, places = facts.franchise[ranked], np.arange(len(ranked), dtype=np.int32)
    first = np.empty(len(facts), np.int32)  # by franchise; of those that are not ranked it is never read
    first[franchises[::-1]] = places[::-1]  # what is assigned last stays, which is what stands highest
    highest: IntArray = places[first[franchises] == places]
    return highest


def diversified(content: Content, ranked: IntArray, scores: Scores, length: int) -> IntArray:
    """Return the first `length` of the ranked positions, rearranged so that neighbours differ.

    Maximal marginal relevance (Carbonell & Goldstein, SIGIR 1998): again and again the anime with the highest
    score - λ·s, where s is its cosine to the most similar one already taken and λ `DIVERSITY` times the best score.
    A list is the beginning of every longer one. scores: of `ranked`, falling.
    """
    pool = ranked[:POOL]
    if not len(pool) or not length:
        return pool[:0]
    unit = content.directions(pool)
    penalty = DIVERSITY * abs(float(scores[0]))
    worth = scores[: len(pool)].copy()
    nearest = np.zeros(len(pool))
    at, taken = 0, [0]  # the best stands first
    while len(taken) < min(length, len(pool)):
        worth[at] = -np.inf
        nearest = np.maximum(nearest, np.einsum("ij,j->i", unit, unit[at]))
        at = int(np.argmax(worth - penalty * nearest))
        taken.append(at)
    rest = ranked[len(pool) : length] if length > len(pool) else ranked[:0]
    return np.concatenate([pool[taken], rest])


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
