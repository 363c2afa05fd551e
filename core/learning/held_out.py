"""People kept out of training, and how well a model serves them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.interactions import STATUS_CODES, Interactions
from core.metrics import ndcg_at, recall_at, rmse
from core.model_files import BoolArray, IntArray
from core.preferences import LIKE
from core.taste import Rating, Status, Taste, Thumb

SHOWN = 0.8  # of a person's rows, in a profile of most of what they said
FEW = (1, 3, 5, 10)  # likes, in the profiles of little
FEWEST = 20  # people; of fewer a figure is chance
_STATUSES: Mapping[int, Status] = {code: status for status, code in STATUS_CODES.items()}


@dataclass(frozen=True, slots=True)
class Profile:
    """One person held out: what is shown of them, and what is asked."""

    taste: Taste
    hidden: Mapping[int, int]  # anime ids and scores

    @property
    def relevant(self) -> frozenset[int]:
        """The hidden anime that they liked."""
        return frozenset(anime_id for anime_id, score in self.hidden.items() if score >= LIKE)


def split_people(rows: Interactions, share: float, at_most: int, seed: int) -> BoolArray:
    """Return one flag a row: whether its person is held out. At most `at_most` people, about `share` of them all."""
    people = np.unique(rows.users)
    count = min(at_most, int(len(people) * share))
    chosen = np.random.default_rng(seed).choice(people, count, replace=False)
    return np.isin(rows.users, chosen)


def take(rows: Interactions, which: BoolArray | IntArray) -> Interactions:
    """Return some of the rows."""
    lately = None if rows.said_lately is None else rows.said_lately[which]
    return Interactions(
        rows.users[which], rows.anime[which], rows.scores[which], rows.thumbs[which], rows.statuses[which], lately
    )


def by_person(rows: Interactions) -> list[NDArray[np.intp]]:
    """Return the places of each person's rows, ascending; people by rising number, none where there are no rows."""
    order = np.argsort(rows.users, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(rows.users[order])) + 1) if len(rows) else []


def profiles(rows: Interactions, shown: float, seed: int) -> list[Profile]:
    """Return one profile for each person: a share of their rows as the taste, the scores of the rest hidden.

    People of whom nothing hidden is a like are left out, as no list could be right for them.
    """
    random = np.random.default_rng(seed)
    found = []
    for of_person in by_person(rows):
        mixed = random.permutation(of_person)
        cut = round(len(mixed) * shown)
        hidden = {int(rows.anime[at]): int(rows.scores[at]) for at in mixed[cut:] if rows.scores[at]}
        profile = Profile(taste_from(rows, mixed[:cut]), hidden)
        if profile.relevant:
            found.append(profile)
    return found


def taste_from(rows: Interactions, which: NDArray[np.integer]) -> Taste:
    """Return the taste that some rows of one person are."""
    ratings = {}
    for at in which.tolist():
        score, thumb, status = int(rows.scores[at]), int(rows.thumbs[at]), int(rows.statuses[at])
        if score or thumb or status:
            ratings[int(rows.anime[at])] = Rating(score or None, Thumb(thumb) if thumb else None, _STATUSES.get(status))
    return Taste(ratings)


def few_likes(given: Sequence[Profile], likes: int, seed: int) -> list[Profile]:
    """Return the profiles with only so many likes shown, chosen at random, and all their other scores hidden.

    People with fewer likes shown are left out.
    """
    random = np.random.default_rng(seed)
    found = []
    for profile in given:
        scores = {at: rating.score for at, rating in profile.taste.ratings.items() if rating.score is not None}
        liked = sorted(at for at, score in scores.items() if score >= LIKE)
        if len(liked) >= likes:
            chosen = random.choice(np.array(liked), likes, replace=False).tolist()
            hidden = {at: score for at, score in scores.items() if at not in chosen} | dict(profile.hidden)
            found.append(Profile(Taste({at: profile.taste.ratings[at] for at in chosen}), hidden))
    return found


def mean_ndcg(lists: Sequence[Sequence[int]], given: Sequence[Profile]) -> float:
    """Return the mean NDCG@10 over people."""
    scores = [ndcg_at(10, ranked, profile.relevant) for ranked, profile in zip(lists, given, strict=True)]
    return float(np.mean(scores))


def mean_recall(lists: Sequence[Sequence[int]], given: Sequence[Profile]) -> float:
    """Return the mean Recall@20 over people."""
    scores = [recall_at(20, ranked, profile.relevant) for ranked, profile in zip(lists, given, strict=True)]
    return float(np.mean(scores))


def error(predicted: Sequence[Sequence[float]], given: Sequence[Profile]) -> float:
    """Return the RMSE over all hidden scores. predicted: in the order of each profile's `hidden`."""
    flat = [rating for of_person in predicted for rating in of_person]
    return rmse(flat, [float(score) for profile in given for score in profile.hidden.values()])
