"""Puts the house together: database, live model, commands. `bot.serving` puts the surfaces in front of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile

from bot.commands.all import registry
from bot.commands.house import House
from bot.conversation.conversation import Conversation
from bot.conversation.request import Identity
from bot.settings import Settings, UnusableSettingError, secret_key
from jobs.live import LiveModel
from jobs.retrain import Retraining
from sources.first_fill import fill_with_bundle
from storage.database import Database
from storage.secrets import Secrets

Progress = Callable[[str, float], None]


def clock() -> datetime:
    """Return the time; every room that needs it is handed this clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class App:
    """The opened process: its parts, ready to answer or to be served."""

    settings: Settings
    key: bytes
    live: LiveModel
    retraining: Retraining
    house: House
    conversation: Conversation


@asynccontextmanager
async def opened_database(settings: Settings) -> AsyncIterator[Database]:
    """Open the database that `settings` name, migrated to today's form, and close it in the end.

    Raises UnusableSettingError where data or key cannot be kept, storage.database.UnusableDatabaseError.
    """
    _make_writable(settings.data_dir)
    database = Database(settings.url, Secrets(secret_key(settings)))
    try:
        await database.upgrade()
        yield database
    finally:
        await database.close()


def _make_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UnusableSettingError(
            f"Nothing can be kept in the data folder {folder} ({error.strerror or error}). "
            "Set DATA_DIR to a folder that can be written to."
        ) from error


@asynccontextmanager
async def opened_app(settings: Settings, progress: Progress) -> AsyncIterator[App]:
    """Open everything: a database that is filled, a model that is live.

    On the first start that takes the bundled catalogue and a first training, told to `progress`.
    Raises what `opened_database` raises, jobs.retrain.TrainingError when that training fails, and
    jobs.live.NoModelError when its model cannot be loaded.
    """
    async with opened_database(settings) as database:
        key = secret_key(settings)
        live = LiveModel(settings.models)
        retraining = Retraining(database, settings.url, key, settings.models, clock)
        await fill_with_bundle(database, at=clock(), progress=progress)
        await asyncio.to_thread(live.refresh)
        if not live.loaded:
            await retraining.run(progress)
            await asyncio.to_thread(live.refresh)
        admins = frozenset(Identity(*admin.split(":", 1)) for admin in settings.admins)
        house = House(database=database, live=live, retraining=retraining, clock=clock, admins=admins)
        try:
            yield App(settings, key, live, retraining, house, Conversation(registry, house))
        finally:
            await house.close()
