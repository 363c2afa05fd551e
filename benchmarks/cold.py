"""A process that only loads a model and answers: `python -m benchmarks.cold FOLDER` prints what that takes."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import psutil

from core.engine import Engine
from core.taste import Rating, Taste
from core.wish import Wish

QUESTIONS, FEWEST, MOST = 200, 5, 200  # ratings of each taste


def main(folder: Path) -> None:
    """Print the figures as a line of JSON: processor seconds from the start of Python on, and resident MiB."""
    engine = Engine.load(folder)
    loaded = _resident()
    engine.recommend(Taste({5114: Rating(9)}), Wish(), 10)
    ready = time.process_time()
    random, known = np.random.default_rng(1), engine.rank(Taste(), 3_000)
    for _ in range(QUESTIONS):
        rated = random.choice(known, random.integers(FEWEST, MOST + 1), replace=False).tolist()
        scores = random.integers(4, 11, len(rated)).tolist()
        engine.recommend(Taste({anime: Rating(score) for anime, score in zip(rated, scores, strict=True)}), Wish(), 10)
    print(json.dumps({"ready": ready, "loaded": loaded, "answered": _resident()}))


def _resident() -> float:
    return float(psutil.Process().memory_info().rss / 2**20)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
