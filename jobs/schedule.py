"""What happens without anyone asking, on APScheduler: the weekly training, and a look whether a new model is live."""

import asyncio
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from loguru import logger

from jobs.live import LiveModel
from jobs.retrain import Retraining, TrainingError

LOOK_EVERY_SECONDS = 5  # also how soon a model that another process trained is live here
GRACE_SECONDS = 3600  # a training missed by less than this, while the process was down, is made up for


def start_schedule(live: LiveModel, retraining: Retraining, retrain_cron: str) -> AsyncIOScheduler:
    """Start the jobs on the running event loop and return the scheduler, to be shut down by the caller.

    Raises ValueError when `retrain_cron` is no cron line of five fields.
    """
    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1})
    scheduler.add_job(_look, "interval", args=[live], seconds=LOOK_EVERY_SECONDS, id="live model")
    scheduler.add_job(
        _retrain,
        CronTrigger.from_crontab(retrain_cron, timezone=UTC),
        args=[retraining],
        id="retrain",
        misfire_grace_time=GRACE_SECONDS,
    )
    scheduler.start()
    return scheduler


async def _look(live: LiveModel) -> None:
    await asyncio.to_thread(live.refresh)


async def _retrain(retraining: Retraining) -> None:
    try:
        await retraining.run(lambda stage, share: logger.debug("Training: {} ({:.0%})", stage, share))
    except asyncio.CancelledError:
        # The process is told to stop, and nobody awaits this job but the scheduler, which would log a traceback.
        logger.info("The training under way was stopped; the live model stays")
    except TrainingError as error:
        logger.error("The weekly training failed; the live model stays: {}", error)
