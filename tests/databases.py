"""Databases for tests of every room: real ones, migrated once and copied."""

import atexit
import shutil
import tempfile
from pathlib import Path

from storage.database import Database
from storage.secrets import KEY_BYTES, Secrets

SECRETS_KEY = bytes(range(KEY_BYTES))
SECRETS = Secrets(SECRETS_KEY)

_templates: list[Path] = []


def sqlite_url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


async def _template() -> Path:
    """Return a migrated, empty SQLite file, made on the first call of the process."""
    if not _templates:
        folder = Path(tempfile.mkdtemp(prefix="osusume-tests-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        file = folder / "template.db"
        database = Database(sqlite_url(file), SECRETS)
        await database.upgrade()
        await database.close()
        _templates.append(file)
    return _templates[0]


async def sqlite_database(folder: Path) -> Database:
    """Return a migrated, empty SQLite database of its own in `folder`; the caller closes it."""
    file = folder / "osusume.db"
    shutil.copyfile(await _template(), file)
    return Database(sqlite_url(file), SECRETS)
