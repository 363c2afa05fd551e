"""Reading titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.learning.instalments import FINAL, read_title


@pytest.mark.parametrize(
    ("title", "base", "place"),
    [
        ("Overlord III", "overlord", (3, 1)),
        ("Overlord", "overlord", (1, 1)),
        ("Kaguya-sama wa Kokurasetai? 2nd Season", "kaguya sama wa kokurasetai", (2, 1)),
        ("Haikyuu!! Second Season", "haikyuu", (2, 1)),
        ("Shingeki no Kyojin Season 3", "shingeki no kyojin", (3, 1)),
        ("Shingeki no Kyojin Season 3 Part 2", "shingeki no kyojin", (3, 2)),
        ("Shingeki no Kyojin: The Final Season", "shingeki no kyojin", (FINAL, 1)),
        ("Re:Zero kara Hajimeru Isekai Seikatsu 2nd Season Part 2", "re zero kara hajimeru isekai seikatsu", (2, 2)),
        ("Spy x Family Part 2", "spy x family", (1, 2)),
        ("Dr. Stone: New World Part II", "dr stone new world", (1, 2)),
        ("Yuru Camp△ Season 2", "yuru camp", (2, 1)),
        ("Mob Psycho 100", "mob psycho 100", (1, 1)),
        ("Mob Psycho 100 II", "mob psycho 100", (2, 1)),
        ("91 Days", "91 days", (1, 1)),
        ("Initial D Fourth Stage", "initial d", (4, 1)),
        ("Sailor Moon S2", "sailor moon", (2, 1)),
        ("Chihayafuru 3", "chihayafuru", (3, 1)),
        ("Final Fantasy", "final fantasy", (1, 1)),
        ("86", "86", (1, 1)),
        ("Mushishi Zoku Shou", "mushishi zoku shou", (1, 1)),
        ("\uff2fverlord\u3000\uff29V", "overlord", (4, 1)),  # full width
    ],
)
def test_a_title_names_its_series_and_its_number(title: str, base: str, place: tuple[int, int]) -> None:
    reading = read_title(title)[0]
    assert (reading.base, reading.place, reading.subtitled) == (base, place, False)


@pytest.mark.parametrize(
    ("title", "base"),
    [("Naruto: Shippuuden", "naruto"), ("Clannad: After Story", "clannad"), ("Hellsing - Dawn", "hellsing")],
)
def test_what_stands_before_a_subtitle_is_a_second_reading(title: str, base: str) -> None:
    whole, short = read_title(title)
    assert not whole.subtitled
    assert (short.base, short.subtitled) == (base, True)


@pytest.mark.parametrize(
    ("title", "base"),
    [
        ("Cowboy Bebop: The Movie", "cowboy bebop"),
        ("Haikyuu!! Movie 1: Owari to Hajimari", "haikyuu"),
        ("Gekijouban Naruto", "naruto"),
        ("Silver Moon Specials", "silver moon"),
        ("Silver Moon Recap", "silver moon"),
        ("Toradora!: OVA", "toradora"),
    ],
)
def test_films_and_bonuses_are_extras_of_their_series(title: str, base: str) -> None:
    reading = read_title(title)[0]
    assert (reading.base, reading.extra) == (base, True)


def test_a_title_without_letters_has_no_reading() -> None:
    assert read_title("!!!") == []


@given(st.text(max_size=80))
def test_any_text_can_be_read(title: str) -> None:
    for reading in read_title(title):
        assert reading.base == reading.base.strip() != ""
        assert reading.place >= (0, 0)
