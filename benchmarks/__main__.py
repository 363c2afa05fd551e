"""`make bench`: all figures in one run, on the real data, with the machine and the data named."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import engine, movielens, ncf, product, quality, scaling, search, similar
from benchmarks.data import FOLDER, present
from benchmarks.machine import machine
from benchmarks.training import VERSION
from core.engine import Engine


def main(
    data: Annotated[Path, typer.Option(help="The folder of catalogue.parquet and ratings.parquet.")] = FOLDER,
) -> None:
    """Train on the real data, then measure training, quality, speed, search and the product as a whole."""
    console = Console(width=150)
    console.print(f"[bold]Machine[/]: {machine()}")
    if not present(data):
        console.print(f"[bold red]Nothing is measured[/]: {data} holds no catalogue.parquet and ratings.parquet")
        raise typer.Exit(1)
    console.print(f"[bold]Data[/]: {data}")
    with TemporaryDirectory(prefix="osusume-bench-") as models:
        folder = Path(models) / VERSION
        _train(console, data, Path(models))
        engine.report(console, data, folder)
        quality.report(console, data, Engine.load(folder))
        similar.report(console, data, Engine.load(folder))
        search.report(console, data)
        product.report(console, data, folder)
    movielens.report(console)
    ncf.report(console)
    scaling.report(console)


def _train(console: Console, data: Path, models: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.training", str(data), str(models)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  our own program
    took = json.loads(done.stdout.splitlines()[-1])
    console.print(f"[bold]Training[/] on {took['counts']}: {took['seconds']:.0f} s, peak {took['peak_gib']:.1f} GiB")
    for stage, began in took["stages"].items():
        console.print(f"  {began:6.1f} s  {stage}")
    console.print(
        f"  the model's own figures, on people that it held out itself: {took['metrics']}, best {took['blend']}"
    )


if __name__ == "__main__":
    typer.run(main)
