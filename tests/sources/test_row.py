from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.anime import AgeRating, AnimeType, Relation, RelationKind
from sources.report import FIRST_PLACES, Tally, Unit
from sources.row import Row


def row(value: str) -> tuple[Row, Tally]:
    tally = Tally(Path("some.csv"), Unit.LINE)
    return Row({"x": value}, 7, tally), tally


def repaired(tally: Tally) -> bool:
    return bool(tally.report().repaired)


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), (" 12.0 ", 12), ("12.", 12), ("Unknown", None), ("", None), ("None", None)]
)
def test_whole_numbers_however_written_and_nothing(text: str, number: int | None) -> None:
    one, tally = row(text)
    assert one.number("x", 1, 100) == number
    assert not repaired(tally)


@pytest.mark.parametrize("text", ["0", "101", "12.5", "-3", "twelve", "1e3", "1,200"])
def test_what_is_no_usable_number_is_left_out_and_told(text: str) -> None:
    one, tally = row(text)
    assert one.number("x", 1, 100) is None
    assert repaired(tally)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("TV", AnimeType.TV),
        ("tv special", AnimeType.SPECIAL),
        ("TV_SPECIAL", AnimeType.SPECIAL),
        ("Movie", AnimeType.MOVIE),
        ("PV", AnimeType.SPECIAL),
        ("Unknown", AnimeType.UNKNOWN),
    ],
)
def test_types(text: str, kind: AnimeType) -> None:
    one, tally = row(text)
    assert one.type("x") is kind
    assert not repaired(tally)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("G - All Ages", AgeRating.G),
        ("PG-13 - Teens 13 or older", AgeRating.PG13),
        ("R - 17+ (violence & profanity)", AgeRating.R),
        ("R+ - Mild Nudity", AgeRating.R_PLUS),
        ("r+", AgeRating.R_PLUS),
        ("Rx - Hentai", AgeRating.RX),
        ("UNKNOWN", None),
    ],
)
def test_age_ratings(text: str, age: AgeRating | None) -> None:
    one, tally = row(text)
    assert one.age_rating("x") is age
    assert not repaired(tally)


def test_unheard_of_words_are_left_out_and_told_once_a_row() -> None:
    one, tally = row("Opera")
    assert (one.type("x"), one.age_rating("x"), one.source("x")) == (AnimeType.UNKNOWN, None, None)
    (remark,) = tally.report().repaired
    assert (remark.rows, remark.first) == (1, (7,))


@pytest.mark.parametrize(
    "text", ["ftp://example.org/a.jpg", "javascript:alert(1)", "https://", "https://a b/c", "//x/y", "http://[::1"]
)
def test_an_address_that_is_none_is_left_out(text: str) -> None:
    one, tally = row(text)
    assert one.address("x") is None
    assert repaired(tally)


@pytest.mark.parametrize(
    "text", ["Fridays at 01:25 (JST)", "No synopsis information has been added to this title. Help improve.", "Unknown"]
)
def test_a_synopsis_that_is_none_is_left_out(text: str) -> None:
    one, tally = row(text)
    assert one.synopsis("x") is None
    assert repaired(tally)


def test_credits_are_no_part_of_a_synopsis() -> None:
    one, _ = row("A boy &amp; his <i>fox</i>.\n\n(Source: Somebody)")
    assert one.synopsis("x") == "A boy & his fox."
    assert row("")[0].synopsis("x") is None


def test_relations_to_anime_by_kind() -> None:
    one, tally = row(
        "{'Side story': [{'mal_id': 5, 'type': 'anime', 'title': 'x'}, {'mal_id': 6, 'type': 'manga'}],"
        " 'Alternative setting': [{'mal_id': 7, 'type': 'anime'}], 'Character': [{'mal_id': 8, 'type': 'anime'}]}"
    )
    assert one.relations("x") == (Relation(RelationKind.SIDE_STORY, 5), Relation(RelationKind.OTHER, 7))
    assert not repaired(tally)


@pytest.mark.parametrize(
    "text",
    ["{", "7", "{'Sequel': 5}", "{'Sequel': [5]}", "{'Sequel': [{'type': 'anime'}]}", "[1, 2]", "__import__('os')"],
)
def test_relations_that_cannot_be_read_are_left_out(text: str) -> None:
    one, tally = row(text)
    assert one.relations("x") == ()
    assert repaired(tally)


@pytest.mark.parametrize("one_id", ["'5'", "0", "-1", "2147483648", "5.0"])
def test_relations_to_unusable_ids_are_left_out(one_id: str) -> None:
    one, tally = row(f"{{'Sequel': [{{'mal_id': {one_id}, 'type': 'anime'}}]}}")
    assert one.relations("x") == ()
    assert repaired(tally)


@given(st.text())
def test_no_text_breaks_a_row(text: str) -> None:
    one, _ = row(text)
    one.anime_id("x")
    number = one.number("x", 1, 10)
    assert number is None or 1 <= number <= 10
    one.line("x")
    one.synopsis("x")
    one.address("x")
    one.type("x")
    one.age_rating("x")
    one.source("x")
    one.labels("x")
    one.studios("x")
    one.tags("x")
    one.relations("x")


def test_a_tally_counts_all_and_keeps_the_first_places() -> None:
    tally = Tally(Path("some.csv"), Unit.ROW)
    tally.read = 100
    tally.refuse("bad", range(1, 4), 3)
    tally.refuse("bad", range(4, 30), 26)
    tally.repair("odd", [9])
    report = tally.report()
    assert (report.read, report.taken, tally.refused) == (100, 71, 29)
    assert report.refused[0].first == tuple(range(1, FIRST_PLACES + 1))
    assert (report.repaired[0].rows, report.repaired[0].first) == (1, (9,))
