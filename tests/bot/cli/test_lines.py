import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.batch import Pair, Profile
from bot.cli.lines import Lines, UnusablePathError, WrongLineError, json_line, whole_number, write_json_lines
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
        ('{"user": "u", "ratings": {"5114": NaN}}', "ratings.5114"),
        ('{"user": "u", "ratings": {"99999999999999999999": 9}}', "less than or equal to 2147483647"),
        ('{"user": "u", "seen": [99999999999999999999]}', "less than or equal to 2147483647"),
        ('{"user": "u", "ratings": {"-1": 9}}', "greater than or equal to 1"),
        ('{"user": "u", "rating": {"5114": 9}}', "has neither ratings nor seen, but rating"),
    ],
)
def test_what_is_wrong_with_a_profile_is_said(line: str, complaint: str) -> None:
    with pytest.raises(WrongLineError, match=complaint):
        json_line(Profile)(line)


def test_a_profile_is_a_taste() -> None:
    taste = json_line(Profile)('{"user": "u1", "ratings": {"5114": 9}, "seen": [1, 5114]}').taste
    assert taste.ratings == {5114: Rating(score=9), 1: Rating(status=Status.WATCHED)}


def test_a_key_that_nobody_asks_for_is_passed_over() -> None:
    assert json_line(Profile)('{"user": "u", "ratings": {"1": 9}, "fold": 3}').taste.ratings == {1: Rating(score=9)}


@pytest.mark.parametrize("line", ["20.0", "1_000", "٢٠", "#20", '"20"', "99999999999999999999", "-" * 5])
def test_what_is_no_id_is_refused(line: str) -> None:
    with pytest.raises(WrongLineError, match="is no anime id"):
        whole_number(line)


def test_bytes_that_are_no_utf8_make_a_wrong_line_and_spoil_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in.txt"
    path.write_bytes(b"naruto\r\n\xff\xfe\r\n" + "ポケモン\u2028x".encode())
    assert list(Lines(path).read(str)) == [(1, "naruto"), (3, "ポケモン\u2028x")]
    assert capsys.readouterr().err == "in.txt, line 2: is not UTF-8\n"


def test_a_file_that_is_gone_or_nowhere_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnusablePathError, match=r"gone\.txt cannot be read: No such file"):
        list(Lines(tmp_path / "gone.txt").read(str))
    with pytest.raises(UnusablePathError, match=r"out\.jsonl cannot be written: No such file"):
        write_json_lines(tmp_path / "missing" / "out.jsonl", [])


def test_the_answers_do_not_go_where_the_questions_come_from(tmp_path: Path) -> None:
    lines = lines_of(tmp_path, "20\n")
    (tmp_path / "link.txt").symlink_to(tmp_path / "in.txt")
    with pytest.raises(UnusablePathError, match="another one for the answers"):
        lines.check_apart(tmp_path / "link.txt")
    lines.check_apart(tmp_path / "out.txt")


def test_a_byte_order_mark_is_no_part_of_a_line(tmp_path: Path) -> None:
    lines = lines_of(tmp_path, "\ufeff20\n")
    assert list(lines.read(whole_number)) == [(1, 20)]


@given(
    st.builds(
        Pair,
        user=st.one_of(st.integers(), st.text()),
        ratings=st.dictionaries(st.integers(1, 2**31 - 1), st.integers(1, 10)),
        anime_id=st.integers(1, 2**31 - 1),
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
