"""Measuring the recommender beside its peers, on people it is not trained on. Takes minutes and all of a processor."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from core.engine import Engine
from core.evaluation.evaluating import Evaluation, Progress, evaluate
from core.evaluation.people import split
from core.training import train
from jobs.training_data import TrainingData

VERSION = "measured"


def evaluated(  # noqa: PLR0913  what is measured, and how
    data: TrainingData, *, people: int, lists: int, seed: int, trained_at: datetime, progress: Progress
) -> Evaluation:
    """Train a model without the people held out, which never goes live, and return how it does beside its peers.

    people: at most how many are held out for the test. lists: how many the coverage of the dial is over. Blocks: it is
    for a process that answers nobody. Raises TooFewPeopleError, and ValueError for an empty catalogue.
    """
    parts = split(data.rows, people, seed)
    with TemporaryDirectory(prefix="osusume-evaluation-") as models:
        folder = Path(models) / VERSION
        train(
            data.catalogue,
            parts.training,
            folder,
            version=VERSION,
            trained_at=trained_at,
            data=data.described,
            progress=lambda _stage, share: progress("Training without the people held out", share),
        )
        return evaluate(
            Engine.load(folder), data.catalogue, parts, data=data.described, seed=seed, lists=lists, progress=progress
        )
