"""Learning what is known of two anime at once: whose audiences are alike, and what their content tells of that."""

from collections.abc import Callable, Iterator, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, csr_matrix, diags_array
from sklearn.linear_model import ridge_regression
from sklearn.utils.extmath import randomized_svd

from core.anime import AgeRating, Anime, LabelKind
from core.facts import NOWHERE, Facts
from core.interactions import Interactions
from core.learning.members import members_of
from core.model_files import FloatArray, IntArray
from core.retrievers.collaborative import Collaborative
from core.retrievers.content import Content
from core.retrievers.pairs import BLOCKS, Halves, Pairs, are_said, blocks_of
from core.retrievers.popular import Popular
from core.retrievers.query import best

_AT_MOST = 15_000  # anime whose audiences are compared, the most rated first: bounds time
_AT_LEAST = 2  # people an anime needs for its audience to say something
_KEPT = 200  # of an anime's row
_ROWS_AT_ONCE = 256
_DIMENSIONS = 64  # of a direction
_NOTHING = 1e-4  # a singular value below it is none: few people have fewer directions than that
_ROUNDS = 3  # power iterations of the decomposition
_PRIOR_PEOPLE = 20.0  # so many people tell as much of an anime's direction as its content does
_TRUSTED = 10.0  # people an anime needs to count half when the content's part is learned
_RIDGE = 3.0  # in units of the mean squared length of the content vectors
_SEED = 1


def learn_pairs(
    facts: Facts,
    catalogue: Sequence[Anime],
    rows: Interactions,
    parts: tuple[Content, Collaborative, Popular],
    progress: Callable[[float], None],
) -> Pairs:
    """Return what the numbers of two anime are read from. progress is told the share done, 0 … 1."""
    content, collaborative, popular = parts
    places = facts.locate(rows.anime)
    members, columns = members_of(places, len(facts), at_least=_AT_LEAST, at_most=_AT_MOST)
    used = columns != NOWHERE
    shape = (int(rows.users.max(initial=-1)) + 1, len(members))
    seen = csr_array((np.ones(np.count_nonzero(used), np.float32), (rows.users[used], columns[used])), shape)
    seen.data[:] = 1  # somebody who is in the rows twice has still seen it once
    starts, targets, cosines = _company(seen, members, len(facts), progress)
    kindred, known, guessed = directions(seen, members, content)
    return Pairs(
        facts=facts,
        content=content,
        collaborative=collaborative,
        popular=popular,
        starts=starts,
        targets=targets,
        cosines=cosines.astype(np.float16),
        back=_back(collaborative, starts, targets),
        alone=alone(facts, catalogue, content, popular),
        kindred=kindred,
        known=known,
        guessed=guessed,
    )


def _company(
    seen: csr_array, members: IntArray, size: int, progress: Callable[[float], None]
) -> tuple[IntArray, IntArray, FloatArray]:
    """Return the largest cosines of each member to the others as (starts, targets, cosines), largest first."""
    counts = np.zeros(size, np.int64)
    targets, cosines = [np.empty(0, np.int32)], [np.empty(0, np.float32)]
    audience = seen.sum(axis=0)  # of each member, at least one
    seen_by = csr_array(seen.T)
    for at in _slices(len(members)):
        block = (seen_by[at] @ seen).toarray() / np.sqrt(audience[at][:, np.newaxis] * audience)
        block[np.arange(len(at)), at] = 0
        for row, values in zip(at, block, strict=True):
            kept = best(values.astype(np.float64), _KEPT)
            kept = kept[values[kept] > 0]
            kept = kept[np.lexsort((kept, -values[kept]))]
            counts[members[row]] = len(kept)
            targets.append(members[kept])
            cosines.append(values[kept])
        progress((int(at[-1]) + 1) / len(members))
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32), np.concatenate(targets), np.concatenate(cosines)


def _slices(size: int) -> Iterator[IntArray]:
    for start in range(0, size, _ROWS_AT_ONCE):
        yield np.arange(start, min(start + _ROWS_AT_ONCE, size), dtype=np.int32)


