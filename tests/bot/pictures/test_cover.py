from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageStat

from bot.pictures.colours import mixed, most_telling, palette_of
from bot.pictures.cover import cover
from bot.pictures.motifs import MOTIFS


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


@pytest.mark.parametrize("genre", sorted(MOTIFS))
def test_every_genre_has_a_picture_with_something_in_it(genre: str) -> None:
    image = opened(cover("Cowboy Bebop", [genre], seed=1))
    assert image.size == (400, 600)
    assert max(ImageStat.Stat(image).stddev) > 15


def test_all_that_has_a_scene_has_colours() -> None:
    assert set(most_telling(list(MOTIFS))) == set(MOTIFS)


def test_the_same_anime_always_has_the_same_cover() -> None:
    assert cover("Trigun", ["Action"], seed=6) == cover("Trigun", ["Action"], seed=6)


def test_two_anime_of_one_genre_differ_in_their_scenes() -> None:
    one, other = (opened(cover("", ["Romance"], seed=seed)) for seed in (1, 2))
    assert one.tobytes() != other.tobytes()


def test_the_telling_genre_gives_the_colours_wherever_it_stands() -> None:
    top = [opened(cover("", genres, seed=1)).tobytes() for genres in (["Action", "Horror"], ["Horror", "Action"])]
    assert top[0] == top[1]
    red, _, blue = ImageStat.Stat(opened(cover("", ["Action"], seed=1))).mean
    assert red > blue
    red, _, blue = ImageStat.Stat(opened(cover("", ["Sports"], seed=1))).mean
    assert blue > red


def test_white_letters_stand_on_a_dark_foot() -> None:
    foot = opened(cover("", ["Comedy"], seed=3)).crop((0, 480, 400, 600)).convert("L")
    assert ImageStat.Stat(foot).mean[0] < 90


@pytest.mark.parametrize(
    "title", ["鋼の錬金術師 FULLMETAL ALCHEMIST", "Uchū Senkan Yamato", "K", "Шаман Кинг", "Lucky☆Star"]
)
def test_a_title_is_written_on_it(title: str) -> None:
    plain, lettered = (opened(cover(text, ["Drama"], seed=1)) for text in ("", title))
    assert plain.crop((0, 300, 400, 540)).tobytes() != lettered.crop((0, 300, 400, 540)).tobytes()


@pytest.mark.parametrize("title", ["", "🎉", "나의 히어로"])
def test_what_no_font_has_is_left_out_rather_than_drawn_as_boxes(title: str) -> None:
    assert cover(title, ["Drama"], seed=1) == cover("", ["Drama"], seed=1)


def test_a_title_too_long_for_any_size_is_cut_rather_than_crowded() -> None:
    long = cover("Rakudai " * 60, [], seed=1)
    assert long == cover("Rakudai " * 70, [], seed=1)


@given(st.text(max_size=200), st.lists(st.text(max_size=40), max_size=5), st.integers())
@settings(max_examples=20, deadline=None)
def test_any_title_and_any_genres_make_a_cover(title: str, genres: list[str], seed: int) -> None:
    assert opened(cover(title, genres, seed=seed)).size == (400, 600)


def test_colours_mix_from_one_to_the_other() -> None:
    assert mixed((0, 0, 0), (200, 100, 50), 0) == (0, 0, 0)
    assert mixed((0, 0, 0), (200, 100, 50), 0.5) == (100, 50, 25)
    assert mixed((0, 0, 0), (200, 100, 50), 1) == (200, 100, 50)


def test_an_unknown_genre_has_quiet_colours() -> None:
    assert palette_of("Nonsense") == palette_of(None)
