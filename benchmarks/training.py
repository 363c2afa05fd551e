"""Training on the real data, in a process of its own, so that its peak of memory is its own."""

import json
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from benchmarks.data import catalogue, ratings
from core.interactions import Interactions
from core.learning.held_out import take
from core.training import train

HELD_OUT, SEED = 1_000, 20_260_101
VERSION = "measured"


def test_people(rows: Interactions) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the people that no model here is trained on."""
    people: np.ndarray[tuple[int], np.dtype[np.int64]] = np.unique(rows.users).astype(np.int64)
    return np.random.default_rng(SEED).choice(people, HELD_OUT, replace=False)


def main(data: Path, models: Path) -> None:
    """Train on everybody but the people held out, and print what it took as a line of JSON."""
    rows = ratings(data)
    kept = take(rows, ~np.isin(rows.users, test_people(rows)))
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
        "peak_gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**30 if sys.platform == "darwin" else 2**20),
        "stages": stages,
        "metrics": dict(manifest.metrics),
        "blend": manifest.blend,
        "counts": dict(manifest.counts),
    }
    print(json.dumps(took))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
