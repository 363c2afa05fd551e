"""A data folder as the first start leaves it: the bundled catalogue, its simulation, a live model."""

import asyncio
import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from bot.app import opened_app
from bot.settings import Settings

KEY = "0123456789abcdef" * 4
Told = list[tuple[str, float]]


async def _first_start(folder: Path) -> Told:
    told: Told = []
    settings = Settings(data_dir=folder, secret_key=KEY)
    async with opened_app(settings, lambda stage, share: told.append((stage, share))):
        return told


@cache
def first_start() -> tuple[Path, Told]:
    """Return the folder, not to be changed, and the progress that was told while it was filled."""
    folder = Path(tempfile.mkdtemp(prefix="osusume-home-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder, asyncio.run(_first_start(folder))


def furnished_home(folder: Path) -> Path:
    """Return a copy of the folder after the first start, to live in."""
    shutil.copytree(first_start()[0], folder)
    return folder
