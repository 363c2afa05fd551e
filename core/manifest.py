"""What a model folder says of itself, and the proof that its files are the ones that were written."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.model_files import BrokenModelError, load_json, save_json

FORMAT = 8
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """One model's description."""

    version: str
    trained_at: datetime
    data: str  # what it was trained on, in words
    blend: str  # the blend that ranked best when it was measured, used where a request names none
    corrected_from: int | None  # evidence from which the second stage corrects the blend; None: nowhere
    counts: Mapping[str, int]  # "anime", "people", "ratings", "rated anime"
    metrics: Mapping[str, float]  # measured on people held out; empty where there were too few to hold any out
    files: Mapping[str, str]  # SHA-256 in hex by file name


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write `manifest` into `folder`, with the checksum of every other file there in place of `manifest.files`."""
    files = {path.name: checksum(path) for path in sorted(folder.iterdir()) if path.name != NAME}
    save_json(
        folder / NAME,
        {
            "format": FORMAT,
            "version": manifest.version,
            "trained_at": manifest.trained_at.isoformat(),
            "data": manifest.data,
            "blend": manifest.blend,
            "corrected_from": manifest.corrected_from,
            "counts": dict(manifest.counts),
            "metrics": dict(manifest.metrics),
            "files": files,
        },
    )


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of `folder`.

    Raises BrokenModelError where it is missing, unreadable, of another format version or lacks a field.
    """
    path = folder / NAME
    value = load_json(path)
    try:
        if value["format"] != FORMAT:
            raise BrokenModelError(f"{path}: format {value['format']}, this program reads format {FORMAT}")
        return Manifest(
            version=str(value["version"]),
            trained_at=datetime.fromisoformat(value["trained_at"]),
            data=str(value["data"]),
            blend=str(value["blend"]),
            corrected_from=None if value["corrected_from"] is None else int(value["corrected_from"]),
            counts={str(name): int(count) for name, count in value["counts"].items()},
            metrics={str(name): float(metric) for name, metric in value["metrics"].items()},
            files={str(name): str(digest) for name, digest in value["files"].items()},
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BrokenModelError(f"{path}: {error!r}") from error


def verify(folder: Path, manifest: Manifest) -> None:
    """Raise BrokenModelError, naming the file, where one that the manifest lists is missing or differs."""
    for name, expected in manifest.files.items():
        if Path(name).name != name:
            raise BrokenModelError(f"{folder / NAME}: {name!r} is not a plain file name")
        try:
            found = checksum(folder / name)
        except OSError as error:
            raise BrokenModelError(f"{folder / name}: {error}") from error
        if found != expected:
            raise BrokenModelError(f"{folder / name}: its checksum is not the one in the manifest")


def checksum(path: Path) -> str:
    """Return the file's SHA-256 in hex, read in pieces. Raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
