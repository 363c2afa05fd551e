"""The numbers that likeness is made of."""

import numpy as np
import pytest

from core.anime import Anime, AnimeType, Relation, RelationKind, Title, TitleLanguage
from core.interactions import Interactions
from core.learning.collaborative import CollaborativeConfig, learn_collaborative
from core.learning.content import ContentConfig, learn_content
from core.learning.facts import learn_facts
from core.learning.popular import learn_popular
from core.learning.similar import (
    BEGINNING,
    CROWD,
    TOGETHER,
    Company,
    beginning_features,
    crowd_features,
    fitted,
    learn_similar,
)


def anime(number: int, **known: object) -> Anime:
    return Anime(number, (Title(f"Tale of {'abcdefgh'[number]}{number}", TitleLanguage.ROMAJI),), **known)  # type: ignore[arg-type]


CATALOGUE = [
    anime(0, type=AnimeType.TV, genres=("Drama", "Mystery"), members=1_000),
    anime(1, type=AnimeType.TV, genres=("Drama", "Mystery"), members=1_000),
    anime(2, type=AnimeType.TV, genres=("Sports",), members=1_000),
    anime(3, type=AnimeType.MOVIE, genres=("Drama",), relations=(Relation(RelationKind.PREQUEL, 2),)),
    anime(4, type=AnimeType.TV, genres=("Drama", "Mystery"), members=1_000),  # which nobody has seen
]
# Who saw 0 saw 1; 2 has people of its own.
SEEN = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2), (3, 2), (3, 3), (4, 2), (4, 3), (5, 2)]


def interactions() -> Interactions:
    users, seen = (np.array(column, np.int32) for column in zip(*SEEN, strict=True))
    scores = np.full(len(users), 8, np.int8)
    return Interactions(users, seen, scores, np.zeros_like(scores), np.ones_like(scores))


facts = learn_facts(CATALOGUE)
rows = interactions()
collaborative = learn_collaborative(facts, rows, CollaborativeConfig(at_least=2), lambda _share: None)
popular = learn_popular(facts, rows)


def test_company_knows_cosines_and_weights_and_what_they_are_to_the_nearest() -> None:
    company = Company.of(facts, rows, collaborative)
    assert company.members.tolist() == [0, 1, 2, 3]
    found = dict(zip(TOGETHER, company.features(np.array([2], np.int32))[:, 0], strict=True))
    assert found["cosine"] == pytest.approx([1 / 12**0.5, 1 / 12**0.5, 0, 2 / 8**0.5])
    assert found["root of cosine"] == pytest.approx(found["cosine"] ** 0.5)
    assert found["cosine to the nearest"] == pytest.approx(found["cosine"] / found["cosine"].mean())
    start, end = collaborative.starts[2:4]
    said = dict(zip(collaborative.targets[start:end].tolist(), collaborative.weights[start:end], strict=True))
    assert found["weight"] == pytest.approx([max(said.get(at, 0), 0) for at in range(4)])


def test_who_is_in_the_rows_twice_has_seen_it_once() -> None:
    twice = Interactions(*(np.concatenate([getattr(rows, name)] * 2) for name in Interactions.__slots__))
    once, again = (
        Company.of(facts, each, collaborative).features(np.arange(4, dtype=np.int32)) for each in (rows, twice)
    )
    assert again == pytest.approx(once)


def test_what_is_known_of_one_anime_alone() -> None:
    crowd = dict(zip(CROWD, crowd_features(facts, CATALOGUE, popular), strict=True))
    assert crowd["members"].tolist() == [1, 1, 1, 0, 1]
    assert crowd["film"].tolist() == [0, 0, 0, 1, 0]
    assert crowd["audience"][4] == 0
    assert crowd["audience"].max() == 1
    beginning = dict(zip(BEGINNING, beginning_features(facts), strict=True))
    assert beginning["later"][[2, 3]].tolist() == [0, 1]
    assert not beginning["bonus"].any()


def test_what_is_seen_by_the_same_people_and_of_a_kind_is_alike_and_what_nobody_has_seen_is_found_by_its_kind() -> None:
    config = ContentConfig()
    content = learn_content(CATALOGUE, config, lambda _share: None)
    shares: list[float] = []
    similar = learn_similar(facts, CATALOGUE, rows, (content, config, collaborative, popular), shares.append)
    assert shares[-1] == 1
    allowed = np.ones(len(facts), np.bool_)
    others = np.array([1, 2, 4], np.int32)
    assert similar.ask(0, allowed).scores(others).argmax() == 0
    fresh = similar.ask(4, allowed).scores(np.array([0, 1, 2], np.int32))
    assert fresh[0] > fresh[2]
    assert fresh[1] > fresh[2]


def test_the_file_has_a_weight_for_every_number_and_block() -> None:
    weights = fitted()
    assert set(weights.together) == set(TOGETHER)
    assert set(weights.crowd) == set(CROWD)
    assert set(weights.beginning) == set(BEGINNING)
    assert set(weights.content) == {str(block) for block in ContentConfig().weights}
    assert set(weights.labels) <= set(weights.content)
