"""Reads a file of anime, CSV or Parquet, row by row."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from core.anime import Anime
from sources.faults import NO_ID, WRONG_WIDTH, check_usable
from sources.files import (
    Share,
    Utf8,
    check_columns,
    column_names,
    cut_off,
    ends_with_line,
    opened,
    opened_parquet,
    unit,
)
from sources.report import FileReport, Tally, Unit
from sources.row import Row

TWICE = "came twice: the last one was taken"
NO_TITLE = "has no title"
NOT_CSV = "cannot be read as CSV"

_LONGEST_VALUE = 1 << 20  # bytes; csv's own limit is an eighth of it
_ROWS_AT_ONCE = 4_096


@dataclass(frozen=True, slots=True)
class CatalogueFormat:
    """How a catalogue's columns are called and what is made of a row.

    required: columns without which a file is not taken. read: makes an anime of an id and its row; an anime without a
    title is refused.
    """

    id_column: str
    required: tuple[str, ...]
    read: Callable[[int, Row], Anime]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The anime of a file, by id, and what was found while reading it."""

    anime: Mapping[int, Anime]
    report: FileReport


def read_catalogue(path: Path, form: CatalogueFormat, share: Share) -> Catalogue:
    """Return what a file of anime holds. `share` hears how far it is, 0 to 1. Raises UnusableFileError."""
    tally = Tally(path, unit(path))
    rows = _csv_rows(path, form, tally, share) if tally.unit is Unit.LINE else _parquet_rows(path, form, share)
    anime: dict[int, Anime] = {}
    for place, values in rows:
        tally.read += 1
        row = Row(values, place, tally)
        anime_id = row.anime_id(form.id_column)
        if anime_id is None:
            tally.refuse(NO_ID, [place])
            continue
        one = form.read(anime_id, row)
        if not one.titles:
            tally.refuse(NO_TITLE, [place])
            continue
        if anime_id in anime:
            tally.repair(TWICE, [place])
        anime[anime_id] = one
    check_usable(tally, tally.refused)
    return Catalogue(anime, tally.report())


def _csv_rows(path: Path, form: CatalogueFormat, tally: Tally, share: Share) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line each row begins in, and its values by column."""
    csv.field_size_limit(_LONGEST_VALUE)
    with opened(path) as file:
        raw = Utf8(path, file, share)
        reader = csv.reader(io.TextIOWrapper(io.BufferedReader(raw), encoding="utf-8", newline=""), strict=True)
        names = column_names(next(reader, []))
        check_columns(path, names, (form.id_column, *form.required))
        broken_at = 0
        while True:
            place = reader.line_num + 1
            try:
                values = next(reader, None)
                fault = WRONG_WIDTH if values and len(values) != len(names) else None
            except csv.Error:
                values, fault = [], NOT_CSV
            if values is None:
                break
            if fault is not None:
                tally.read += 1
                tally.refuse(fault, [place])
                broken_at = place
            elif values:
                broken_at = 0
                yield place, dict(zip(names, values, strict=True))
        if broken_at and not ends_with_line(file):
            raise cut_off(path, broken_at)


def _parquet_rows(path: Path, form: CatalogueFormat, share: Share) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number of each row, from 1, and its values as text by column; nothing is an empty text."""
    with opened_parquet(path) as file:
        names = column_names(file.schema_arrow.names)
        check_columns(path, names, (form.id_column, *form.required))
        place, total = 0, max(file.metadata.num_rows, 1)
        for batch in file.iter_batches(_ROWS_AT_ONCE):
            columns = [_texts(column) for column in batch.columns]
            for values in zip(*columns, strict=True):
                place += 1
                yield place, dict(zip(names, values, strict=True))
            share(place / total)


def _texts(column: pa.Array) -> list[str]:
    if pa.types.is_nested(column.type):
        return ["" if value is None else str(value) for value in column.to_pylist()]
    return ["" if value is None else value for value in column.cast(pa.string()).to_pylist()]
