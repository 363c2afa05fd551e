"""What a list is apart from right: how varied, how new, how far from what everybody knows."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from core.anime import Anime
from core.interactions import Interactions
from core.retrievers.query import Scores

SMOOTHING = 0.01  # share of the person's own genres mixed into a list's, so that a missing one costs no infinity
HEAD = 0.5  # the anime that hold this share of all ratings are the popular ones


class Variety:
    """Measures lists by the genres of a catalogue and by the people a model is trained on."""

    def __init__(self, catalogue: Sequence[Anime], rows: Interactions) -> None:
        self._genres = _vectors({anime.id: anime.genres for anime in catalogue})
        self._labels = _vectors({anime.id: (*anime.genres, *anime.themes) for anime in catalogue})
        self._people = len(np.unique(rows.users))
        ids, counts = np.unique(rows.anime, return_counts=True)
        self.audience: dict[int, int] = dict(zip(ids.tolist(), counts.tolist(), strict=True))
        self.popular = _head(self.audience)

    def had_by(self, people: int) -> frozenset[int]:
        """Return the anime that at least so many people have."""
        return frozenset(anime_id for anime_id, count in self.audience.items() if count >= people)

    def genre_entropy(self, ranked: Sequence[int]) -> float:
        """Return Shannon's entropy of the list's genres in bits; an anime of several counts for each in part."""
        shares = self._shares(ranked)
        present = shares[shares > 0]
        return float(-(present * np.log2(present)).sum())

    def similarity(self, ranked: Sequence[int]) -> float:
        """Return the mean cosine of every two anime of the list by genres and themes, 0 … 1 (intra-list similarity).

        Ziegler et al., "Improving Recommendation Lists Through Topic Diversification", WWW 2005.
        """
        vectors = [self._labels[at] / np.linalg.norm(self._labels[at]) for at in ranked if at in self._labels]
        return float(np.mean([one @ other for one, other in combinations(vectors, 2)])) if len(vectors) > 1 else 0.0

    def novelty(self, ranked: Sequence[int]) -> float:
        """Return the mean of -log₂ of the share of people who have each anime, in bits; 0 for an empty list.

        Zhou et al., PNAS 107 (2010). One person more is thought to have each, so that nothing is infinitely new.
        """
        known = [(self.audience.get(anime_id, 0) + 1) / (self._people + 1) for anime_id in ranked]
        return float(-np.log2(known).mean()) if known else 0.0

    def popular_share(self, ranked: Sequence[int]) -> float:
        """Return the share of the list that is popular: among the most rated, which hold half of all ratings."""
        return sum(anime_id in self.popular for anime_id in ranked) / max(len(ranked), 1)

    def miscalibration(self, ranked: Sequence[int], watched: Sequence[int]) -> float | None:
        """Return how far the list's genres are from those of what a person watched; 0 is as they have it.

        The Kullback-Leibler divergence of Steck, "Calibrated Recommendations", RecSys 2018, eq. 2-3. None where nothing
        is known of either.
        """
        wanted, given = self._shares(watched), self._shares(ranked)
        if not wanted.any() or not given.any():
            return None
        mixed = (1 - SMOOTHING) * given + SMOOTHING * wanted
        present = wanted > 0
        return float((wanted[present] * np.log(wanted[present] / mixed[present])).sum())

    def _shares(self, anime_ids: Sequence[int]) -> Scores:
        """Return the share of each genre; all 0 where no anime has one."""
        found = [self._genres[at] / self._genres[at].sum() for at in anime_ids if at in self._genres]
        return np.mean(found, axis=0) if found else np.zeros(1)


def _vectors(labels: Mapping[int, Sequence[str]]) -> dict[int, Scores]:
    """Return a vector of ones and zeros for each anime that has a label at all."""
    dimension = {name: at for at, name in enumerate(sorted({name for names in labels.values() for name in names}))}
    found = {}
    for anime_id, names in labels.items():
        if names:
            found[anime_id] = np.zeros(len(dimension))
            found[anime_id][[dimension[name] for name in names]] = 1.0
    return found


def _head(audience: dict[int, int]) -> frozenset[int]:
    """Return the most rated anime, as few as hold `HEAD` of all ratings."""
    ranked = sorted(audience, key=lambda anime_id: (-audience[anime_id], anime_id))
    before = np.cumsum([0, *(audience[anime_id] for anime_id in ranked)])[:-1]
    return frozenset(ranked[: int(np.count_nonzero(before < HEAD * sum(audience.values())))])
