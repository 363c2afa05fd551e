"""The weights and the trees of likeness, fitted to the votes on the anime that are not for testing.

What people recommend to those who liked an anime should stand first. The sum: for each anime with votes, the loss is
the cross-entropy of the share of votes under a softmax over all candidates (ListNet, Cao et al. 2007), convex in the
weights, so there is one answer. The trees: LambdaRank, begun at the sum, as it is for anime that it was not fitted to.

On the shared data, `python -m benchmarks.similar_fit` writes exactly the two files that are in `core/learning`, as far
as the processor and the libraries are the same.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from lightgbm import Dataset, train
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array, diags_array, hstack, vstack
from threadpoolctl import threadpool_limits

from benchmarks.data import FOLDER, catalogue, ratings
from benchmarks.similar import VOTES, tested, voted
from benchmarks.training import SEED, test_people
from core.anime import Anime, LabelKind
from core.facts import Facts
from core.interactions import Interactions
from core.learning import similar
from core.learning.collaborative import CollaborativeConfig, learn_collaborative
from core.learning.content import ContentConfig, learn_content
from core.learning.facts import learn_facts
from core.learning.held_out import take
from core.learning.pairs import learn_pairs
from core.learning.popular import learn_popular
from core.learning.similar import BEGINNING, CROWD, Weights, beginning_features, crowd_features
from core.model_files import BoolArray, FloatArray, IntArray
from core.retrievers.content import Content
from core.retrievers.pairs import BLOCKS, FEATURES, TOGETHER, Pairs, block_of
from core.retrievers.query import Scores, ascending, best
from core.retrievers.similar import MARGIN

_PLAIN_PENALTY, _LABEL_PENALTY = 0.01, 0.001  # on squared weights of columns that have a spread of 1
_LABEL_SPREAD = 1 / 3  # what a label's column is taken to have: most are 0 in nearly all pairs
_STEPS = 100
_NEAR, _AT_RANDOM = 200, 100  # candidates by each of two plain measures, and of all anime
_KNOWN = np.array([float(name == "audience") - float(name == "later") for name in (*CROWD, *BEGINNING)])
_LABELLED = frozenset({LabelKind.GENRE, LabelKind.THEME, LabelKind.DEMOGRAPHIC, LabelKind.TAG})  # a weight a label
_PLAIN = (*TOGETHER, *CROWD, *BEGINNING, *BLOCKS)  # the other columns are labels
_FOLDS = 3
_TREES, _SETTINGS = (
    120,
    {
        "objective": "lambdarank",
        "lambdarank_truncation_level": 15,
        "num_leaves": 15,
        "learning_rate": 0.1,
        "min_data_in_leaf": 50,
        "feature_fraction": 0.5,
        "lambda_l2": 1.0,
        "max_bin": 63,
        "label_gain": [0, 1, 3],
        "seed": SEED,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "verbosity": -1,
    },
)


@dataclass(frozen=True, slots=True)
class World:
    """Everything that the numbers of two anime are made from."""

    facts: Facts
    content: Content
    pairs: Pairs
    alone: FloatArray  # the numbers of CROWD and BEGINNING, one row a position

    @classmethod
    def of(cls, anime: Sequence[Anime], rows: Interactions) -> "World":
        """Return the world as training sees it."""
        facts = learn_facts(anime)
        content, popular = learn_content(anime, ContentConfig(), _silent), learn_popular(facts, rows)
        collaborative = learn_collaborative(facts, rows, CollaborativeConfig(), _silent)
        pairs = learn_pairs(facts, anime, rows, (content, collaborative, popular), _silent)
        alone = np.concatenate([crowd_features(facts, anime, popular), beginning_features(facts)]).T
        return cls(facts, content, pairs, alone)


@dataclass(frozen=True, slots=True)
class Examples:
    """Candidates of anime with votes, those of one anime together."""

    asked: IntArray  # the id of each anime
    sizes: IntArray  # how many candidates each has
    candidates: IntArray  # positions
    offered: BoolArray  # for each candidate, whether it would have been found without its votes
    votes: IntArray  # for each candidate
    plain: csr_array  # candidates × the columns of `_PLAIN`, then labels
    table: FloatArray  # candidates × FEATURES

    def of(self, which: BoolArray) -> "Examples":
        """Return those of some of the anime, a flag each."""
        rows = np.repeat(which, self.sizes)
        return Examples(
            self.asked[which],
            self.sizes[which],
            self.candidates[rows],
            self.offered[rows],
            self.votes[rows],
            csr_array(self.plain[rows]),
            self.table[rows],
        )


def examples(world: World, votes: Mapping[int, Mapping[int, int]], seed: int) -> Examples:
    """Return what can be learned from. votes: by the anime asked about, by the anime named."""
    random = np.random.default_rng(seed)
    asked, found, offers, given, plain, tables = [], [], [], [], [], []
    for anime_id, named in votes.items():
        position = world.facts.position(anime_id)
        if position is None:
            continue
        offered = _offered(world, position, random)
        candidates = ascending(np.concatenate([offered, world.facts.positions(named)]), len(world.facts))
        candidates = candidates[world.facts.franchise[candidates] != world.facts.franchise[position]]
        of_each = np.array([named.get(int(other), 0) for other in world.facts.ids[candidates]], np.int32)
        if of_each.any():
            asked.append(anime_id)
            found.append(candidates)
            offers.append(np.isin(candidates, offered))
            given.append(of_each)
            plain.append(_plain(world, position, candidates))
            tables.append(world.pairs.look(position).rows(candidates))
    return Examples(
        asked=np.array(asked, np.int32),
        sizes=np.array([len(candidates) for candidates in found], np.int32),
        candidates=np.concatenate(found),
        offered=np.concatenate(offers),
        votes=np.concatenate(given),
        plain=csr_array(vstack(plain)),
        table=np.concatenate(tables),
    )


def fit(known: Examples) -> tuple[NDArray[np.float64], str]:
    """Return the weight of each column of `Examples.plain`, and the trees as LightGBM writes them."""
    fold = np.arange(len(known.asked)) % _FOLDS
    sums = np.empty(len(known.candidates))
    for at in range(_FOLDS):
        weights = _minimum(known.of(fold != at))
        rows = np.repeat(fold == at, known.sizes)
        sums[rows] = known.plain[rows] @ weights
    return _minimum(known), _trees(known, sums)


def _trees(known: Examples, sums: Scores) -> str:
    """Return the trees that correct these sums, learned from what is there to be put in order when they are asked."""
    votes, group = known.votes[known.offered], np.repeat(np.arange(len(known.sizes)), known.sizes)
    data = Dataset(
        known.table[known.offered],
        np.where(votes >= VOTES, 2, np.where(votes > 0, 1, 0)),
        group=np.bincount(group[known.offered], minlength=len(known.sizes)),
        init_score=sums[known.offered] * MARGIN,
        feature_name=[f"f{at}" for at in range(len(FEATURES))],
    )
    text: str = train(dict(_SETTINGS), data, _TREES).model_to_string()
    return text


def _offered(world: World, position: int, random: np.random.Generator) -> IntArray:
    """Return what might be taken for like an anime."""
    size = len(world.facts)
    everything = np.ones(size, np.bool_)
    profile = world.content.vectors(np.array([position], np.int32))[0]
    # What is alike and well known has to be there: else to be well known would seem to be enough.
    likely = world.content.vectors(np.arange(size, dtype=np.int32)) @ profile + 0.1 * (world.alone @ _KNOWN)
    look = world.pairs.look(position)
    likely[look.company] += look.together(look.company)[:, TOGETHER.index("cosine")]
    found = (
        random.choice(size, _AT_RANDOM, replace=False).astype(np.int32),
        world.content.search(profile, everything, _NEAR, exact=True)[1],
        look.company,
        best(likely.astype(np.float64), _NEAR),
    )
    offered: IntArray = np.concatenate(found)
    return offered


def _plain(world: World, position: int, candidates: IntArray) -> csr_array:
    """Return the numbers of these pairs for the sum: `_PLAIN`, then labels."""
    content, config = world.content, ContentConfig()
    products = content.vectors(candidates) * content.vectors(np.array([position], np.int32))
    blocks = [block_of(theme) for theme in content.themes]
    cosines = np.add.reduceat(products, content.theme_starts, axis=1)
    cosines /= np.array([config.weights[block] for block in blocks], np.float32)
    summed = np.stack([cosines[:, [block == one for block in blocks]].sum(axis=1) for one in BLOCKS], axis=1)
    labels = cosines[:, [theme.label_kind in _LABELLED for theme in content.themes]]
    together = world.pairs.look(position).together(candidates)
    return csr_array(hstack([csr_array(part) for part in (together, world.alone[candidates], summed, labels)]))


def _minimum(known: Examples) -> NDArray[np.float64]:
    """Return the weight of each column of `known.plain`."""
    width = known.plain.shape[1]
    spread, penalty = np.full(width, _LABEL_SPREAD), np.full(width, _LABEL_PENALTY)
    spread[: len(_PLAIN)] = known.plain[:, : len(_PLAIN)].toarray().std(axis=0) + 1e-9
    penalty[: len(_PLAIN)] = _PLAIN_PENALTY
    scaled = csr_array(known.plain @ diags_array(1 / spread))
    turned = csr_array(scaled.T)
    starts = np.cumsum(known.sizes) - known.sizes
    wanted = np.sqrt(known.votes)
    wanted /= np.repeat(np.add.reduceat(wanted, starts), known.sizes)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = scaled @ weights
        top = np.maximum.reduceat(scores, starts)
        powers = np.exp(scores - np.repeat(top, known.sizes))
        sums = np.add.reduceat(powers, starts)
        entropy = float((top + np.log(sums)).sum() - wanted @ scores) / len(known.sizes)
        slope = turned @ (powers / np.repeat(sums, known.sizes) - wanted) / len(known.sizes)
        return entropy + float(penalty @ weights**2), slope + 2 * penalty * weights

    found = minimize(loss, np.zeros(width), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    least: NDArray[np.float64] = found.x / spread
    return least


def named(world: World, found: NDArray[np.float64]) -> Weights:
    """Return the weights by what they are of."""
    values = iter([round(value, 4) for value in found.tolist()])
    parts = ({name: next(values) for name in names} for names in (TOGETHER, CROWD, BEGINNING, BLOCKS))
    together, crowd, beginning, content = parts
    labels: dict[str, dict[str, float]] = {}
    for theme in world.content.themes:
        if theme.label_kind in _LABELLED:
            labels.setdefault(block_of(theme), {})[str(theme.label)] = next(values)
    return Weights(together, crowd, beginning, content, labels)


def _silent(_share: float) -> None:
    """Tell nobody how far it is."""


def main(data: Annotated[Path, typer.Option(help="The folder of similar_pairs.parquet.")] = FOLDER) -> None:
    """Fit to the votes on the anime that are not for testing, and write the files where training reads them."""
    rows = ratings(data)
    rows = take(rows, ~np.isin(rows.users, test_people(rows)))
    aside = tested(data)
    votes = {anime_id: of_it for anime_id, of_it in voted(data, 1).items() if anime_id not in aside}
    with threadpool_limits(1):  # sums over several threads differ in their last digits
        world = World.of(catalogue(data), rows)
        weights, trees = fit(examples(world, votes, SEED))
    folder = Path(similar.__file__).parent
    written = json.dumps(asdict(named(world, weights)), ensure_ascii=False, indent=1)
    (folder / "similar.json").write_text(written + "\n", encoding="utf-8")
    (folder / "similar.txt").write_text(trees, encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
