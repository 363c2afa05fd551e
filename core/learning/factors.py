"""Learning the items' side of `core.factors` by variational Bayes: people and items in turn, each given the other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.linear_model import ridge_regression

from core.factors import PRIOR_ERRORS, Factors, Matrix
from core.model_files import IntArray

_FIRST_TRUST, _FIRST_SPREAD = 5.0, 0.1  # precision of the biases, size of the random factors: where learning begins
_DAMPING = 5.0  # ratings that an item's first bias waits for
_CG_STEPS, _CG_TOLERANCE = 20, 1e-3  # the regressions are repeated every round: none has to be exact


@dataclass(frozen=True, slots=True)
class FactorsConfig:
    """The best of small grids: on people held out (anime) and on a part of the training ratings (MovieLens)."""

    factors: int = 16
    rounds: int = 14
    hint_ridge: float = 3.0
    label_ridge: float = 10.0
    seed: int = 1


@dataclass(slots=True)
class _Side:
    """People or items: the posterior means and covariances of their numbers, and the prior of each."""

    mean: Matrix  # n × (1 + k): the bias, then the factors
    covariance: Matrix  # n × (1 + k) × (1 + k)
    prior: Matrix  # n × (1 + k)
    trust: Matrix  # the prior's precisions, 1 + k
    known: NDArray[np.bool_]  # who has any rating

    def solve(self, gram: Matrix, said: Matrix) -> None:
        """Set the posterior from what the ratings say of each."""
        self.covariance = np.asarray(np.linalg.inv(gram + np.diag(self.trust)), np.float64)
        self.mean = np.einsum("nij,nj->ni", self.covariance, said + self.trust * self.prior)

    def learn_prior(self, features: csr_array, ridge: float) -> Matrix:
        """Set the prior to what features say of each, and how far to trust it; return the weights of the features."""
        targets = self.mean[self.known]
        found = ridge_regression(
            features[self.known], targets, ridge, solver="sparse_cg", max_iter=_CG_STEPS, tol=_CG_TOLERANCE
        )
        weights: Matrix = np.reshape(found, (targets.shape[1], -1)).T
        self.prior = features @ weights
        spread = (self.mean - self.prior) ** 2 + np.einsum("nii->ni", self.covariance)
        self.trust = self.known.sum() / spread[self.known].sum(axis=0)
        return weights


def learn_factors(
    users: IntArray, items: IntArray, scores: Matrix, labels: csr_array, config: FactorsConfig
) -> Factors:
    """Return the items' side learned from these ratings, at least one, no pair twice.

    labels: items × features, a row for every item there is, rated or not; a column of ones may stand among them.
    """
    size, width = labels.shape[0], 1 + config.factors
    shape = (int(users.max()) + 1, size)
    usual = float(scores.mean())
    rated = csr_array((np.ones(len(users)), (users, items)), shape=shape)
    rest = csr_array((scores - usual, (users, items)), shape=shape)
    squares = np.bincount(users, (scores - usual) ** 2, shape[0])
    counts = rated.sum(axis=1)
    chosen = csr_array(rated.multiply((np.maximum(counts, 1) ** -0.5)[:, np.newaxis]))
    by_item, rest_by_item = csr_array(rated.T), csr_array(rest.T)
    trust = np.concatenate([[_FIRST_TRUST], np.ones(config.factors)])
    noise = np.full(shape[0], float(np.var(scores)) + 1e-6)
    people, things = (
        _Side(np.zeros((n, width)), np.zeros((n, width, width)), np.zeros((n, width)), trust, np.asarray(known))
        for n, known in ((shape[0], counts > 0), (size, rated.sum(axis=0) > 0))
    )
    things.mean[:, 1:] = np.random.default_rng(config.seed).normal(0, _FIRST_SPREAD, (size, config.factors))
    things.mean[:, 0] = rest.sum(axis=0) / (rated.sum(axis=0) + _DAMPING)
    hints = np.zeros((size, width))
    everybody = 1.0
    for _ in range(config.rounds):
        gram, said = _told(rated, rest, things)
        people.solve(gram / noise[:, np.newaxis, np.newaxis], said / noise[:, np.newaxis])
        errors = squares - 2 * rest @ things.mean[:, 0] + rated @ (things.mean[:, 0] ** 2 + things.covariance[:, 0, 0])
        errors -= 2 * np.einsum("ni,ni->n", said, people.mean)
        errors += np.einsum("nij,nij->n", gram, _seconds(people.mean) + people.covariance)
        everybody = float(errors.sum() / counts.sum())
        noise = (errors + PRIOR_ERRORS * everybody) / (counts + PRIOR_ERRORS)
        hints = people.learn_prior(chosen, config.hint_ridge)
        things.solve(*_told(_weighted(by_item, 1 / noise), _weighted(rest_by_item, 1 / noise), people))
        things.learn_prior(labels, config.label_ridge)
    return Factors(
        usual=usual,
        noise=everybody,
        items=np.where(things.known[:, np.newaxis], things.mean, things.prior).astype(np.float32),
        doubts=np.where(things.known[:, np.newaxis], np.einsum("nii->ni", things.covariance), 1 / things.trust).astype(
            np.float32
        ),
        hints=hints.astype(np.float32),
        trust=people.trust.astype(np.float32),
    )


def _told(rated: csr_array, rest: csr_array, other: _Side) -> tuple[Matrix, Matrix]:
    """Return Σ E[x xᵀ] and Σ E[(y - b) x] over the ratings of each row; x = (1, factors) and b are the other side's."""
    width = other.mean.shape[1]
    design = other.mean.copy()
    design[:, 0] = 1.0
    seconds = _seconds(design)
    seconds[:, 1:, 1:] += other.covariance[:, 1:, 1:]
    together = other.covariance[:, 0].copy()  # of the bias with the factors
    together[:, 0] = 0.0
    upper = np.triu_indices(width)  # they are symmetric, and adding them up is what takes the time
    gram = np.empty((rated.shape[0], width, width))
    gram[:, *upper] = gram[:, *upper[::-1]] = rated @ seconds[:, *upper]
    return gram, rest @ design - rated @ (other.mean[:, :1] * design + together)


def _seconds(vectors: Matrix) -> Matrix:
    """Return the outer product of each row with itself."""
    return vectors[:, :, np.newaxis] * vectors[:, np.newaxis, :]


def _weighted(matrix: csr_array, weights: Matrix) -> csr_array:
    """Return the matrix with each column times its weight."""
    return csr_array((matrix.data * weights[matrix.indices], matrix.indices, matrix.indptr), shape=matrix.shape)
