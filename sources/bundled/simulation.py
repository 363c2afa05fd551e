"""Invents people who watch and rate the bundled anime, so that recommending works before there is anyone to learn from.

Nobody real is in it, and wherever its ratings show they are called simulated. The model, for person u and anime i:

    a_ul ~ N(0, 1)            how u likes label l (a genre, theme or demographic)
    A_ui = Σ_l w_il a_ul      affinity; w_il = idf_l for the labels of i, scaled to ‖w_i‖ = 1: so A_ui ~ N(0, 1)
    y_u ~ N(2012, 7)          the years u grew up with
    V_ui = 1.3 f_i + 0.35 c_i + 1.1 A_ui − ((t_i − y_u) / 16)² / 2 + G_ui
                              what draws u to i; f fame and c acclaim, each less its mean, t year, G_ui ~ Gumbel(0, 1)
    Q_ui = 6.8 + b_u + 0.7 c_i + 0.9 A_ui + N(0, 1)
                              how good u finds i; b_u ~ N(0, 0.6) is u's strictness
    V_ui = V_up − Exp(1) · exp((7.5 − Q_up) / 2)
                              instead, for a sequel i of p: it follows p, and soon where p was good

u has seen the n_u anime of the largest V_ui: with Gumbel noise that is drawing without replacement with probabilities
∝ exp of the rest (Yellott 1977, "The relationship between Luce's choice axiom …"), and nobody sees a sequel only.
n_u = 5 + Multinomial(the other ratings; weights lognormal(0, 0.8), at most 8). The score is Q_ui rounded and cut to
1-10; what is below 5 was dropped by half of its viewers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.anime import Anime, RelationKind
from core.interactions import STATUS_CODES, Interactions
from core.taste import Status
from sources.bundled.catalogue import Bundled

DATASET = "simulation"
PEOPLE = 2_000
RATINGS = 50_000
SEED = 20_160_401

_FEWEST = 5
_DROPPED_BELOW = 5

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Simulation:
    """The invented people's names, and their ratings; `interactions.users` indexes `people`."""

    people: tuple[str, ...]
    interactions: Interactions


def simulate(bundle: Sequence[Bundled]) -> Simulation:
    """Return `RATINGS` ratings of `PEOPLE` people: always the same ones for the same bundle.

    Raises ValueError for a bundle with too few anime for so many ratings.
    """
    draw = np.random.Generator(np.random.PCG64(SEED))
    counts = _ratings_per_person(draw)
    if len(bundle) <= counts.max():
        raise ValueError(f"{len(bundle)} anime are too few for {counts.max()} ratings of one person")
    affinity = _affinity(bundle, draw)
    quality = _quality(bundle, affinity, draw)
    pull = _pull(bundle, affinity, draw)
    _follow_franchises(bundle, pull, quality, draw)

    seen = np.argsort(-pull, axis=1, kind="stable")
    users = np.repeat(np.arange(PEOPLE, dtype=np.int32), counts)
    chosen = seen[np.arange(len(bundle)) < counts[:, np.newaxis]]
    scores = np.clip(np.rint(quality[users, chosen]), 1, 10).astype(np.int8)
    dropped = (scores < _DROPPED_BELOW) & (draw.random(len(scores)) < 1 / 2)
    return Simulation(
        people=tuple(f"simulated person {number}" for number in range(1, PEOPLE + 1)),
        interactions=Interactions(
            users=users,
            anime=np.array([bundled.anime.id for bundled in bundle], np.int32)[chosen],
            scores=scores,
            thumbs=np.zeros(len(scores), np.int8),
            statuses=np.where(dropped, STATUS_CODES[Status.DROPPED], STATUS_CODES[Status.WATCHED]).astype(np.int8),
        ),
    )


def _ratings_per_person(draw: np.random.Generator) -> NDArray[np.int64]:
    weights = np.minimum(draw.lognormal(0.0, 0.8, PEOPLE), 8.0)
    return _FEWEST + draw.multinomial(RATINGS - _FEWEST * PEOPLE, weights / weights.sum())


def _affinity(bundle: Sequence[Bundled], draw: np.random.Generator) -> _Floats:
    """Return A, people × anime."""
    words = [(*one.anime.genres, *one.anime.themes, *one.anime.demographics) for one in bundle]
    columns = {word: column for column, word in enumerate(sorted({word for has in words for word in has}))}
    weights = np.zeros((len(bundle), len(columns)))
    for row, has in enumerate(words):
        weights[row, [columns[word] for word in has]] = 1.0
    weights *= np.log(len(bundle) / weights.sum(axis=0))
    weights /= np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), np.finfo(np.float64).tiny)
    likes: _Floats = draw.standard_normal((PEOPLE, len(columns)))
    return likes @ weights.T


def _quality(bundle: Sequence[Bundled], affinity: _Floats, draw: np.random.Generator) -> _Floats:
    """Return Q, people × anime."""
    strictness = draw.normal(0.0, 0.6, (PEOPLE, 1))
    acclaim = _centred([bundled.acclaim for bundled in bundle])
    return 6.8 + strictness + 0.7 * acclaim + 0.9 * affinity + draw.standard_normal(affinity.shape)


def _pull(bundle: Sequence[Bundled], affinity: _Floats, draw: np.random.Generator) -> _Floats:
    """Return V, people × anime, before franchises."""
    fame = _centred([bundled.fame for bundled in bundle])
    acclaim = _centred([bundled.acclaim for bundled in bundle])
    years = np.array([bundled.anime.year or 0 for bundled in bundle])
    youth = draw.normal(2012.0, 7.0, (PEOPLE, 1))
    noise = draw.gumbel(size=affinity.shape)
    return 1.3 * fame + 0.35 * acclaim + 1.1 * affinity - ((years - youth) / 16) ** 2 / 2 + noise


def _centred(degrees: Sequence[int]) -> _Floats:
    values = np.array(degrees, np.float64)
    return values - float(values.mean())


def _follow_franchises(bundle: Sequence[Bundled], pull: _Floats, quality: _Floats, draw: np.random.Generator) -> None:
    """Put the pull of each sequel in its place below that of what it follows."""
    rows = {bundled.anime.id: row for row, bundled in enumerate(bundle)}
    for sequel, prequel in _prequels({one.anime.id: one.anime for one in bundle}).items():
        patience = np.exp((7.5 - quality[:, rows[prequel]]) / 2)
        pull[:, rows[sequel]] = pull[:, rows[prequel]] - draw.standard_exponential(PEOPLE) * patience


def _prequels(anime: Mapping[int, Anime]) -> dict[int, int]:
    """Return the latest prequel of each anime that has one in `anime`, earlier anime first."""

    def begun(anime_id: int) -> tuple[int, int]:
        return anime[anime_id].year or 0, anime_id

    pairs: set[tuple[int, int]] = set()
    for one in anime.values():
        for relation in one.relations:
            if relation.kind is RelationKind.PREQUEL:
                pairs.add((one.id, relation.anime_id))
            elif relation.kind is RelationKind.SEQUEL:
                pairs.add((relation.anime_id, one.id))
    # Only backwards in time, so that a story that was told out of order makes no circle.
    known = [(later, earlier) for later, earlier in pairs if later in anime and earlier in anime]
    backwards = [(later, earlier) for later, earlier in known if begun(earlier) < begun(later)]
    return dict(sorted(backwards, key=lambda pair: (begun(pair[0]), begun(pair[1]))))
