"""How well known and how well liked each anime is."""

import numpy as np

from core.facts import NOWHERE, Facts
from core.interactions import Interactions
from core.preferences import USUAL_MEAN, are_likes
from core.retrievers.popular import Popular

PRIOR_SCORES = 20.0  # so many scores an anime needs before its own mean counts as much as everybody's


def learn_popular(facts: Facts, rows: Interactions) -> Popular:
    """Return the popularity of every anime.

    Bayesian mean: (n·m + c·μ) / (n + c), with μ the mean of all scores and c `PRIOR_SCORES`.
    Appeal: the logarithm of how many people liked it, as a share of the most liked. A person who gave no score but has
    it on the list counts as the share of scores that are likes.
    """
    places = facts.locate(rows.anime)
    here = places != NOWHERE
    places, scores = places[here], rows.scores[here].astype(np.float64)
    thumbs = rows.thumbs[here]
    scored = scores > 0
    size = len(facts)
    counts = np.bincount(places[scored], minlength=size)
    totals = np.bincount(places[scored], weights=scores[scored], minlength=size)
    usual = float(scores[scored].mean()) if scored.any() else USUAL_MEAN
    likes = are_likes(rows)[here]
    judged = scored | (thumbs != 0)
    share = float(likes[judged].mean()) if judged.any() else 0.5
    liked = np.bincount(places, weights=np.where(judged, likes, share), minlength=size)
    appeal = np.log1p(liked) / max(float(np.log1p(liked.max(initial=0.0))), 1e-9)
    return Popular(
        appeal=appeal.astype(np.float32),
        means=((totals + PRIOR_SCORES * usual) / (counts + PRIOR_SCORES)).astype(np.float32),
        audience=np.bincount(places, minlength=size).astype(np.int32),
        order=np.lexsort((np.arange(size), -appeal)).astype(np.int32),
    )
