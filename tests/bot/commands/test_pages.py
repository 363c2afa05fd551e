from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import pages
from bot.commands.pages import (
    MOST_BYTES,
    FirstTaste,
    ForYou,
    Like,
    One,
    Page,
    PageCode,
    Past,
    can_leave_out,
    code_of,
    page_of,
)
from bot.conversation.parameters import Unclear
from core.anime import AnimeType
from core.quiz import QUESTIONS
from core.wish import Adventure, Dislikes, Length, Mood, Wish
from tests.bot.conversation.shop import Shop, asked

LONG = "r....0-5fffffff-6fffffff-7fffffff"  # more than any button that was made
GENRES = ("Action", "Slice of Life", "Magical Sex Shift", "長い" * 40)

offsets = st.integers(0, 9999)
ids = st.integers(0, 2**31 - 1)
wishes = st.builds(
    Wish,
    mood=st.none() | st.sampled_from(Mood),
    genre=st.none() | st.sampled_from(GENRES),
    type=st.none() | st.sampled_from(AnimeType),
    length=st.none() | st.sampled_from(Length),
    adventure=st.sampled_from(Adventure),
    dislikes=st.sampled_from(Dislikes),
    without=st.frozensets(ids, max_size=1) | st.frozensets(st.integers(0, 0xFFFF), max_size=2),
)
any_page = st.one_of(
    st.builds(ForYou, wishes, offsets),
    st.builds(Like, ids, offsets),
    st.builds(One, ids),
    st.builds(Past, offsets),
    st.builds(FirstTaste, st.integers(0, 9), st.frozensets(st.integers(0, QUESTIONS - 1))),
)


@given(any_page)
def test_a_page_is_named_in_few_bytes_and_found_again(page: Page) -> None:
    code = code_of(page)
    assert len(code.encode()) <= MOST_BYTES
    assert page_of(code, GENRES) == page


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (ForYou(Wish()), "r....0"),
        (
            ForYou(
                Wish(
                    mood=Mood.COZY,
                    type=AnimeType.MOVIE,
                    length=Length.SHORT,
                    genre="Action",
                    adventure=Adventure.ADVENTUROUS,
                ),
                5,
            ),
            "rcmsa5~83857a48",
        ),
        (ForYou(Wish(dislikes=Dislikes.IGNORE), 10), "r....10!"),
        (ForYou(Wish(genre="Action", without=frozenset({1, 5114}))), "r....0~83857a48-1-13fa"),
        (Like(5114, 10), "s5114.10"),
        (One(5114), "a5114"),
        (Past(8), "h8"),
        (FirstTaste(), "q0~"),
        (FirstTaste(2, frozenset({0, 2, 9})), "q2~BQI"),
        (FirstTaste(1, frozenset(range(QUESTIONS))), "q1~" + "_" * 20),
    ],
)
def test_the_codes_stay_as_they_are_because_old_buttons_hold_them(page: Page, code: str) -> None:
    assert code_of(page) == code
    assert page_of(code, GENRES) == page


def test_an_offset_of_the_first_taste_in_an_old_button_is_still_understood() -> None:
    assert page_of("q2.9", GENRES) == FirstTaste(2, frozenset(range(9)))


@given(st.text(max_size=30) | st.from_regex(r"q\d~[-\w]{0,21}", fullmatch=True))
def test_rubbish_names_no_page_or_exactly_one(text: str) -> None:
    page = page_of(text, GENRES)
    assert page is None or page_of(code_of(page), GENRES) == page


@pytest.mark.parametrize(
    "code", ["", "r", "rz...0", "r....", "r....0~00000000", "r....0-", LONG, "s5114", "q", "q1~A", "a٣", "x5"]
)
async def test_what_is_no_page_any_more_is_unclear(code: str) -> None:
    with pytest.raises(Unclear):
        await PageCode().read(code, asked(), Shop())


@given(wishes, ids)
def test_as_many_anime_are_left_out_as_a_button_has_room_for(wish: Wish, anime_id: int) -> None:
    more = replace(wish, without=wish.without | {anime_id})
    read = page_of(code_of(ForYou(more)), GENRES)
    assert read == (ForYou(more) if can_leave_out(wish, anime_id) else None)


async def test_a_page_is_a_parameter() -> None:
    kind = PageCode()
    assert await kind.read(kind.write(Past(8)), asked(), Shop()) == Past(8)


def test_every_option_has_a_letter_of_its_own() -> None:
    for letters, options in (
        (pages.MOODS, Mood),
        (pages.TYPES, AnimeType),
        (pages.LENGTHS, Length),
        (pages.ADVENTURES, Adventure),
    ):
        assert set(letters) == set(options)
        assert len(set(letters.values())) == len(letters)
