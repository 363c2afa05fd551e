"""Item-item weights in closed form (EDLAE), pruned."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.linalg import lapack
from scipy.sparse import csr_array

from core.facts import NOWHERE, Facts
from core.interactions import Interactions
from core.learning.members import members_of
from core.model_files import FloatArray, IntArray
from core.preferences import preferences
from core.retrievers.collaborative import Collaborative

_PEOPLE_AT_ONCE = 1024  # rows of a dense shard of people × anime
_COLUMNS_AT_ONCE = 512
_FEWEST_ROWS = 10


@dataclass(frozen=True, slots=True)
class CollaborativeConfig:
    """How the weights are learned.

    The defaults are the best compromise of a grid on people held out (docs/experiments.md): less dropout serves long
    profiles, more serves short ones; 200 weights kept, of either sign, serve long profiles as well as all of them.
    """

    at_least: int = 5  # people an anime needs to take part
    at_most: int = 15_000  # anime that take part, the most rated first: bounds memory, 2 × 4 bytes × at_most²
    ridge: float = 150.0  # added to the Gram matrix's diagonal
    dropout: float = 0.3  # share of a person's anime left out at random, in expectation
    kept: int = 200  # weights kept for each anime, the largest of either sign


def learn_collaborative(
    facts: Facts, rows: Interactions, config: CollaborativeConfig, progress: Callable[[float], None]
) -> Collaborative:
    """Return the weights over the anime that enough people rated; the others have none.

    progress is told the share done, 0 … 1.
    """
    places = facts.locate(rows.anime)
    members, columns = members_of(places, len(facts), at_least=config.at_least, at_most=config.at_most)
    used = columns != NOWHERE
    counted = np.sqrt(_says(rows.users[used]))
    taste = csr_array(
        (preferences(rows)[used] * counted, (rows.users[used], columns[used])),
        shape=(int(rows.users.max(initial=-1)) + 1, len(members)),
    )
    gram = gram_matrix(taste, lambda share: progress(share * 0.4))
    weights = item_weights(gram, ridge=config.ridge, dropout=config.dropout)
    progress(0.8)
    return Collaborative.over(facts.ids, members, prune(weights, config.kept), np.zeros(len(members), np.float32))


def gram_matrix(taste: csr_array, progress: Callable[[float], None]) -> FloatArray:
    """Return XᵀX as dense float32, summed over shards of people, so that workers could share it out."""
    people, anime = taste.shape
    gram = np.zeros((anime, anime), np.float32)
    for start in range(0, people, _PEOPLE_AT_ONCE):
        shard = taste[start : start + _PEOPLE_AT_ONCE].toarray()
        gram += shard.T @ shard
        progress(min(1.0, (start + _PEOPLE_AT_ONCE) / people))
    return gram


def item_weights(gram: FloatArray, *, ridge: float, dropout: float) -> FloatArray:
    """Return item-item weights with a zero diagonal; column j holds what each anime says about j.

    EDLAE (Steck, "Autoencoders that don't overfit towards the Identity", NeurIPS 2020):
    B = I - C·diag(1 / diag(C)) with C = (G + Λ)⁻¹ and Λ = ridge + dropout / (1 - dropout) · diag(G).

    gram: XᵀX, float32, destroyed. Raises ValueError where it is not positive definite with Λ added, which a positive
    ridge prevents. Memory: one more matrix of the same size.
    """
    if not len(gram):
        return gram
    diagonal = np.arange(len(gram))
    gram[diagonal, diagonal] += ridge + dropout / (1.0 - dropout) * gram[diagonal, diagonal]
    # The transpose of a symmetric C-ordered matrix is itself in Fortran's order: LAPACK then works in place.
    factor, failed = lapack.spotrf(gram.T, lower=1, overwrite_a=1, clean=0)
    if failed:
        raise ValueError("the Gram matrix is not positive definite; the ridge must be above 0")
    inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    weights: FloatArray = np.tril(inverse) + np.tril(inverse, -1).T
    weights /= -weights[diagonal, diagonal].copy()
    weights[diagonal, diagonal] = 0.0
    return weights


def prune(weights: FloatArray, kept: int) -> tuple[IntArray, IntArray, FloatArray]:
    """Return (source, target, weight) of the `kept` weights of each column farthest from 0, column by column.

    What speaks against an anime is kept like what speaks for it: positive weights alone add up to too much for whoever
    has seen a lot.
    """
    size = len(weights)
    kept = min(kept, size)
    sources, targets, values = [], [], []
    for start in range(0, size, _COLUMNS_AT_ONCE):
        block = weights[:, start : start + _COLUMNS_AT_ONCE]
        rows = np.argpartition(np.abs(block), size - kept, axis=0)[size - kept :]
        found = np.take_along_axis(block, rows, axis=0)
        columns = np.broadcast_to(np.arange(start, start + block.shape[1]), found.shape)
        spoken = found != 0
        sources.append(rows[spoken])
        targets.append(columns[spoken])
        values.append(found[spoken])
    if not sources:
        return np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.float32)
    return (
        np.concatenate(sources).astype(np.int32),
        np.concatenate(targets).astype(np.int32),
        np.concatenate(values).astype(np.float32),
    )


def _says(users: IntArray) -> FloatArray:
    """Return how much each row counts, 1 on average: 1 / √n of a person with n rows.

    Otherwise those who have seen a thousand anime would decide for everybody. `_FEWEST_ROWS` keep a list that was
    hardly begun from counting more than one that is complete.
    """
    each = 1 / np.sqrt(np.maximum(np.bincount(users)[users], _FEWEST_ROWS)) if len(users) else np.empty(0)
    return (each / each.mean() if len(each) else each).astype(np.float32)
