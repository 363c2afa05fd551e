"""Every measure by its name, taken of one model over people: of its lists, and of its predicted ratings."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from core.evaluation.figure import Figure, Kind
from core.evaluation.likes import Likelihood
from core.evaluation.variety import Variety
from core.learning.held_out import Profile
from core.metrics import (
    auc,
    average_precision_at,
    hit_at,
    log_loss,
    mae,
    ndcg_at,
    recall_at,
    reciprocal_rank,
    rmse,
)
from core.preferences import LIKE
from core.retrievers.query import Scores

NDCG, RECALL, HITS, MAP, MRR = "NDCG@10", "Recall@20", "hit rate@10", "MAP@10", "MRR@20"
RMSE, MAE = "RMSE", "MAE"
OFTEN = 50  # people, from which on an anime should be reachable
K, LONG = 10, 20  # anime of a list that are looked at, and the most that are asked for
WITHIN = "ratings within the margin"
AUC, LOG_LOSS, CALIBRATION = "AUC of “will like”", "log loss of “will like”", "calibration error of “will like”"
BINS = 10  # of probabilities

HIGHER = frozenset({NDCG, RECALL, HITS, MAP, MRR, AUC})  # is better
LOWER = frozenset({RMSE, MAE, LOG_LOSS, CALIBRATION})

Lists = Sequence[Sequence[int]]
_OfList = Callable[[Sequence[int], Profile, Variety], float | None]

_OF_LISTS: Mapping[str, _OfList] = {
    NDCG: lambda ranked, profile, _: ndcg_at(K, ranked, profile.relevant),
    RECALL: lambda ranked, profile, _: recall_at(LONG, ranked, profile.relevant),
    HITS: lambda ranked, profile, _: hit_at(K, ranked, profile.relevant),
    MAP: lambda ranked, profile, _: average_precision_at(K, ranked, profile.relevant),
    MRR: lambda ranked, profile, _: reciprocal_rank(ranked, profile.relevant),
    "genre entropy, bits": lambda ranked, _, variety: variety.genre_entropy(ranked[:K]),
    "intra-list similarity": lambda ranked, _, variety: variety.similarity(ranked[:K]),
    "novelty, bits": lambda ranked, _, variety: variety.novelty(ranked[:K]),
    "share of popular anime": lambda ranked, _, variety: variety.popular_share(ranked[:K]),
    "distance from own genres (KL)": lambda ranked, profile, variety: variety.miscalibration(
        ranked[:K], list(profile.taste.ratings)
    ),
}


def of_lists(lists: Lists, given: Sequence[Profile], variety: Variety) -> dict[str, Figure]:
    """Return what the lists of these people come to."""
    rows = list(zip(lists, given, strict=True))
    return {
        name: Figure.mean([measure(ranked, profile, variety) for ranked, profile in rows])
        for name, measure in _OF_LISTS.items()
    }


def coverage(lists: Lists, wanted: frozenset[int]) -> float:
    """Return the share of the wanted anime that is among the first ten of at least one list; 0 where none is wanted."""
    return len(wanted & {anime_id for ranked in lists for anime_id in ranked[:K]}) / max(len(wanted), 1)


def of_margins(
    predicted: Sequence[Sequence[float]], margins: Sequence[Sequence[float]], given: Sequence[Profile]
) -> Figure:
    """Return the share of ratings that were as near to what was predicted as it was said that they would be."""
    within = [
        sum(abs(one - score) <= margin for one, margin, score in zip(*told, profile.hidden.values(), strict=True))
        for *told, profile in zip(predicted, margins, given, strict=True)
    ]
    return Figure(_column(within), np.array([len(profile.hidden) for profile in given], np.float64))


def of_ratings(
    predicted: Sequence[Sequence[float]], given: Sequence[Profile], likelihood: Likelihood
) -> dict[str, Figure]:
    """Return what the predicted ratings of these people come to, and how well they say what will be liked.

    predicted: in the order of each profile's `hidden`. The order of likes (AUC) is within a person, over those who have
    both kinds; the calibration error is over ten equal bins of probability (Naeini et al., AAAI 2015).
    """
    scores = [[float(score) for score in profile.hidden.values()] for profile in given]
    liked = [[score >= LIKE for score in of_person] for of_person in scores]
    shares = [likelihood.of(ratings) for ratings in predicted]
    count = np.array([len(of_person) for of_person in scores], np.float64)
    pairs = list(zip(predicted, scores, strict=True))
    chances = list(zip(shares, liked, strict=True))
    orders = [
        auc(ratings, likes) if len(set(likes)) > 1 else None for ratings, likes in zip(predicted, liked, strict=True)
    ]
    return {
        RMSE: Figure(_column([rmse(*pair) ** 2 for pair in pairs]) * count[:, np.newaxis], count, Kind.ROOT),
        MAE: Figure(_column([mae(*pair) for pair in pairs]) * count[:, np.newaxis], count),
        AUC: Figure.mean(orders),
        LOG_LOSS: Figure(_column([log_loss(*chance) for chance in chances]) * count[:, np.newaxis], count),
        CALIBRATION: Figure(np.array([_gaps(*chance) for chance in chances]), count, Kind.GAP),
    }


def _gaps(shares: Sequence[float], liked: Sequence[bool]) -> Scores:
    """Return by how much one person's probabilities exceed what came true, added up by bin of probability."""
    bins = np.minimum(np.array(shares) * BINS, BINS - 1).astype(np.int64)
    missed = np.array(shares) - np.array(liked, np.float64)
    return np.bincount(bins, missed, BINS).astype(np.float64)


def _column(values: Sequence[float]) -> Scores:
    return np.array(values, np.float64)[:, np.newaxis]
