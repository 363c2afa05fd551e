"""The weights of likeness, fitted to the votes: what people recommend to those who liked an anime should stand first.

For each anime with votes, the loss is the cross-entropy of the share of votes under a softmax over all candidates
(ListNet, Cao et al. 2007): convex in the weights, so there is one answer.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array, diags_array, hstack, vstack

from benchmarks.data import FOLDER, catalogue, ratings
from benchmarks.similar import tested, voted
from benchmarks.training import SEED, test_people
from core.anime import Anime, LabelKind
from core.facts import Facts
from core.interactions import Interactions
from core.learning import similar
from core.learning.collaborative import CollaborativeConfig, learn_collaborative
from core.learning.content import ContentConfig, learn_content
from core.learning.facts import learn_facts
from core.learning.held_out import take
from core.learning.popular import learn_popular
from core.learning.similar import (
    BEGINNING,
    CROWD,
    TOGETHER,
    Company,
    Weights,
    beginning_features,
    block_of,
    crowd_features,
)
from core.model_files import FloatArray, IntArray
from core.retrievers.content import Content
from core.retrievers.query import ascending, best

_PLAIN_PENALTY, _LABEL_PENALTY = 0.01, 0.001  # on squared weights of columns that have a spread of 1
_LABEL_SPREAD = 1 / 3  # what a label's column is taken to have: most are 0 in nearly all pairs
_STEPS = 100
_NEAR, _AT_RANDOM = 200, 100  # candidates by each of three plain measures, and of all anime
_KNOWN = np.array([float(name == "audience") - float(name == "later") for name in (*CROWD, *BEGINNING)])
_LABELLED = frozenset({LabelKind.GENRE, LabelKind.THEME, LabelKind.DEMOGRAPHIC, LabelKind.TAG})  # a weight a label


@dataclass(frozen=True, slots=True)
class World:
    """Everything that a pair's numbers are made from."""

    facts: Facts
    content: Content
    config: ContentConfig
    company: Company
    alone: FloatArray  # the numbers of CROWD and BEGINNING, one row a position
    blocks: Sequence[str]  # of each theme of the content

    @classmethod
    def of(cls, anime: Sequence[Anime], rows: Interactions) -> "World":
        """Return the world as training sees it."""
        facts, config = learn_facts(anime), ContentConfig()
        collaborative = learn_collaborative(facts, rows, CollaborativeConfig(), _silent)
        crowd = crowd_features(facts, anime, learn_popular(facts, rows))
        alone = np.concatenate([crowd, beginning_features(facts)]).T
        content = learn_content(anime, config, _silent)
        blocks = [block_of(theme) for theme in content.themes]
        return cls(facts, content, config, Company.of(facts, rows, collaborative), alone, blocks)


def fit(world: World, votes: Mapping[int, Mapping[int, int]], seed: int) -> Weights:
    """Return the weights that put first what was voted for. votes: by the anime asked about, by the anime named."""
    random = np.random.default_rng(seed)
    pairs, wanted, sizes = [], [], []
    for anime_id, named in votes.items():
        position = world.facts.position(anime_id)
        if position is None:
            continue
        candidates = _candidates(world, position, list(named), random)
        share = np.sqrt([named.get(int(other), 0) for other in world.facts.ids[candidates]])
        if share.any():
            pairs.append(_numbers(world, position, candidates))
            wanted.append(share / share.sum())
            sizes.append(len(candidates))
    return _named(world, _minimum(world, csr_array(vstack(pairs)), np.concatenate(wanted), np.array(sizes)))


def _candidates(world: World, position: int, named: Sequence[int], random: np.random.Generator) -> IntArray:
    """Return what might be taken for like an anime, and what was named, outside its franchise; ascending."""
    everything = np.ones(len(world.facts), np.bool_)
    found: list[IntArray] = [world.facts.positions(named)]
    found.append(random.choice(len(world.facts), _AT_RANDOM, replace=False).astype(np.int32))
    profile = world.content.vectors(np.array([position], np.int32))[0]
    found.append(world.content.search(profile, everything, _NEAR, exact=True)[1])
    # What is alike and well known has to be there: else to be well known would seem to be enough.
    likely = world.content.vectors(np.arange(len(everything), dtype=np.int32)) @ profile + 0.1 * (world.alone @ _KNOWN)
    at = np.flatnonzero(world.company.members == position).astype(np.int32)
    if len(at):
        together = world.company.features(at)[:, 0].astype(np.float64)
        found += [world.company.members[best(values, _NEAR)] for values in together[[0, TOGETHER.index("weight")]]]
        likely[world.company.members] += together[0]
    found.append(best(likely.astype(np.float64), 2 * _NEAR))
    candidates = ascending(np.concatenate(found), len(world.facts))
    outside: IntArray = candidates[world.facts.franchise[candidates] != world.facts.franchise[position]]
    return outside


