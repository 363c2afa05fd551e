"""The folder of model folders, and the one pointer that says which of them is live."""

import os
import re
import shutil
from pathlib import Path

from core.manifest import NAME

POINTER = "live"
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def model_folder(models: Path, version: str) -> Path:
    """Return where the model of that version lies or would lie.

    Raises ValueError where `version` is not a plain name, or is the pointer's own.
    """
    if not _VERSION.fullmatch(version) or version == POINTER:
        raise ValueError(f"{version!r} cannot name a model version")
    return models / version


def live_folder(models: Path) -> Path | None:
    """Return the live model's folder; None where none was promoted yet or the promoted one is gone."""
    try:
        version = (models / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    folder = model_folder(models, version)
    return folder if (folder / NAME).is_file() else None


def promote(models: Path, version: str) -> None:
    """Make `version` the live one, atomically: a reader sees the old pointer or the new one, never half.

    Raises FileNotFoundError where there is no finished model of that version, ValueError for an impossible name.
    """
    folder = model_folder(models, version)
    if not (folder / NAME).is_file():
        raise FileNotFoundError(f"{folder} holds no finished model")
    fresh = models / f"{POINTER}.{os.getpid()}.new"
    with fresh.open("w", encoding="utf-8") as file:
        file.write(version + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(models / POINTER)


def versions(models: Path) -> list[str]:
    """Return the versions of all finished models in `models`, in the order of their names."""
    if not models.is_dir():
        return []
    return sorted(path.name for path in models.iterdir() if _VERSION.fullmatch(path.name) and (path / NAME).is_file())


def forget_old(models: Path, keep: int) -> list[str]:
    """Remove all but the `keep` latest models, never the live one; return the versions that went.

    Who has one of them open goes on reading it: memory-mapped files outlive their names. Raises ValueError for keeping
    none.
    """
    if keep < 1:
        raise ValueError("at least one model is kept")
    live = live_folder(models)
    old = [version for version in versions(models)[:-keep] if live is None or version != live.name]
    for version in old:
        shutil.rmtree(model_folder(models, version))
    return old
