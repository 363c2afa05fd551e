"""Training on the real data, in a process of its own, so that its peak of memory is its own."""

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from benchmarks.data import catalogue, ratings
from benchmarks.machine import peak
from core.evaluation.people import Split, split
from core.interactions import Interactions
from core.training import train

HELD_OUT, SEED = 1_000, 20_260_101
VERSION = "measured"


def parts(rows: Interactions) -> Split:
    """Return the rows that models here are trained on, those that peers are tuned with, and those of the test."""
    return split(rows, HELD_OUT, SEED)


def test_people(rows: Interactions) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the people that everything here is measured with."""
    people: np.ndarray[tuple[int], np.dtype[np.int64]] = np.unique(parts(rows).test.users).astype(np.int64)
    return people


def main(data: Path, models: Path) -> None:
    """Train on everybody but the people held out, and print what it took as a line of JSON."""
    rows = ratings(data)
    kept = parts(rows).training
    anime = catalogue(data)
    before = time.perf_counter()
    stages: dict[str, float] = {}

    def note(stage: str, _share: float) -> None:
        stages.setdefault(stage, time.perf_counter() - before)

    manifest = train(
        anime,
        kept,
        models / VERSION,
        version=VERSION,
        trained_at=datetime.now(UTC),
        data=str(data),
        progress=note,
    )
    took = {
        "seconds": time.perf_counter() - before,
        "peak_gib": peak(),
        "stages": stages,
        "metrics": dict(manifest.metrics),
        "blend": manifest.blend,
        "counts": dict(manifest.counts),
    }
    print(json.dumps(took))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