def _back(collaborative: Collaborative, starts: IntArray, targets: IntArray) -> Halves:
    """Return the positive weight of each target for the anime whose row it is in."""
    turned = csr_array(collaborative.matrix.T)
    found = [
        turned[[position]].toarray()[0, targets[starts[position] : starts[position + 1]]]
        for position in np.flatnonzero(np.diff(starts))
    ]
    weighed: FloatArray = np.concatenate([np.empty(0, np.float32), *found])
    return np.maximum(weighed, 0).astype(np.float16)


def directions(seen: csr_array, members: IntArray, content: Content) -> tuple[Halves, Halves, Halves]:
    """Return the direction of each anime by its audience, by audience and content, and by content.

    By audience: the right singular vectors of D⁻¹ᐟ² X E⁻¹ᐟ² without the first, with X people × anime and D, E its row
    and column sums (Dhillon, "Co-clustering documents and words using bipartite spectral graph partitioning", KDD
    2001). By content: what a ridge regression on the content vectors says of them.
    """
    vectors = content.vectors(np.arange(content.index.ntotal, dtype=np.int32))
    width = min(_DIMENSIONS + 1, *seen.shape)
    if not width:
        return _nothing(vectors)
    audience = seen.sum(axis=0)
    scaled = diags_array(1 / np.sqrt(np.maximum(seen.sum(axis=1), 1))) @ seen @ diags_array(1 / np.sqrt(audience))
    _, sizes, found = randomized_svd(csr_matrix(scaled, dtype=np.float32), width, n_iter=_ROUNDS, random_state=_SEED)
    by_audience = _unit(found[1:][sizes[1:] > _NOTHING].T)
    if not by_audience.shape[1]:  # all have seen the same
        return _nothing(vectors)
    kindred = np.zeros((len(vectors), by_audience.shape[1]), np.float32)
    kindred[members] = by_audience
    of_members = vectors[members].astype(np.float64)
    trust = audience / (audience + _TRUSTED)
    ridge = _RIDGE * float((of_members**2).sum(axis=1).mean())
    weights = ridge_regression(of_members, kindred[members], ridge, sample_weight=trust, solver="cholesky")
    guessed = vectors @ weights.T.astype(np.float32)
    known = guessed.copy()
    share = (audience / (audience + _PRIOR_PEOPLE))[:, np.newaxis]
    known[members] = share * kindred[members] + (1 - share) * guessed[members]
    return kindred.astype(np.float16), _unit(known).astype(np.float16), _unit(guessed).astype(np.float16)


def _nothing(vectors: FloatArray) -> tuple[Halves, Halves, Halves]:
    none = np.zeros((len(vectors), 0), np.float16)
    return none, none, none


def alone(facts: Facts, catalogue: Sequence[Anime], content: Content, popular: Popular) -> FloatArray:
    """Return the numbers of `core.retrievers.pairs.ALONE`, by position."""
    members = np.log1p(np.array([anime.members or 0 for anime in catalogue], np.float64))
    most = np.zeros(facts.franchises)
    np.maximum.at(most, facts.franchise, members)
    ages = list(AgeRating)
    labels, rarity = _labels(content)
    columns = (
        _share(np.log1p(popular.audience)),
        _share(members),
        most[facts.franchise] - members,
        [ages.index(anime.age_rating) if anime.age_rating else NOWHERE for anime in catalogue],
        labels,
        rarity,
    )
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)


def _labels(content: Content) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return how many genres, themes and tags each anime has, and how long its vector of tags was before it was 1.

    A tag's part of that is its inverse document frequency, ln(1 + n / df), as in `core.learning.content`.
    """
    vectors = content.vectors(np.arange(content.index.ntotal, dtype=np.int32)) != 0
    blocks = blocks_of(content)
    tags = vectors[:, blocks == BLOCKS.index(LabelKind.TAG)]
    rarity = [log(1 + len(tags) / count) if count else 0.0 for count in tags.sum(axis=0).tolist()]
    return vectors[:, are_said(blocks)].sum(axis=1), np.sqrt(tags @ np.square(rarity))


def _share(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the values as shares of the highest."""
    return values / max(float(values.max(initial=0)), 1.0)


def _unit(values: FloatArray) -> FloatArray:
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    return (values / np.where(lengths > 0, lengths, 1)).astype(np.float32)
