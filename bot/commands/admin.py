"""For the people who run this bot: how it is, and a new model on request."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from bot.commands.house import House
from bot.commands.registry import registry
from bot.conversation.declaration import Permission
from bot.conversation.parameters import Choice
from bot.conversation.reply import Audience, Heading, Notice, Reply, Text, Tone
from bot.conversation.request import Request
from storage.catalogue import CatalogueCounts, counts
from storage.runs import JobRun, latest_runs
from storage.versions import ModelVersion, latest_versions

_SHOWN = 5


class Task(StrEnum):
    """What an admin can ask for."""

    STATUS = "status"
    RETRAIN = "retrain"


_TASKS = {Task.STATUS: "Status: versions, counts, last runs", Task.RETRAIN: "Retrain: make a new model now"}


@registry.command(
    "admin", "How the bot is, or a new training", family="Care", example="/admin status", permission=Permission.ADMIN
)
async def admin(_request: Request, house: House, task: Annotated[Task, Choice("What shall I do?", _TASKS)]) -> Reply:
    """Return the status, or start a training and say so."""
    if task is Task.STATUS:
        return Reply(await _status(house), Audience.PERSONAL)
    if house.retrain():
        notice = Notice("Training has begun. I go on answering; /admin status shows how it ends.", Tone.GOOD)
    else:
        notice = Notice("A training is under way already. /admin status shows how it ends.")
    return Reply((notice,), Audience.PERSONAL)


async def _status(house: House) -> tuple[Heading | Text, ...]:
    async with house.database.read() as session:
        catalogue = await counts(session)
        versions = await latest_versions(session, _SHOWN)
        runs = await latest_runs(session, _SHOWN)
    manifest = house.engine.manifest
    metrics = ", ".join(f"{name} {value:.3g}" for name, value in manifest.metrics.items()) or "not measured"
    model = (
        f"Live: {manifest.version}, trained {_when(manifest.trained_at)} on {manifest.data}.",
        f"Measured: {metrics}.",
        f"Up for {_duration(house.clock() - house.started)}."
        + (" A training is under way." if house.retraining.running else ""),
    )
    return (
        Heading("Model"),
        Text("\n".join(model)),
        Heading("Data"),
        Text(_data(catalogue)),
        Heading("Versions"),
        Text("\n".join(map(_version, versions)) or "None recorded."),
        Heading("Last runs"),
        Text("\n".join(map(_run, runs)) or "None yet."),
    )


def _data(catalogue: CatalogueCounts) -> str:
    simulated = " Simulated ones are among them." if catalogue.simulated else ""
    return f"Anime: {catalogue.anime:,}. People: {catalogue.people:,}. Ratings: {catalogue.ratings:,}.{simulated}"


def _version(version: ModelVersion) -> str:
    promoted = f"live since {_when(version.promoted_at)}" if version.promoted_at else "never live"
    return f"{version.version}: {version.data}; {promoted}"


def _run(run: JobRun) -> str:
    if run.finished_at is None or run.outcome is None:
        return f"{run.job}: began {_when(run.started_at)}, not finished"
    took = _duration(run.finished_at - run.started_at)
    return f"{run.job}: {run.outcome.value} {_when(run.finished_at)} after {took}. {run.detail}".rstrip()


def _when(moment: datetime) -> str:
    return moment.strftime("%d %B %Y, %H:%M UTC").lstrip("0")


def _duration(span: timedelta) -> str:
    """Return a span of time in its two largest units."""
    seconds = int(span.total_seconds())
    units = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))
    said = []
    for size, unit in units:
        amount, seconds = divmod(seconds, size)
        if amount:
            said.append(f"{amount} {unit}")
    return " ".join(said[:2]) or "0 s"
