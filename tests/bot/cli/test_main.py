import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import cli

FIRST_SEASON, SHIPPUDEN, BEBOP = 20, 1735, 1


def osusume(*arguments: str | int | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def rows(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_ask_prints_the_reply_and_remembers_who_asked(home: Path) -> None:
    assert "Cowboy Bebop" in osusume("ask", "/rate cowboy bebop 9", "--as", "ann", "--data", home).output
    assert "Cowboy Bebop" in osusume("ask", "/history", "--as", "ann", "--data", home).output
    assert "Cowboy Bebop" not in osusume("ask", "/history", "--as", "ben", "--data", home).output


def test_recommend_answers_each_profile_and_tells_wrong_lines(home: Path, tmp_path: Path) -> None:
    profiles, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    profiles.write_text(
        '{"user": "u1", "ratings": {"20": 9, "21": 8}, "seen": [1, 5]}\n{"user": 2}\n'
        '{"user": "u3", "ratings": {"1": 11}}\n'
    )
    result = osusume("recommend", "--profiles", profiles, "--k", 20, "--out", out, "--data", home)
    assert result.exit_code == 1
    assert "in.jsonl, line 3: ratings.1" in result.stderr
    first, second = rows(out)
    assert (first["user"], second["user"]) == ("u1", 2)
    for row in (first, second):
        items = row["items"]
        assert len(set(items)) == 20
    assert not {1, 5, 20, 21} & set(first["items"])


def test_plain_keeps_the_rankers_own_order(home: Path, tmp_path: Path) -> None:
    profiles, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    profiles.write_text('{"user": "u1", "ratings": {"20": 10}}\n')
    assert osusume("recommend", "--profiles", profiles, "--k", 50, "--out", out, "--data", home).exit_code == 0
    shown = rows(out)[0]["items"]
    assert (
        osusume("recommend", "--profiles", profiles, "--k", 50, "--out", out, "--data", home, "--plain").exit_code == 0
    )
    plain = rows(out)[0]["items"]
    assert plain != shown
    assert 20 not in plain


def test_similar_names_neighbours_and_tells_unknown_ids(home: Path, tmp_path: Path) -> None:
    ids, out = tmp_path / "ids.txt", tmp_path / "out.jsonl"
    ids.write_text("20\n999999999\n1\n")
    result = osusume("similar", "--ids", ids, "--k", 5, "--out", out, "--data", home)
    assert result.exit_code == 1
    assert "line 2: anime 999999999 is not in the catalogue" in result.stderr
    assert [(row["anime_id"], len(row["items"])) for row in rows(out)] == [(20, 5), (1, 5)]


def test_search_answers_every_line_that_says_something(home: Path, tmp_path: Path) -> None:
    queries, out = tmp_path / "queries.txt", tmp_path / "out.jsonl"
    queries.write_text("cowboy bebop\n\nnaturo\n🍜\n", "utf-8")
    assert osusume("search", "--queries", queries, "--out", out, "--data", home).exit_code == 0
    bebop, naruto, noodles = rows(out)
    assert (bebop["query"], bebop["items"][0]) == ("cowboy bebop", BEBOP)
    assert naruto["items"][0] == FIRST_SEASON
    assert noodles["query"] == "🍜"


def test_predict_answers_each_pair_between_1_and_10(home: Path, tmp_path: Path) -> None:
    pairs, out = tmp_path / "pairs.jsonl", tmp_path / "out.jsonl"
    pairs.write_text(
        '{"user": "u", "ratings": {"20": 10}, "anime_id": 1735}\n{"user": "u", "ratings": {"20": 10}, "anime_id": 1}\n'
        '{"user": "v", "ratings": {}, "anime_id": 1}\n{"user": "w", "anime_id": 999999999}\n'
    )
    result = osusume("predict", "--pairs", pairs, "--out", out, "--data", home)
    assert result.exit_code == 1
    assert "line 4" in result.stderr
    answers = rows(out)
    assert [(row["user"], row["anime_id"]) for row in answers] == [("u", SHIPPUDEN), ("u", BEBOP), ("v", BEBOP)]
    assert all(1 <= row["rating"] <= 10 for row in answers)


def test_a_batch_never_overwrites_its_questions(home: Path, tmp_path: Path) -> None:
    ids = tmp_path / "ids.txt"
    ids.write_text("20\n")
    result = osusume("similar", "--ids", ids, "--out", ids, "--data", home)
    assert (result.exit_code, ids.read_text()) == (1, "20\n")
    assert "another one for the answers" in result.stderr


def test_without_a_model_the_batch_says_how_to_get_one(tmp_path: Path, home: Path) -> None:
    ids = tmp_path / "ids.txt"
    ids.write_text("20\n")
    result = osusume("similar", "--ids", ids, "--out", tmp_path / "out", "--data", home / "elsewhere")
    assert result.exit_code == 1
    assert "osusume train" in result.stderr


def test_a_wrong_setting_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_PORT", "eighty")
    result = osusume("ask", "/help", "--data", home)
    assert result.exit_code == 1
    assert "WEB_PORT" in result.stderr


def test_a_start_that_cannot_be_is_said_in_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").touch()
    result = osusume("ask", "/help", "--data", home / "file")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "data folder" in result.stderr
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:hunter2@127.0.0.1:1/nothing")
    result = osusume("ask", "/help", "--data", home)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "nothing at 127.0.0.1:1 does not answer" in result.stderr
    assert "hunter2" not in result.stderr


def test_an_env_file_that_is_no_text_is_said(home: Path) -> None:
    (home.parent / ".env").write_bytes(b"LOG_LEVEL=\xff")
    result = osusume("ask", "/help", "--data", home)
    assert result.exit_code == 1
    assert ".env cannot be read" in result.stderr


def test_an_import_of_nothing_asks_for_a_file(home: Path) -> None:
    result = osusume("import", "kaggle", "--data", home)
    assert result.exit_code == 1
    assert "name one of the two files" in result.stderr


def test_import_then_train_replaces_the_simulation(home: Path, tmp_path: Path) -> None:
    ratings = tmp_path / "rating.csv"
    lines = [
        f"{user},{anime_id},{5 + (user + anime_id) % 6}" for user in range(40) for anime_id in (1, 20, 21, 1735, 5114)
    ]
    ratings.write_text("user_id,anime_id,rating\n" + "\n".join([*lines, "7,20,11"]) + "\n")
    result = osusume("import", "kaggle", "--ratings", ratings, "--data", home)
    assert result.exit_code == 0, result.output
    assert "200 taken" in result.output
    assert "1 " in result.output
    assert "(line 202)" in result.output
    assert "simulated ratings made way" in result.output
    again = osusume("import", "kaggle", "--ratings", ratings, "--data", home).output
    assert "0 new, 0 changed, 200 as they were" in again
    trained = osusume("train", "--data", home)
    assert trained.exit_code == 0, trained.output
    assert "simulated" not in trained.output


def test_a_file_that_nothing_can_be_taken_from_is_refused_in_a_sentence(home: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "rating.csv"
    wrong.write_text("name,stars\nann,5\n")
    result = osusume("import", "kaggle", "--ratings", wrong, "--data", home)
    assert result.exit_code == 1
    assert "Traceback" not in result.stderr
    assert "user_id" in result.stderr
