"""The factors behind the predicted rating, and the margins, measured on people who are kept out of learning them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil

import numpy as np
from scipy.sparse import csr_array
from scipy.stats import norm

from core.factors import Factors
from core.facts import NOWHERE, TYPES, Facts
from core.interactions import Interactions
from core.learning.factors import FactorsConfig, learn_factors
from core.learning.held_out import split_people, take
from core.model_files import FloatArray, IntArray
from core.predicted import COVERED, TIERS, Predictor

_ASKED = 20  # of a person's ratings at a time: nobody's many ratings decide alone how wide the margins are
_FEWEST_ERRORS = 100  # below that a tier's width is chance, and the normal distribution's is taken


@dataclass(frozen=True, slots=True)
class PredictorConfig:
    """Sized so that millions of scores are learned in half a minute."""

    factors: FactorsConfig = field(default_factory=FactorsConfig)
    at_most: int = 1_500_000  # scores; more are sampled, whole people at a time
    aside: float = 0.1  # share of people who measure the margins
    aside_at_most: int = 300  # people


def learn_predictor(facts: Facts, rows: Interactions, means: FloatArray, config: PredictorConfig) -> Predictor:
    """Return the anime's side of the predictions; people's sides are solved when somebody asks.

    means: Bayesian means by position. They stand in for everything where nothing is scored.
    """
    places = facts.locate(rows.anime)
    scored = np.flatnonzero((places != NOWHERE) & (rows.scores > 0)).astype(np.int32)
    if len(scored) > config.at_most:
        share = config.at_most / len(scored)
        chosen = np.random.default_rng(config.factors.seed).random(int(rows.users.max()) + 1) < share
        scored = scored[chosen[rows.users[scored]]]
    rows, places = take(rows, scored), places[scored]
    widths = np.full(len(TIERS), norm.ppf((1 + COVERED) / 2), np.float32)
    if not len(rows):
        return Predictor(_unlearned(means, config.factors.factors), widths, means)
    aside = split_people(rows, config.aside, config.aside_at_most, config.factors.seed)
    users = np.unique(rows.users[~aside], return_inverse=True)[1].astype(np.int32)
    scores = rows.scores[~aside].astype(np.float64)
    learned = learn_factors(users, places[~aside], scores, _labels(facts), config.factors)
    predictor = Predictor(learned, np.ones(len(TIERS), np.float32), means)
    for at, errors in enumerate(_errors(predictor, take(rows, aside), places[aside], config.factors.seed)):
        if len(errors) >= _FEWEST_ERRORS:
            rank = min(ceil((len(errors) + 1) * COVERED), len(errors))
            widths[at] = np.partition(errors, rank - 1)[rank - 1]
    return replace(predictor, widths=widths)


def _unlearned(means: FloatArray, factors: int) -> Factors:
    """Return factors that know no more than the means."""
    usual, shape = float(means.mean()), (len(means), 1 + factors)
    items = np.zeros(shape, np.float32)
    items[:, 0] = means - usual
    nothing = np.zeros(shape, np.float32)
    return Factors(usual, 2.0, items, nothing, nothing, np.ones(shape[1], np.float32))


def _labels(facts: Facts) -> csr_array:
    """Return what is known of every anime before anybody rates it: its labels, its type, and a one."""
    size, everything = len(facts), np.arange(len(facts))
    last = len(facts.labels) + len(TYPES)
    rows = np.concatenate([facts.label_rows, everything, everything])
    columns = np.concatenate([facts.label_ids, len(facts.labels) + facts.types.astype(np.int32), np.full(size, last)])
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(size, last + 1))


def _errors(predictor: Predictor, rows: Interactions, places: IntArray, seed: int) -> Sequence[FloatArray]:
    """Return, for each tier, how far off the ratings were, in margins; `predictor` has margins of width 1."""
    random = np.random.default_rng(seed)
    errors: list[list[float]] = [[] for _ in TIERS]
    for person in np.unique(rows.users):
        mixed = random.permutation(np.flatnonzero(rows.users == person))
        for at, (fewest, beyond) in enumerate(zip(TIERS, (*TIERS[1:], len(mixed)), strict=True)):
            if fewest >= len(mixed):
                break
            cut = int(random.integers(fewest, min(max(beyond, fewest + 1), len(mixed))))
            shown, asked = mixed[:cut], mixed[cut : cut + _ASKED]
            predicted = predictor.predict(take(rows, shown), places[shown], places[asked])
            for one, score in zip(predicted, rows.scores[asked].tolist(), strict=True):
                errors[at].append(abs(score - one.rating) / one.margin)
    return [np.array(of_tier, np.float32) for of_tier in errors]
