"""Lists for people whom no model has seen, ours and the peers', on one split."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.data import ratings
from benchmarks.peers import Matrix, Peer, at_random, by_cosine, by_popularity, cosines
from benchmarks.training import SEED, test_people
from core.blends import SIXTY_FORTY
from core.engine import Engine
from core.learning.held_out import Profile, few_likes, profiles, take
from core.metrics import ndcg_at, recall_at, rmse
from core.taste import Taste
from core.wish import Wish

SHOWN = 0.8
FEW = (1, 3, 10)
NEIGHBOURS = (20, 50, 100, 200, None)  # what the cosine peer is tried with
RESAMPLES = 1_000


def report(console: Console, data: Path, engine: Engine) -> None:
    """Print NDCG@10 and Recall@20 by size of profile, each with a 95 % interval over people, and the RMSE."""
    rows = ratings(data)
    aside = np.isin(rows.users, test_people(rows))
    whole = profiles(take(rows, aside), SHOWN, SEED)
    sizes: dict[str, Sequence[Profile]] = {"80 % of the ratings": whole}
    sizes |= {f"{likes} like{'s' * (likes > 1)}": few_likes(whole, likes, SEED) for likes in FEW}
    matrix = Matrix(take(rows, ~aside))
    neighbours, cosine = _best_cosine(matrix, whole)
    lists: Mapping[str, Peer] = {
        f"ours, plain ({engine.manifest.blend})": engine.rank,
        "ours, as shown (rules of presentation)": lambda taste, k: [
            pick.anime_id for pick in engine.recommend(taste, Wish(adult=True), k)
        ],
        "ours, sixty-forty": lambda taste, k: engine.rank(taste, k, blend=SIXTY_FORTY),
        f"item cosine, {neighbours or 'all'} neighbours": cosine,
        "popularity": by_popularity(matrix),
        "random": at_random(matrix, SEED),
    }
    table = Table("", *(f"{size}\n{len(given)} people" for size, given in sizes.items()), title="NDCG@10 / Recall@20")
    for name, peer in lists.items():
        table.add_row(name, *(_cell(peer, given) for given in sizes.values()))
    console.print(table)
    console.print(
        "Relevant: scores of 8 and above that were not shown. Profiles: a share of a person's rows at random, or so "
        "many likes of theirs. ±: half of the 95 % bootstrap interval over people. Cosine: the best on the first "
        f"column of {', '.join(str(size or 'all') for size in NEIGHBOURS)} neighbours."
    )
    predicted = [engine.predict(profile.taste, list(profile.hidden)) for profile in whole]
    given = [float(score) for profile in whole for score in profile.hidden.values()]
    means = [rating for profile in whole for rating in engine.predict(Taste(), list(profile.hidden))]
    flat = [rating for person in predicted for rating in person]
    console.print(
        f"RMSE of the predicted rating: {rmse(flat, given):.3f}; of the Bayesian mean: {rmse(means, given):.3f}"
    )


def _best_cosine(matrix: Matrix, given: Sequence[Profile]) -> tuple[int | None, Peer]:
    """Return the size of neighbourhood that serves the peer best on the very people it is compared on, and the peer."""
    found = cosines(matrix)
    best = max(NEIGHBOURS, key=lambda neighbours: _ndcg(by_cosine(matrix, found, neighbours), given))
    return best, by_cosine(matrix, found, best)


def _ndcg(peer: Peer, given: Sequence[Profile]) -> float:
    return float(np.mean([ndcg_at(10, peer(profile.taste, 10), profile.relevant) for profile in given]))


def _cell(peer: Peer, given: Sequence[Profile]) -> str:
    lists = [peer(profile.taste, 20) for profile in given]
    ndcg = np.array([ndcg_at(10, ranked, profile.relevant) for ranked, profile in zip(lists, given, strict=True)])
    recall = np.array([recall_at(20, ranked, profile.relevant) for ranked, profile in zip(lists, given, strict=True)])
    random = np.random.default_rng(SEED)
    resampled = random.choice(ndcg, (RESAMPLES, len(ndcg))).mean(axis=1)
    low, high = np.percentile(resampled, [2.5, 97.5])
    return f"{ndcg.mean():.3f} ±{(high - low) / 2:.3f} / {recall.mean():.3f}"
