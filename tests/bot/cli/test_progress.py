import pytest
from rich.console import Console

from bot.cli import progress
from bot.cli.progress import shown_progress


def test_without_a_terminal_each_stage_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress() as tell:
        tell("Reading", 0.0)
        tell("Reading", 0.7)
        tell("Writing", 0.1)
    assert capsys.readouterr().err == "Reading …\nWriting …\n"


def test_in_a_terminal_every_stage_has_a_bar_and_ends_full(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "Console", lambda stderr: Console(stderr=stderr, force_terminal=True, width=100))
    with shown_progress() as tell:
        tell("Reading", 0.25)
        tell("Writing", 0.5)
    final = capsys.readouterr().err.rpartition("Reading")[2]
    assert "Writing" in final
    assert final.count("100%") == 2
