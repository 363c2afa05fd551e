"""A model folder's description of itself."""

import json
import shutil
from pathlib import Path

import pytest

from core.engine import Engine
from core.manifest import NAME, read_manifest, verify
from core.model_files import BrokenModelError
from tests.small_world import DATA, TRAINED_AT, VERSION, small_model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_model(), tmp_path / VERSION))


def rewrite(folder: Path, **changes: object) -> None:
    value = json.loads((folder / NAME).read_text())
    (folder / NAME).write_text(json.dumps(value | changes))


def test_it_says_what_the_model_was_made_of() -> None:
    manifest = read_manifest(small_model())
    assert (manifest.version, manifest.trained_at, manifest.data) == (VERSION, TRAINED_AT, DATA)
    assert manifest.counts["anime"] == 119
    assert 0 < manifest.metrics["ndcg@10"] <= 1
    assert set(manifest.files) == {path.name for path in small_model().iterdir()} - {NAME}


def test_every_file_that_changes_is_found_out(folder: Path) -> None:
    for name in read_manifest(folder).files:
        before = (folder / name).read_bytes()
        (folder / name).write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
        with pytest.raises(BrokenModelError, match=name):
            Engine.load(folder)
        (folder / name).write_bytes(before)
    Engine.load(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "popular.order.npy").unlink()
    with pytest.raises(BrokenModelError, match=r"popular\.order\.npy"):
        Engine.load(folder)


@pytest.mark.parametrize(
    "changes",
    [{"format": 99}, {"trained_at": "yesterday"}, {"counts": {"anime": "many"}}, {"files": 3}, {"metrics": None}],
)
def test_a_manifest_that_makes_no_sense_is_refused(folder: Path, changes: dict[str, object]) -> None:
    rewrite(folder, **changes)
    with pytest.raises(BrokenModelError, match=NAME):
        read_manifest(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", "{", "\ufffd"])
def test_a_manifest_that_is_no_manifest_is_refused(folder: Path, text: str) -> None:
    (folder / NAME).write_text(text)
    with pytest.raises(BrokenModelError, match=NAME):
        Engine.load(folder)


def test_a_blend_that_is_unknown_here_is_refused_before_anybody_asks(folder: Path) -> None:
    rewrite(folder, blend="tomorrow's")
    with pytest.raises(BrokenModelError, match="tomorrow's"):
        Engine.load(folder)


def test_no_manifest_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(BrokenModelError, match=NAME):
        Engine.load(tmp_path)


def test_files_outside_the_folder_are_not_read(folder: Path) -> None:
    rewrite(folder, files={"../secret": "0"})
    with pytest.raises(BrokenModelError, match="plain file name"):
        verify(folder, read_manifest(folder))
