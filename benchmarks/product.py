"""The product as its host meets it: importing the real data, and a question to a process that has just started."""

import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from subprocess import DEVNULL
from tempfile import TemporaryDirectory

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.machine import spread, timed
from core.versions import promote

OSUSUME = (sys.executable, "-m", "bot.cli.main")
LOOK_EVERY_SECONDS = 0.05
STARTS = 7
QUESTIONS = ("/recommend", "/similar naruto", "/why")
KEY = "0" * 64  # of a database that is thrown away


def report(console: Console, data: Path, folder: Path) -> None:
    """Print what imports take, and the time from starting a process to its answer with the model in `folder`."""
    table = Table("", "seconds", "MiB at the peak", title="osusume, from the command line")
    files = ("--catalogue", str(data / "catalogue.parquet"), "--ratings", str(data / "ratings.parquet"))
    with TemporaryDirectory(prefix="osusume-product-") as home:
        table.add_row("import the table pair", *_run("import", "table", *files, "--data", home))
        table.add_row("import it again", *_run("import", "table", *files, "--data", home))
        models = Path(home) / "models"
        shutil.copytree(folder, models / folder.name)
        promote(models, folder.name)
        for question in QUESTIONS:
            _run("ask", question, "--data", home)  # the first one fills the disk's cache
            asked = timed(lambda words: _run(*words), [("ask", question, "--data", home)] * STARTS)
            table.add_row(f"a new process answers {question}", spread([each / 1000 for each in asked]), "")
    console.print(table)


def _run(*words: str) -> Sequence[str]:
    """Run the console script; return the seconds it took and the most memory it was seen with."""
    start, peak = time.perf_counter(), 0
    environment = os.environ | {"SECRET_KEY": KEY, "LOG_LEVEL": "ERROR"}
    with psutil.Popen([*OSUSUME, *words], stdout=DEVNULL, stderr=DEVNULL, env=environment) as process:
        while process.poll() is None:
            try:
                peak = max(peak, process.memory_info().rss)
            except psutil.NoSuchProcess:
                break
            time.sleep(LOOK_EVERY_SECONDS)
        status = process.wait()
    if status != 0:
        raise RuntimeError(f"osusume {' '.join(words)} ended with status {status}")
    return f"{time.perf_counter() - start:.1f}", f"{peak / 2**20:.0f}"
