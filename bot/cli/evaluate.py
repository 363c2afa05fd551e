"""An evaluation in the terminal, and in a folder as a table, as JSON and as pictures."""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.cli.lines import UnusablePathError
from bot.pictures.intervals import intervals
from core.evaluation.contender import OURS, SHOWN
from core.evaluation.evaluating import Evaluation
from core.evaluation.measures import HIGHER, LOWER, NDCG
from core.evaluation.people import WHOLE
from core.evaluation.records import EVERYBODY, Record, records
from core.evaluation.sheets import sheets

TABLE, VALUES = "evaluation.csv", "evaluation.json"
_BETTER = dict.fromkeys(HIGHER, "higher") | dict.fromkeys(LOWER, "lower")


def show(console: Console, found: Evaluation) -> None:
    """Print every sheet with its note."""
    for sheet in sheets(found):
        table = Table(*sheet.columns, title=sheet.title, title_justify="left", show_lines=False)
        for row in sheet.rows:
            table.add_row(*row)
        console.print(table)
        console.print(sheet.note, highlight=False)
        console.print()


def ready(folder: Path) -> None:
    """Make the folder, so that nobody waits for minutes to hear that it cannot be. Raises UnusablePathError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusablePathError(f"{folder} cannot be made: {error.strerror or error}.") from error


def save(found: Evaluation, folder: Path) -> list[Path]:
    """Write the table, the JSON and a PNG a measure into a folder that exists; return the files.

    Raises UnusablePathError where one cannot be written.
    """
    rows = list(records(found))
    try:
        _write_table(folder / TABLE, rows)
        (folder / VALUES).write_text(json.dumps(_values(found, rows), ensure_ascii=False, indent=1), encoding="utf-8")
        pictures = []
        for name, png in _pictures(rows):
            pictures.append(folder / name)
            pictures[-1].write_bytes(png)
    except OSError as error:
        raise UnusablePathError(f"{error.filename} cannot be written: {error.strerror or error}.") from error
    return [folder / TABLE, folder / VALUES, *pictures]


def _write_table(path: Path, rows: Sequence[Record]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Record)])
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)


def _values(found: Evaluation, rows: Sequence[Record]) -> dict[str, object]:
    return {
        "data": found.data,
        "seed": found.seed,
        "figures": [asdict(row) for row in rows],
        "coverage": dict(found.coverage),
        "dial": [
            {
                "adventure": dial.adventure,
                "ndcg@10": dial.ndcg.value,
                "coverage": dial.coverage,
                "popular": dial.popular,
                "lists": dial.lists,
            }
            for dial in found.dials
        ],
        "tried": [asdict(one) for one in found.tried],
    }


def _pictures(rows: Sequence[Record]) -> Iterator[tuple[str, bytes]]:
    """Yield a file name and a PNG for each measure of whole profiles, and for NDCG@10 of every other group."""

    def group(row: Record) -> tuple[str, str, str]:
        return row.profile, row.people, row.measure

    for (profile, people, measure), of_group in groupby(sorted(rows, key=group), key=group):
        if profile == WHOLE or measure == NDCG:
            who = profile if people == EVERYBODY else people
            note = f"{who}, {_BETTER[measure]} is better" if measure in _BETTER else who
            name = re.sub(r"[^a-z0-9]+", "-", f"{measure} {who}".lower()).strip("-")
            yield f"{name}.png", intervals(measure, note, list(of_group), frozenset({OURS, SHOWN}))