def _numbers(world: World, position: int, candidates: IntArray) -> csr_array:
    """Return the numbers of these pairs: together, alone, blocks of the content, its labels."""
    together = np.zeros((len(candidates), len(TOGETHER)), np.float32)
    members = world.company.members
    at = np.flatnonzero(members == position).astype(np.int32)
    if len(at):
        places = np.minimum(np.searchsorted(members, candidates), len(members) - 1)
        known = members[places] == candidates
        together[known] = world.company.features(at)[:, 0, places[known]].T
    content = world.content
    products = content.vectors(candidates) * content.vectors(np.array([position]))
    themes = np.add.reduceat(products, content.theme_starts, axis=1)
    cosines = themes / np.array([world.config.weights[block] for block in world.blocks], np.float32)
    summed = np.add.reduceat(cosines, [world.blocks.index(block) for block in dict.fromkeys(world.blocks)], axis=1)
    labels = cosines[:, [theme.label_kind in _LABELLED for theme in content.themes]]
    return csr_array(hstack([csr_array(part) for part in (together, world.alone[candidates], summed, labels)]))


def _minimum(
    world: World, pairs: csr_array, wanted: NDArray[np.float64], sizes: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the weight of each column of `pairs`. sizes: how many rows each anime has, one after the other."""
    plain = len(TOGETHER) + world.alone.shape[1] + len(set(world.blocks))
    spread = np.full(pairs.shape[1], _LABEL_SPREAD)
    spread[:plain] = pairs[:, :plain].toarray().std(axis=0) + 1e-9
    penalty = np.full(pairs.shape[1], _LABEL_PENALTY)
    penalty[:plain] = _PLAIN_PENALTY
    scaled = csr_array(pairs @ diags_array(1 / spread))
    turned = csr_array(scaled.T)
    starts = np.cumsum(sizes) - sizes

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = scaled @ weights
        top = np.maximum.reduceat(scores, starts)
        powers = np.exp(scores - np.repeat(top, sizes))
        sums = np.add.reduceat(powers, starts)
        entropy = float((top + np.log(sums)).sum() - wanted @ scores) / len(sizes)
        slope = turned @ (powers / np.repeat(sums, sizes) - wanted) / len(sizes)
        return entropy + float(penalty @ weights**2), slope + 2 * penalty * weights

    found = minimize(loss, np.zeros(len(spread)), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    least: NDArray[np.float64] = found.x / spread
    return least


def _named(world: World, found: NDArray[np.float64]) -> Weights:
    values = iter([round(value, 4) for value in found.tolist()])
    together, crowd, beginning = ({name: next(values) for name in names} for names in (TOGETHER, CROWD, BEGINNING))
    content = {block: next(values) for block in dict.fromkeys(world.blocks)}
    labels: dict[str, dict[str, float]] = {}
    for theme in world.content.themes:
        if theme.label_kind in _LABELLED:
            labels.setdefault(block_of(theme), {})[str(theme.label)] = next(values)
    return Weights(together, crowd, beginning, content, labels)


def _silent(_share: float) -> None:
    """Tell nobody how far it is."""


def main(data: Annotated[Path, typer.Option(help="The folder of similar_pairs.parquet.")] = FOLDER) -> None:
    """Fit the weights to the votes on the anime that are not for testing, and write them where training reads them."""
    rows = ratings(data)
    rows = take(rows, ~np.isin(rows.users, test_people(rows)))
    aside = tested(data)
    votes = {anime_id: named for anime_id, named in voted(data).items() if anime_id not in aside}
    weights = fit(World.of(catalogue(data), rows), votes, SEED)
    path = Path(similar.__file__).with_name("similar.json")
    path.write_text(json.dumps(asdict(weights), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
