"""`osusume evaluate`, on the bundled catalogue and its simulated people."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import cli
from core.versions import versions


def test_an_evaluation_prints_its_tables_and_fills_its_folder(home: Path, tmp_path: Path) -> None:
    before, out = versions(home / "models"), tmp_path / "new" / "figures"
    result = CliRunner(env={"COLUMNS": "200"}).invoke(
        cli, ["evaluate", "--people", "60", "--lists", "50", "--out", str(out), "--data", str(home)]
    )
    assert result.exit_code == 0, result.output
    for said in ("simulated ratings", "people never seen in training", "NDCG@10", "EASE^R", "±", "p < 0.001"):
        assert said in result.stdout
    assert versions(home / "models") == before

    values = json.loads((out / "evaluation.json").read_text("utf-8"))
    with (out / "evaluation.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(values["figures"]) > 200
    ours = [one for one in rows if one["model"] == "ours, plain" and one["measure"] == "NDCG@10"]
    assert {"80 % of the ratings", "0 likes", "1 like", "3 likes"} <= {one["profile"] for one in ours}
    assert all(float(one["low"]) <= float(one["value"]) <= float(one["high"]) for one in ours)
    pictures = list(out.glob("*.png"))
    assert out / "ndcg-10-1-like.png" in pictures
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
    assert f"{len(pictures) + 2} files" in result.stdout


@pytest.mark.parametrize(
    ("options", "said"), [(["--people", "10"], "too few"), (["--out", "file/in"], "cannot be made")]
)
def test_an_evaluation_that_cannot_be_is_said_in_a_sentence(
    home: Path, tmp_path: Path, options: list[str], said: str
) -> None:
    (tmp_path / "file").touch()
    result = CliRunner().invoke(cli, ["evaluate", *options, "--data", str(home)])
    assert result.exit_code == 1
    assert said in result.stderr.replace("\n", " ")
