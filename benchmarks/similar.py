"""Anime like one anime, held against what people recommend to those who liked it, ours and plain item cosine."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from benchmarks.data import catalogue, ratings
from benchmarks.training import parts
from core.engine import Engine
from core.evaluation.peers.cosine import cosines
from core.evaluation.peers.matrix import Matrix
from core.metrics import recall_at
from core.taste import Taste
from core.wish import Wish

K, VOTES = 10, 5  # how many anime are named, and how many votes make a pair right
TESTED, SPLIT = 0.3, 4
_ANYTHING = Wish(adult=True)


def report(console: Console, data: Path, engine: Engine) -> None:
    """Print Recall@10 of the batch form of similar; nothing without the votes."""
    if not (data / "similar_pairs.parquet").is_file():
        console.print(f"[bold red]Similar is not measured[/]: {data} holds no similar_pairs.parquet")
        return
    right = {anime_id: frozenset(others) for anime_id, others in voted(data).items() if anime_id in engine}
    matrix = Matrix(parts(ratings(data)).training)
    lists: Mapping[str, Callable[[int], list[int]]] = {
        "ours, plain order": lambda anime_id: engine.neighbours(anime_id, K),
        "ours, as shown": lambda anime_id: [pick.anime_id for pick in engine.similar(anime_id, Taste(), _ANYTHING, K)],
        "item cosine": _by_cosine(matrix),
    }
    aside = tested(data)
    columns = {"all": right, "nothing fitted to": {at: others for at, others in right.items() if at in aside}}
    title = f"Similar: Recall@{K} of pairs of at least {VOTES} votes, “who liked A recommends B”"
    table = Table("", *(f"{part}\n{len(asked)} anime" for part, asked in columns.items()), title=title)
    for name, similar in lists.items():
        table.add_row(name, *(_cell(similar, asked) for asked in columns.values()))
    console.print(table)


def voted(data: Path, least: int = VOTES) -> dict[int, dict[int, int]]:
    """Return the votes for what is recommended to those who liked an anime, where there are so many: by both ids."""
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for row in pq.read_table(data / "similar_pairs.parquet").to_pylist():
        if row["votes"] >= least:
            found[row["anime_id"]][row["recommended_id"]] = row["votes"]
    return {anime_id: found[anime_id] for anime_id in sorted(found)}


def tested(data: Path) -> frozenset[int]:
    """Return the anime whose votes nothing is fitted to: 30 % of those that have any, of anime in the catalogue."""
    known = {anime.id for anime in catalogue(data)}
    pairs = pq.read_table(data / "similar_pairs.parquet", columns=["anime_id", "recommended_id"])
    asked, named = (column.to_pylist() for column in pairs.columns)
    everything = sorted({one for one, other in zip(asked, named, strict=True) if {one, other} <= known})
    shuffled = np.random.default_rng(SPLIT).permutation(everything)
    return frozenset(shuffled[int(len(shuffled) * (1 - TESTED)) :].tolist())


def _by_cosine(matrix: Matrix) -> Callable[[int], list[int]]:
    cosine = cosines(matrix)
    place = {anime_id: at for at, anime_id in enumerate(matrix.ids.tolist())}

    def similar(anime_id: int) -> list[int]:
        if anime_id not in place:
            return []
        found: list[int] = matrix.ids[np.argsort(-cosine[place[anime_id]], kind="stable")[:K]].tolist()
        return found

    return similar


def _cell(similar: Callable[[int], list[int]], right: Mapping[int, frozenset[int]]) -> str:
    recalls = np.array([recall_at(K, similar(anime_id), others) for anime_id, others in right.items()])
    return f"{recalls.mean():.3f} ±{1.96 * recalls.std() / np.sqrt(len(recalls)):.3f}"
