"""The index on a handful of anime that are easily mixed up."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.anime import AgeRating, Anime, AnimeType, Relation, RelationKind, Title, TitleKind, TitleLanguage
from core.search.index import TitleIndex

BY_HAND = [
    (1, "Naruto", "Naruto", "tv", 2002, 900),
    (2, "Naruto: Shippuuden", "Naruto Shippuden", "tv", 2007, 800),
    (3, "Shingeki no Kyojin", "Attack on Titan", "tv", 2013, 1000),
    (4, "Shingeki no Kyojin Season 2", "Attack on Titan Season 2", "tv", 2017, 900),
    (5, "Shingeki no Kyojin: The Final Season", "Attack on Titan: Final Season", "tv", 2021, 850),
    (6, "K-On!", None, "tv", 2009, 500),
    (7, "K-On!!", None, "tv", 2010, 400),
    (8, "K", None, "tv", 2012, 300),
    (9, "Fate/Zero", None, "tv", 2011, 700),
    (10, "Fate/stay night", None, "tv", 2006, 690),
    (11, "Cowboy Bebop", None, "tv", 1998, 600),
    (12, "Cowboy Bebop: Tengoku no Tobira", "Cowboy Bebop: The Movie", "movie", 2001, 200),
    (13, "Shingeki no Ecchi", "Attack on Somebody", "ova", 2014, 5),
    (14, "Hunter x Hunter", None, "tv", 1999, 200),
    (15, "Hunter x Hunter (2011)", "Hunter x Hunter", "tv", 2011, 950),
    (16, "!", None, "tv", None, 1),
    (17, "86", None, "tv", 2021, 350),
]


def _anime(*row: *tuple[int, str, str | None, str, int | None, int]) -> Anime:
    number, romaji, english, kind, year, members = row
    titles = [Title(romaji, TitleLanguage.ROMAJI)]
    if english:
        titles.append(Title(english, TitleLanguage.ENGLISH))
    if number == 3:
        titles += [Title("進撃の巨人", TitleLanguage.NATIVE), Title("titans", TitleLanguage.ENGLISH, TitleKind.SHORT)]
    return Anime(
        id=number * 1_000_000,  # none that nicknames are known of
        titles=tuple(titles),
        type=AnimeType(kind),
        year=year,
        members=members,
        age_rating=AgeRating.RX if number == 13 else None,
        relations=(Relation(RelationKind.PREQUEL, 6_000_000),) if number == 7 else (),
    )


CATALOGUE = [_anime(*row) for row in BY_HAND]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> TitleIndex:
    folder = tmp_path_factory.mktemp("search")
    names = TitleIndex.build(CATALOGUE).save(folder)
    assert sorted(names) == sorted(file.name for file in folder.iterdir())
    return TitleIndex.load(folder)


def first(index: TitleIndex, query: str) -> int:
    return index.search(query).matches[0].anime_id // 1_000_000


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("naruto", 1),
        ("naturo", 1),
        ("shippuden naruto", 2),
        ("attack on titan", 3),
        ("atack on titn", 3),
        ("aot", 3),
        ("titans", 3),
        ("進撃", 3),
        ("attack on titan 2", 4),
        ("aot s2", 4),
        ("titans season 2", 4),
        ("aot final season", 5),
        ("attackontitanfinalseason", 5),
        ("k-on", 6),
        ("k-on!!", 7),
        ("k-on season 2", 7),  # counted from its prequel
        ("k", 8),
        ("zero fate", 9),
        ("cowboy bebop", 11),
        ("cowboy bebop movie", 12),
        ("hxh", 15),
        ("hxh 1999", 14),
        ("hunter x hunter 1999", 14),
        ("!", 16),
        ("86", 17),
    ],
)
def test_the_one_that_is_meant_comes_first(index: TitleIndex, query: str, meant: int) -> None:
    assert first(index, query) == meant


@pytest.mark.parametrize("query", ["naruto", "attack on titan", "aot 2", "k-on!!", "cowboy bebop movie", "titans"])
def test_what_is_clear_is_taken_without_asking(index: TitleIndex, query: str) -> None:
    assert index.search(query).certain


@pytest.mark.parametrize("query", ["fate", "hunter x hunter", "na", "nonsense", "", "naruto 7", "86 days"])
def test_what_is_not_clear_is_asked(index: TitleIndex, query: str) -> None:
    assert not index.search(query).certain


def test_the_better_known_namesake_makes_a_guess_unsafe() -> None:
    pair = [_anime(1, "Mononoke", None, "tv", 2007, 100), _anime(2, "Mononoke Hime", None, "movie", 1997, 900)]
    answer = TitleIndex.build(pair).search("mononoke")
    assert answer.matches[0].anime_id == pair[0].id
    assert not answer.certain


def test_a_match_is_shown_by_the_title_that_was_typed(index: TitleIndex) -> None:
    assert index.search("attack on titan").matches[0].title == "Attack on Titan"
    assert index.search("shingeki no kyojin").matches[0].title == "Shingeki no Kyojin"
    assert index.search("titans").matches[0].title == "Shingeki no Kyojin"  # a short form is no title


def test_adult_anime_are_found_only_where_they_may_be(index: TitleIndex) -> None:
    def ids(*, adult: bool) -> set[int]:
        found = index.search("attack on somebody", 20, adult=adult).matches
        typed = index.complete("attack on some", adult=adult)
        return {match.anime_id for match in (*found, *typed)}

    assert 13_000_000 not in ids(adult=False)
    assert 13_000_000 in ids(adult=True)


def test_each_anime_comes_once_and_the_best_first(index: TitleIndex) -> None:
    matches = index.search("attack on titan", 10).matches
    assert len({match.anime_id for match in matches}) == len(matches) <= 10
    assert matches[0].similarity == 1.0
    assert all(0 <= match.similarity <= 1 for match in matches)


@pytest.mark.parametrize(
    ("typed", "expected"), [("n", 1), ("shin", 3), ("attack on titan f", 5), ("k-on!!", 7), ("fate/s", 10)]
)
def test_a_title_is_completed_while_it_is_typed(index: TitleIndex, typed: str, expected: int) -> None:
    assert index.complete(typed, 3)[0].anime_id == expected * 1_000_000


@pytest.mark.parametrize("anime", CATALOGUE, ids=lambda anime: anime.titles[0].text)
def test_every_beginning_of_a_title_offers_it(index: TitleIndex, anime: Anime) -> None:
    for title in anime.titles:
        for letters in range(1, len(title.text) + 1):
            offered = {match.anime_id for match in index.complete(title.text[:letters], 25, adult=True)}
            assert anime.id in offered, title.text[:letters]


@given(st.text())
def test_anything_may_be_typed(text: str) -> None:
    index = _shared()
    assert len(index.search(text, 3).matches) <= 3
    assert len(index.complete(text, 3)) <= 3


@pytest.mark.parametrize(
    "text", ["", " ", "😀", "\x00\x01\x1b[2J", "a" * 5000, "%00' OR 1=1 --", "\ud800", "ー", "?!?!"]
)
def test_nonsense_is_answered_without_a_guess(index: TitleIndex, text: str) -> None:
    assert not index.search(text).certain


def test_popularity_may_come_from_elsewhere() -> None:
    namesakes = [_anime(1, "Blue", None, "tv", 2000, 900), _anime(2, "Blue", None, "tv", 2001, 5)]
    index = TitleIndex.build(namesakes, np.array([3.0, 4000.0]))
    assert index.search("blue").matches[0].anime_id == namesakes[1].id


def test_unknown_popularity_is_no_obstacle() -> None:
    assert TitleIndex.build([_anime(1, "Blue", None, "tv", 2000, 0)]).search("blue").matches[0].similarity == 1.0


def test_a_catalogue_without_titles_is_refused() -> None:
    with pytest.raises(ValueError, match="no titles"):
        TitleIndex.build([])


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    names = TitleIndex.build(CATALOGUE).save(tmp_path)
    (tmp_path / names[0]).unlink()
    with pytest.raises(FileNotFoundError):
        TitleIndex.load(tmp_path)


def test_a_file_that_is_no_array_is_an_error(tmp_path: Path) -> None:
    names = TitleIndex.build(CATALOGUE).save(tmp_path)
    (tmp_path / names[-1]).write_bytes(b"half")
    with pytest.raises((OSError, ValueError)):
        TitleIndex.load(tmp_path)


def _shared() -> TitleIndex:
    """Return one index for all examples of a property."""
    if not _KEPT:
        _KEPT.append(TitleIndex.build(CATALOGUE))
    return _KEPT[0]


_KEPT: list[TitleIndex] = []
