"""What to expect of somebody who has shown a few likes: item-item weights learned for just that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.linalg import lapack
from scipy.sparse import csr_array

from core.facts import NOWHERE, Facts
from core.interactions import Interactions
from core.learning.collaborative import gram_matrix, prune
from core.learning.members import members_of
from core.model_files import FloatArray
from core.preferences import are_likes
from core.retrievers.collaborative import Collaborative
from core.retrievers.query import Scores

_IN_A_LIST = 10  # places of the list whose NDCG an expectation is worth something to


@dataclass(frozen=True, slots=True)
class FirstLikesConfig:
    """How the weights are learned; chosen on people held out (docs/experiments.md)."""

    at_least: int = 20  # likes an anime needs to take part
    at_most: int = 10_000  # anime that take part, the most liked first: bounds time and memory, 3 × 4 bytes × at_most²
    shown: tuple[int, ...] = (1, 2, 3, 5, 10)  # likes, of each person
    ridge: float = 0.2  # in people
    kept: int = 200  # weights kept of each anime that is shown, the largest of either sign


class Draws(NamedTuple):
    """Expectations over what a person with n likes may show of them, one number a person.

    k likes are shown, each k of the configuration as often as the others; x is √k⁻¹ for what is shown and y is what a
    hidden like adds to NDCG@10 where it stands first, 1 / IDCG. Nothing is drawn of who has no more than k likes.
    """

    both: Scores  # E[x_i x_j] of two different likes
    one: Scores  # E[x_i²]
    shown: Scores  # E[x_i]
    following: Scores  # E[x_i y_j] of two different likes
    hidden: Scores  # E[y_j]
    share: Scores  # of the draws that are possible


def learn_first_likes(
    facts: Facts, rows: Interactions, config: FirstLikesConfig, progress: Callable[[float], None]
) -> Collaborative:
    """Return the weights over the anime that enough people liked; the others have none.

    progress is told the share done, 0 … 1.
    """
    likes = are_likes(rows)
    users, places = rows.users[likes], facts.locate(rows.anime[likes])
    members, columns = members_of(places, len(facts), at_least=config.at_least, at_most=config.at_most)
    used = columns != NOWHERE
    shape = (int(users.max(initial=-1)) + 1, len(members))
    liked = csr_array((np.ones(np.count_nonzero(used), np.float32), (users[used], columns[used])), shape=shape)
    draws = draws_of(np.bincount(users, minlength=shape[0]), config.shown)
    weights, base = expected_likes(liked, draws, config.ridge, progress)
    targets, sources, values = prune(weights.T, config.kept)
    return Collaborative.over(facts.ids, members, (sources, targets, values), base)


def draws_of(counts: np.ndarray[tuple[int], np.dtype[np.integer]], shown: Sequence[int]) -> Draws:
    """Return the expectations for people with so many likes each. shown: at least one number of likes, each above 0."""
    n = np.maximum(counts, 2).astype(np.float64)
    ideal = np.cumsum(1 / np.log2(np.arange(_IN_A_LIST) + 2))
    sums = np.zeros((6, len(counts)))
    for k in shown:
        drawn = (counts > k) / len(shown)
        worth = drawn / ideal[np.minimum(np.maximum(counts - k, 1), _IN_A_LIST) - 1]
        sums += (
            drawn * (k - 1) / (n * (n - 1)),
            drawn / n,
            drawn * np.sqrt(k) / n,
            worth * np.sqrt(k) * (n - k) / (n * (n - 1)),
            worth * (n - k) / n,
            drawn,
        )
    return Draws(*sums)


def expected_likes(
    liked: csr_array, draws: Draws, ridge: float, progress: Callable[[float], None]
) -> tuple[FloatArray, FloatArray]:
    """Return B and b with the least squared error of b + x·B from y over all draws, + `ridge` · ‖B‖².

    That is one linear system, E[(x, 1)ᵀ(x, 1)] + ridge, with E[(x, 1)ᵀy] on the right: what a denoising autoencoder
    learns by drawing (Steck, "Autoencoders that don't overfit towards the Identity", NeurIPS 2020), but for profiles
    of a given size rather than for a share of each, so that who has many likes counts no more than others do.

    liked: people × anime, 1 for a like. Memory: two dense anime × anime float32, and a third while they are filled.
    Raises ValueError where the system has no single solution, which a ridge above 0 prevents.
    """
    size = liked.shape[1]
    if not size:
        return np.empty((0, 0), np.float32), np.empty(0, np.float32)
    system = np.zeros((size + 1, size + 1), np.float32)
    system[:size, :size] = _products(liked, draws.both, lambda share: progress(share * 0.3))
    diagonal = np.arange(size)
    system[diagonal, diagonal] = draws.one @ liked + ridge
    system[size, :size] = system[:size, size] = draws.shown @ liked
    system[size, size] = draws.share.sum() + ridge
    right = np.empty((size, size + 1), np.float32)  # transposed
    right[:, :size] = _products(liked, draws.following, lambda share: progress(0.3 + share * 0.3))
    right[diagonal, diagonal] = 0.0
    right[:, size] = draws.hidden @ liked
    # The transpose of what lies in C's order lies in Fortran's, and there LAPACK works in place.
    factor, failed = lapack.spotrf(system.T, lower=1, overwrite_a=1, clean=0)
    if failed:
        raise ValueError("the expectations have no single solution; the ridge must be above 0")
    solution, _ = lapack.spotrs(factor, right.T, lower=1, overwrite_b=1)
    progress(1.0)
    return solution[:size], solution[size].copy()


def _products(liked: csr_array, weights: Scores, progress: Callable[[float], None]) -> FloatArray:
    """Return for every two anime the sum of the weights of the people who like both."""
    people = np.repeat(np.sqrt(weights), np.diff(liked.indptr)).astype(np.float32)
    return gram_matrix(csr_array((people, liked.indices, liked.indptr), shape=liked.shape), progress)
