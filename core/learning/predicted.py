"""The factors behind the predicted rating, and the margins, measured on people who are kept out of learning them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import ceil

import numpy as np
from scipy.sparse import csr_array
from scipy.stats import norm

from core.factors import Factors, Matrix
from core.facts import NOWHERE, TYPES, Facts
from core.interactions import Interactions
from core.learning.factors import FactorsConfig, learn_factors
from core.learning.held_out import by_person, split_people, take
from core.model_files import FloatArray, IntArray
from core.predicted import COVERED, TIERS, Kind, Predictor, kind
from core.preferences import LIKE

_ASKED = 20  # of a person's ratings at a time: nobody's many ratings decide alone how wide the margins are
_FEWEST_ERRORS = 100  # below that a scale is chance, and the normal distribution's is taken

_Stratum = tuple[int, Kind]


@dataclass(frozen=True, slots=True)
class _Question:
    """Something known of a person, and what else they rated."""

    stratum: _Stratum
    known: Interactions
    heard: IntArray  # where its anime are
    asked: IntArray
    scores: Matrix  # of what is asked


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
    scales = np.full((len(TIERS), len(Kind)), norm.ppf((1 + COVERED) / 2), np.float32)
    excess = np.zeros(len(TIERS), np.float32)
    if not len(rows):
        return Predictor(_unlearned(means, config.factors.factors), scales, excess, means)
    aside = split_people(rows, config.aside, config.aside_at_most, config.factors.seed)
    users = np.unique(rows.users[~aside], return_inverse=True)[1].astype(np.int32)
    scores = rows.scores[~aside].astype(np.float64)
    learned = learn_factors(users, places[~aside], scores, _labels(facts), config.factors)
    predictor = Predictor(learned, np.ones_like(scales), excess.copy(), means)
    questions = list(_questions(take(rows, aside), places[aside], config.factors.seed))
    for (at, _), errors in _errors(predictor, [one for one in questions if one.stratum[1] is Kind.THUMBS]).items():
        if len(errors) >= _FEWEST_ERRORS:
            excess[at] = errors[:, 0].mean()
    predictor = replace(predictor, excess=excess)
    for stratum, errors in _errors(predictor, questions).items():
        if len(errors) >= _FEWEST_ERRORS:
            rank = min(ceil((len(errors) + 1) * COVERED), len(errors))
            scales[stratum] = np.partition(np.abs(errors[:, 0]) / errors[:, 1], rank - 1)[rank - 1]
    return replace(predictor, scales=scales)


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


def _questions(rows: Interactions, places: IntArray, seed: int) -> Iterator[_Question]:
    """Yield questions of every tier about every person: scores drawn at random, and likes, as scores and as thumbs up.

    Of the random ones those that happen to be likes alone are of that kind, too.
    """
    random = np.random.default_rng(seed)
    for of_person in by_person(rows):
        mixed = random.permutation(of_person)
        likes = mixed[rows.scores[mixed] >= LIKE]
        for drawn_from, tiers in ((mixed, range(len(TIERS))), (likes, range(1, len(TIERS)))):
            most = min(len(drawn_from), len(mixed) - 1)  # so that something is left to ask
            for at in tiers:
                beyond = min([*TIERS[at + 1 : at + 2], most + 1])
                if beyond <= TIERS[at]:
                    break
                shown = drawn_from[: int(random.integers(TIERS[at], beyond))]
                asked = mixed[~np.isin(mixed, shown)][:_ASKED]
                known, heard = take(rows, shown), places[shown]
                rest = heard, places[asked], rows.scores[asked].astype(np.float64)
                yield _Question((at, kind(known.scores, known.scores.astype(np.float64))), known, *rest)
                if drawn_from is likes:
                    yield _Question((at, Kind.THUMBS), _thumbs_up(known), *rest)


def _thumbs_up(rows: Interactions) -> Interactions:
    return replace(rows, scores=np.zeros_like(rows.scores), thumbs=np.ones_like(rows.thumbs))


def _errors(predictor: Predictor, questions: Iterable[_Question]) -> Mapping[_Stratum, Matrix]:
    """Return for each stratum how much too high the ratings were, and their margins, a row for each that was asked."""
    errors: defaultdict[_Stratum, list[tuple[float, float]]] = defaultdict(list)
    for question in questions:
        predicted = predictor.predict(question.known, question.heard, question.asked)
        for one, score in zip(predicted, question.scores.tolist(), strict=True):
            errors[question.stratum].append((one.rating - score, one.margin))
    return {stratum: np.array(of_stratum, np.float64) for stratum, of_stratum in errors.items()}
