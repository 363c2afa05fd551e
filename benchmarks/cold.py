"""A process that loads a model and answers once: `python -m benchmarks.cold FOLDER` prints the answer's first id."""

import sys
from pathlib import Path

from core.engine import Engine
from core.taste import Rating, Taste
from core.wish import Wish

if __name__ == "__main__":
    loaded = Engine.load(Path(sys.argv[1]))
    print(loaded.recommend(Taste({5114: Rating(9)}), Wish(), 10)[0].anime_id)
