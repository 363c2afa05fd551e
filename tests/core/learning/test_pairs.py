"""The numbers of two anime, learned from who saw them and what they are."""

from functools import cache

import numpy as np
import pytest

from core.anime import AgeRating, Anime, AnimeType, Relation, RelationKind, Title, TitleLanguage
from core.interactions import Interactions
from core.learning.collaborative import CollaborativeConfig, learn_collaborative
from core.learning.content import ContentConfig, learn_content
from core.learning.facts import learn_facts
from core.learning.pairs import learn_pairs
from core.learning.popular import learn_popular
from core.retrievers.pairs import ALONE, FEATURES, TOGETHER, Pairs


def anime(number: int, **known: object) -> Anime:
    return Anime(number, (Title(f"Tale of {'abcdefgh'[number]}{number}", TitleLanguage.ROMAJI),), **known)  # type: ignore[arg-type]


CATALOGUE = [
    anime(
        0, type=AnimeType.TV, genres=("Drama", "Mystery"), tags=("Detective",), members=1_000, year=2001, episodes=12
    ),
    anime(1, type=AnimeType.TV, genres=("Drama", "Mystery"), tags=("Detective",), members=1_000, year=2004),
    anime(2, type=AnimeType.TV, genres=("Sports",), members=1_000, age_rating=AgeRating.PG13),
    anime(3, type=AnimeType.MOVIE, genres=("Drama",), members=10, relations=(Relation(RelationKind.PREQUEL, 2),)),
    anime(4, type=AnimeType.TV, genres=("Drama", "Mystery"), members=1_000),  # which nobody has seen
]
# Who saw 0 saw 1; 2 has people of its own.
SEEN = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2), (3, 2), (3, 3), (4, 2), (4, 3), (5, 2)]
EVERYTHING = np.arange(len(CATALOGUE), dtype=np.int32)


def interactions(times: int = 1) -> Interactions:
    users, seen = (np.array(column * times, np.int32) for column in zip(*SEEN, strict=True))
    scores = np.full(len(users), 8, np.int8)
    return Interactions(users, seen, scores, np.zeros_like(scores), np.ones_like(scores))


facts = learn_facts(CATALOGUE)
content = learn_content(CATALOGUE, ContentConfig(), lambda _share: None)
collaborative = learn_collaborative(facts, interactions(), CollaborativeConfig(at_least=2), lambda _share: None)
popular = learn_popular(facts, interactions())


@cache
def pairs(times: int = 1) -> Pairs:
    parts = (content, collaborative, popular)
    return learn_pairs(facts, CATALOGUE, interactions(times), parts, lambda _share: None)


def numbers(position: int) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    table = pairs().look(position).rows(EVERYTHING)
    return dict(zip((feature.name for feature in FEATURES), table.T, strict=True))


def test_company_is_told_by_cosines_and_weights_and_what_they_are_to_the_nearest() -> None:
    look = pairs().look(2)
    assert look.company.tolist() == [3, 0, 1]
    found = dict(zip(TOGETHER, look.together(EVERYTHING).T, strict=True))
    assert found["cosine"] == pytest.approx([1 / 12**0.5, 1 / 12**0.5, 0, 2 / 8**0.5, 0], rel=1e-3)
    assert found["root of cosine"] == pytest.approx(found["cosine"] ** 0.5)
    assert found["cosine to the nearest"] == pytest.approx(found["cosine"] / (found["cosine"].sum() / 10))
    start, end = collaborative.starts[2:4]
    said = dict(zip(collaborative.targets[start:end].tolist(), collaborative.weights[start:end], strict=True))
    assert found["weight"] == pytest.approx([max(said.get(at, 0), 0) for at in EVERYTHING.tolist()])


def test_shares_of_audiences_places_and_weights_the_other_way() -> None:
    found = numbers(2)
    assert found["share of the audience"] == pytest.approx([1 / 4, 1 / 4, 0, 2 / 4, 0], rel=1e-3)
    assert found["share of its own audience"] == pytest.approx([1 / 3, 1 / 3, 0, 2 / 2, 0], rel=1e-3)
    assert found["place by cosine"].tolist() == [1, 2, -1, 0, -1]
    other_way = [numbers(at)["weight"][2] for at in EVERYTHING.tolist()]
    assert found["weight the other way"] == pytest.approx(other_way, rel=1e-3, abs=1e-6)


def test_who_is_in_the_rows_twice_has_seen_it_once() -> None:
    assert pairs(2).cosines == pytest.approx(pairs().cosines)
    assert pairs(2).targets.tolist() == pairs().targets.tolist()


def test_what_is_seen_by_the_same_people_goes_the_same_way_and_content_tells_of_what_nobody_has_seen() -> None:
    found = numbers(0)
    assert found["kindred"][1] == pytest.approx(1, rel=1e-2)
    assert found["kindred"][4] == 0
    assert found["kindred by what is known"][4] > found["kindred by what is known"][2]
    assert found["kindred by content"][4] > found["kindred by content"][2]


def test_where_all_have_seen_the_same_nobody_goes_any_way() -> None:
    users, seen = np.repeat([0, 1], 2).astype(np.int32), np.tile([0, 1], 2).astype(np.int32)
    scores = np.full(len(users), 8, np.int8)
    rows = Interactions(users, seen, scores, np.zeros_like(scores), np.ones_like(scores))
    found = learn_pairs(facts, CATALOGUE, rows, (content, collaborative, popular), lambda _share: None)
    assert found.kindred.shape == found.known.shape == found.guessed.shape == (len(CATALOGUE), 0)
    table = dict(zip((feature.name for feature in FEATURES), found.look(0).rows(EVERYTHING).T, strict=True))
    assert table["kindred"].tolist() == [0] * len(CATALOGUE)


def test_what_they_have_in_common_in_themselves() -> None:
    found = numbers(0)
    assert found["genre"] == pytest.approx([1, 1, 0, found["genre"][3], 1], rel=1e-3)
    assert 0 < found["genre"][3] < 1
    assert found["labels in common"] == pytest.approx([1, 1, 0, 1 / 3, 2 / 3])
    assert found["labels covered"] == pytest.approx([1, 1, 0, 1 / 3, 2 / 3])
    assert found["rare tags in common"] == pytest.approx([np.log(1 + 5 / 2) ** 2] * 2 + [0] * 3, rel=1e-3)
    assert found["content"][0] == pytest.approx(1, rel=1e-3)
    assert found["years apart"][:2].tolist() == [0, 3]
    assert np.isnan(found["years apart"][2:]).all()
    assert found["same type"].tolist() == [1, 1, 1, 0, 1]


def test_what_is_known_of_each_alone() -> None:
    alone = dict(zip(ALONE, pairs().alone.T, strict=True))
    assert alone["members"] == pytest.approx([1, 1, 1, np.log1p(10) / np.log1p(1000), 1])
    assert alone["audience"] == pytest.approx(np.log1p([3, 3, 4, 2, 0]) / np.log1p(4))
    assert alone["behind"] == pytest.approx([0, 0, 0, np.log1p(1000) - np.log1p(10), 0], abs=1e-5)
    assert alone["age"].tolist() == [-1, -1, list(AgeRating).index(AgeRating.PG13), -1, -1]
    assert alone["labels"].tolist() == [3, 3, 0, 1, 2]  # what only one anime has is no label
    assert numbers(0)["later"].tolist() == [0, 0, 0, 1, 0]
