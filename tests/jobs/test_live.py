import shutil
from pathlib import Path

import pytest

from core.versions import promote
from jobs.live import LiveModel, NoModelError
from tests.logged import logged
from tests.small_world import VERSION, small_model


@pytest.fixture
def models(tmp_path: Path) -> Path:
    shutil.copytree(small_model(), tmp_path / VERSION)
    return tmp_path


def copied(models: Path, version: str) -> Path:
    """Another folder with the same model; a model's version is its folder's name, so only the manifest differs."""
    folder = models / version
    shutil.copytree(models / VERSION, folder)
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"{VERSION}"', f'"{version}"'))
    return folder


def test_without_a_model_it_says_how_to_get_one(tmp_path: Path) -> None:
    live = LiveModel(tmp_path)
    assert not live.refresh()
    assert not live.loaded
    with pytest.raises(NoModelError, match="osusume train"):
        _ = live.engine


def test_it_is_loaded_once_and_exchanged_when_the_pointer_moves(models: Path) -> None:
    promote(models, VERSION)
    live = LiveModel(models)
    assert live.refresh()
    first = live.engine
    assert not live.refresh()
    assert live.engine is first
    copied(models, "small-2")
    assert not live.refresh()
    promote(models, "small-2")
    assert live.refresh()
    assert live.engine.version == "small-2"


def test_a_broken_model_is_refused_once_and_the_good_one_stays(models: Path) -> None:
    promote(models, VERSION)
    live = LiveModel(models)
    live.refresh()
    broken = next(path for path in copied(models, "small-2").iterdir() if path.suffix == ".npy")
    broken.write_bytes(broken.read_bytes()[:-1])
    promote(models, "small-2")
    with logged("ERROR") as said:
        assert not live.refresh()
        assert not live.refresh()
    assert live.engine.version == VERSION
    assert len(said) == 1
    assert broken.name in said[0]
    assert "small-2" in said[0]


def test_a_pointer_that_cannot_be_read_is_told_once_and_the_good_model_stays(models: Path) -> None:
    promote(models, VERSION)
    live = LiveModel(models)
    live.refresh()
    (models / "live").write_text("../elsewhere")
    with logged("ERROR") as said:
        assert not live.refresh()
        assert not live.refresh()
    assert live.engine.version == VERSION
    assert len(said) == 1
    promote(models, copied(models, "small-2").name)
    assert live.refresh()
