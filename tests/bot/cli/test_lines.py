import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.batch import Pair, Profile
from bot.cli.lines import Lines, WrongLineError, json_line, whole_number, write_json_lines
from core.taste import Rating, Status


def lines_of(tmp_path: Path, text: str) -> Lines:
    path = tmp_path / "in.txt"
    path.write_text(text, encoding="utf-8")
    return Lines(path)


def test_wrong_lines_are_told_by_number_and_cost_only_themselves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = lines_of(tmp_path, "20\nnaruto\n\n1735\n")
    assert list(lines.read(whole_number)) == [(1, 20), (4, 1735)]
    assert lines.wrong == 1
    assert capsys.readouterr().err == "in.txt, line 2: 'naruto' is no anime id; ids are whole numbers\n"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "Invalid JSON"),
        ('{"ratings": {}}', "user: Field required"),
        ('{"user": "u", "ratings": {"5114": 11}}', "ratings.5114: Input should be less than or equal to 10"),
        ('{"user": "u", "ratings": {"naruto": 9}}', "should be a valid integer"),
        ('{"user": "u", "seen": "all"}', "seen: Input should be a valid array"),
    ],
)
def test_what_is_wrong_with_a_profile_is_said(line: str, complaint: str) -> None:
    with pytest.raises(WrongLineError, match=complaint):
        json_line(Profile)(line)


def test_a_profile_is_a_taste() -> None:
    taste = json_line(Profile)('{"user": "u1", "ratings": {"5114": 9}, "seen": [1, 5114]}').taste
    assert taste.ratings == {5114: Rating(score=9), 1: Rating(status=Status.WATCHED)}


def test_a_byte_order_mark_is_no_part_of_a_line(tmp_path: Path) -> None:
    lines = lines_of(tmp_path, "\ufeff20\n")
    assert list(lines.read(whole_number)) == [(1, 20)]


@given(
    st.builds(
        Pair,
        user=st.one_of(st.integers(), st.text()),
        ratings=st.dictionaries(st.integers(), st.integers(1, 10)),
        anime_id=st.integers(),
    )
)
def test_what_is_written_is_read_again(pair: Pair) -> None:
    assert json_line(Pair)(json.dumps(pair.model_dump())) == pair


def test_a_row_a_line(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    assert write_json_lines(path, [{"query": "進撃\n", "items": [1]}, {"items": []}]) == 2
    assert [json.loads(line) for line in path.read_text("utf-8").splitlines()] == [
        {"query": "進撃\n", "items": [1]},
        {"items": []},
    ]
