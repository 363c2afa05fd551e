import numpy as np
import pytest

from core.anime import RelationKind
from core.interactions import STATUS_CODES
from core.taste import Status
from sources.bundled.catalogue import Bundled, read_bundle
from sources.bundled.simulation import PEOPLE, RATINGS, Simulation, simulate


@pytest.fixture(scope="module")
def bundle() -> tuple[Bundled, ...]:
    return read_bundle()


@pytest.fixture(scope="module")
def simulation(bundle: tuple[Bundled, ...]) -> Simulation:
    return simulate(bundle)


def test_it_has_the_stated_size_and_everybody_rates_something(simulation: Simulation) -> None:
    rows = simulation.interactions
    assert len(rows) == RATINGS
    assert len(set(simulation.people)) == PEOPLE
    assert np.bincount(rows.users, minlength=PEOPLE).min() >= 5
    assert all(name.startswith("simulated") for name in simulation.people)


def test_it_is_the_same_every_time(bundle: tuple[Bundled, ...], simulation: Simulation) -> None:
    again = simulate(bundle).interactions
    assert np.array_equal(again.anime, simulation.interactions.anime)
    assert np.array_equal(again.scores, simulation.interactions.scores)


def test_nobody_rates_an_anime_twice(simulation: Simulation) -> None:
    rows = simulation.interactions
    assert len(np.unique(rows.users.astype(np.int64) << 32 | rows.anime)) == RATINGS


def test_scores_are_spread_like_real_ones(simulation: Simulation) -> None:
    rows = simulation.interactions
    assert (rows.scores.min(), rows.scores.max()) == (1, 10)
    assert 7.2 < rows.scores.mean() < 8.2
    assert 1.2 < rows.scores.std() < 1.8
    dropped = rows.statuses == STATUS_CODES[Status.DROPPED]
    assert dropped.any()
    assert rows.scores[dropped].max() < 5


def test_the_famous_are_seen_more_and_the_acclaimed_liked_more(
    bundle: tuple[Bundled, ...], simulation: Simulation
) -> None:
    rows = simulation.interactions
    fame = {one.anime.id: one.fame for one in bundle}
    acclaim = {one.anime.id: one.acclaim for one in bundle}
    seen = np.bincount([fame[anime] for anime in rows.anime.tolist()], minlength=6)
    there = np.bincount(list(fame.values()), minlength=6)
    per_anime = (seen / np.maximum(there, 1))[3:]
    assert list(per_anime) == sorted(per_anime)
    liked = np.array([acclaim[anime] for anime in rows.anime.tolist()])
    assert rows.scores[liked == 5].mean() > rows.scores[liked == 3].mean() + 0.5


def test_nobody_sees_a_sequel_without_what_comes_before(bundle: tuple[Bundled, ...], simulation: Simulation) -> None:
    rows = simulation.interactions
    fans = {anime: set(rows.users[rows.anime == anime].tolist()) for anime in np.unique(rows.anime).tolist()}
    anime = {one.anime.id: one.anime for one in bundle}
    for one in anime.values():
        earlier = [
            relation.anime_id
            for relation in one.relations
            if relation.kind is RelationKind.PREQUEL
            and relation.anime_id in anime
            and (anime[relation.anime_id].year or 0) < (one.year or 0)
        ]
        if earlier:
            known = set().union(*(fans.get(prequel, set()) for prequel in earlier))
            assert fans.get(one.id, set()) <= known


def test_people_have_tastes_that_tell_what_else_they_see(bundle: tuple[Bundled, ...], simulation: Simulation) -> None:
    """Whoever saw one sports anime is likelier than others to have seen another one."""
    rows = simulation.interactions
    sports = {one.anime.id for one in bundle if "Sports" in one.anime.genres}
    share = np.bincount(rows.users, np.isin(rows.anime, list(sports)), minlength=PEOPLE) / np.bincount(rows.users)
    counts = np.bincount(rows.users)
    by_chance = (share.mean() * (1 - share.mean()) / counts).mean()
    assert share.var() > 2 * by_chance


def test_too_few_anime_are_refused(bundle: tuple[Bundled, ...]) -> None:
    with pytest.raises(ValueError, match="10 anime are too few"):
        simulate(bundle[:10])
