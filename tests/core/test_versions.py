"""The folder of models and its pointer."""

from pathlib import Path

import pytest

from core.versions import forget_old, live_folder, promote, versions


def finished(models: Path, version: str) -> Path:
    folder = models / version
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    return folder


def test_nothing_is_live_before_a_promotion(tmp_path: Path) -> None:
    assert live_folder(tmp_path / "models") is None
    assert versions(tmp_path / "models") == []
    finished(tmp_path, "v1")
    assert live_folder(tmp_path) is None


def test_promoting_moves_the_pointer_and_rolling_back_is_the_same(tmp_path: Path) -> None:
    first, second = finished(tmp_path, "v1"), finished(tmp_path, "v2")
    promote(tmp_path, "v1")
    assert live_folder(tmp_path) == first
    promote(tmp_path, "v2")
    assert live_folder(tmp_path) == second
    promote(tmp_path, "v1")
    assert live_folder(tmp_path) == first
    assert versions(tmp_path) == ["v1", "v2"]


def test_only_a_finished_model_can_be_promoted(tmp_path: Path) -> None:
    finished(tmp_path, "v1")
    promote(tmp_path, "v1")
    (tmp_path / "half").mkdir()
    with pytest.raises(FileNotFoundError):
        promote(tmp_path, "half")
    assert live_folder(tmp_path) == tmp_path / "v1"
    assert versions(tmp_path) == ["v1"]


def test_a_live_model_that_was_removed_is_not_live(tmp_path: Path) -> None:
    folder = finished(tmp_path, "v1")
    promote(tmp_path, "v1")
    (folder / "manifest.json").unlink()
    assert live_folder(tmp_path) is None


@pytest.mark.parametrize("version", ["../v1", "", ".hidden", "a/b", "live"])
def test_a_version_is_a_plain_name(tmp_path: Path, version: str) -> None:
    with pytest.raises(ValueError, match="cannot name"):
        promote(tmp_path, version)


def test_all_but_the_latest_go_and_never_the_live_one(tmp_path: Path) -> None:
    for version in ("v1", "v2", "v3", "v4", "v5"):
        finished(tmp_path, version)
    promote(tmp_path, "v1")
    assert forget_old(tmp_path, keep=2) == ["v2", "v3"]
    assert versions(tmp_path) == ["v1", "v4", "v5"]
    assert forget_old(tmp_path, keep=2) == []


def test_where_few_are_left_none_go(tmp_path: Path) -> None:
    finished(tmp_path, "v1")
    assert forget_old(tmp_path, keep=3) == []
    with pytest.raises(ValueError, match="at least one"):
        forget_old(tmp_path, keep=0)
