import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.anime import AnimeType
from core.search.normal import normal
from core.search.seasons import FINAL, Numbered, numbered


@pytest.mark.parametrize(
    ("text", "name", "season", "part"),
    [
        ("mob psycho 100 ii", "mob psycho 100", 2, 0),
        ("Mob Psycho 100 2nd Season", "mob psycho 100", 2, 0),
        ("mob psycho 2", "mob psycho", 2, 0),
        ("aot season 3 part 2", "aot", 3, 2),
        ("aot s3p2", "aot", 3, 2),
        ("aot s3 p2", "aot", 3, 2),
        ("aot2", "aot", 2, 0),
        ("season 2 attack on titan", "attack on titan", 2, 0),
        ("haikyuu second season", "haikyuu", 2, 0),
        ("haikyuu seaon 2", "haikyuu", 2, 0),
        ("Overlord III", "overlord", 3, 0),
        ("Spy x Family Part 2", "spy x family", 0, 2),
        ("spy x family 2nd cour", "spy x family", 0, 2),
        ("Shingeki no Kyojin: The Final Season Part 2", "shingeki no kyojin", FINAL, 2),
        ("Fruits Basket: The Final", "fruits basket", FINAL, 0),
        ("進撃の巨人 第二期", "進撃の巨人", 2, 0),
        ("進撃の巨人3期", "進撃の巨人", 3, 0),
        # numbers that are names
        ("91 Days", "91 days", 0, 0),
        ("Mob Psycho 100", "mob psycho 100", 0, 0),
        ("Area 88", "area 88", 0, 0),
        ("86", "86", 0, 0),
        ("No. 6", "no 6", 0, 0),
        ("Code Geass R2", "code geass r2", 0, 0),
        ("Steins;Gate 0", "steins gate 0", 0, 0),
        ("2nd season", "2nd season", 0, 0),
        ("V", "v", 0, 0),
        ("final", "final", 0, 0),
        ("", "", 0, 0),
    ],
)
def test_numbers_are_told_from_names(text: str, name: str, season: int, part: int) -> None:
    read = numbered(normal(text))
    assert (read.name, read.season, read.part) == (name, season, part)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hunter x Hunter (2011)", Numbered(("hunter", "x", "hunter"), year=2011)),
        ("2012", Numbered(("2012",))),
        ("Cowboy Bebop: The Movie", Numbered(("cowboy", "bebop"), kind=AnimeType.MOVIE)),
        ("noragami ova", Numbered(("noragami",), kind=AnimeType.OVA)),
        ("Mirai Nikki (TV)", Numbered(("mirai", "nikki"))),
        ("dragon ball z movie 14", Numbered(("dragon", "ball", "z", "movie", "14"), kind=AnimeType.MOVIE)),
        ("bnha movie 2", Numbered(("bnha", "movie", "2"), kind=AnimeType.MOVIE)),
        ("movie", Numbered(("movie",))),
    ],
)
def test_years_and_kinds_stand_beside_the_name(text: str, expected: Numbered) -> None:
    assert numbered(normal(text)) == expected


@given(st.text(max_size=60))
def test_a_text_always_keeps_a_name(text: str) -> None:
    words = normal(text)
    assert bool(numbered(words).words) is bool(words.split())
