"""Likeness as it is learned: what is fitted is in two files, and the rest comes from the catalogue and the ratings."""

import numpy as np

from core.learning.content import ContentConfig
from core.learning.similar import BEGINNING, CROWD, beginning_features, crowd_features, fitted, learn_similar
from core.retrievers.pairs import BLOCKS, TOGETHER
from tests.core.learning.test_pairs import CATALOGUE, collaborative, content, facts, interactions, popular


def test_what_is_known_of_one_anime_alone() -> None:
    crowd = dict(zip(CROWD, crowd_features(facts, CATALOGUE, popular), strict=True))
    assert crowd["members"][[0, 1, 2, 4]].tolist() == [1, 1, 1, 1]
    assert 0 < crowd["members"][3] < 1
    assert crowd["film"].tolist() == [0, 0, 0, 1, 0]
    assert crowd["audience"][4] == 0
    assert crowd["audience"].max() == 1
    beginning = dict(zip(BEGINNING, beginning_features(facts), strict=True))
    assert beginning["later"][[2, 3]].tolist() == [0, 1]
    assert not beginning["bonus"].any()


def test_what_is_seen_by_the_same_people_and_of_a_kind_is_alike_and_what_nobody_has_seen_is_found_by_its_kind() -> None:
    shares: list[float] = []
    parts = (content, ContentConfig(), collaborative, popular)
    similar = learn_similar(facts, CATALOGUE, interactions(), parts, shares.append)
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
    assert set(weights.content) == set(BLOCKS) == {str(block) for block in ContentConfig().weights}
    assert set(weights.labels) <= set(weights.content)
