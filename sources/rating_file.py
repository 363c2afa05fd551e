"""Reads a file of ratings, CSV or Parquet, in streams and columns: millions of rows in little time and memory."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute, csv

from sources.arrow_columns import names, numbers
from sources.dataset import Dataset
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
from sources.report import FIRST_PLACES, FileReport, Tally, Unit, UnusableFileError
from sources.row import HIGHEST_ID

TWICE = "rated again further down: the last rating was taken"
FROM_ZSCORE = "score worked out from a z-score"
NO_PERSON = "has no user"
NO_RATING = "has no rating"
NOT_A_RATING = "has a rating other than 1 to 10 (or 0 or -1 for: on the list, not rated)"
NOT_A_ZSCORE = "has a z-score that is no number"
UNKNOWN_ANIME = "is about an anime that is not in the catalogue"

# Some data sets hold each person's scores as z = (score - mean) / deviation. 7.6 and 1.5 are what the mean and the
# deviation usually are: so the order of a person's scores is right, and their level the usual one.
ZSCORE_MEAN, ZSCORE_DEVIATION = 7.6, 1.5

_COLUMNS = ("user_id", "anime_id", "rating", "source", "zscore")
_REQUIRED = _COLUMNS[:3]
_BLOCK_BYTES = 1 << 22
_ROWS_AT_ONCE = 131_072


@dataclass(frozen=True, slots=True)
class Ratings:
    """The ratings of a file by data set, and what was found while reading it."""

    datasets: Mapping[str, Dataset]
    report: FileReport


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some rows: the columns that matter, and the place of each row in the file."""

    columns: Mapping[str, pa.Array]
    places: NDArray[np.int32]


def read_ratings(path: Path, default: str, known: NDArray[np.int64], share: Share) -> Ratings:
    """Return the ratings in a file with the columns user_id, anime_id and rating, and maybe source and zscore.

    default: the data set of rows without a source. known: the ids of the anime in the catalogue.
    `share` hears how far it is, 0 to 1. Raises UnusableFileError.
    """
    tally = Tally(path, unit(path))
    batches = _csv_batches(path, tally, share) if tally.unit is Unit.LINE else _parquet_batches(path, share)
    datasets: dict[str, Dataset] = {}
    unknown, bad_end = 0, None
    for batch in batches:
        tally.read += len(batch.places)
        taken = _take(batch, default, known, datasets, tally)
        unknown += taken.unknown
        bad_end = None if taken.ends_well else int(batch.places[-1])
    if bad_end is not None and tally.unit is Unit.LINE:
        with opened(path) as file:
            if not ends_with_line(file):
                raise cut_off(path, bad_end)
    check_usable(tally, tally.refused - unknown)
    for dataset in datasets.values():
        again = dataset.settle()
        if len(again):
            tally.repair(TWICE, again[:FIRST_PLACES].tolist(), len(again))
    return Ratings(datasets, tally.report())


@dataclass(frozen=True, slots=True)
class _Taken:
    """unknown: how many rows were refused only for their anime. ends_well: whether the last row is well formed."""

    unknown: int
    ends_well: bool


def _take(batch: _Batch, default: str, known: NDArray[np.int64], datasets: dict[str, Dataset], tally: Tally) -> _Taken:
    """Add a batch's usable rows to `datasets`."""
    rows = _Rows(batch.places, tally)
    people, anime = names(batch.columns["user_id"]), numbers(batch.columns["anime_id"])
    rows.refuse(NO_PERSON, people.codes < 0)
    rows.refuse(NO_ID, ~anime.whole(1, HIGHEST_ID))
    scores = _scores(batch.columns, rows)
    ends_well = bool(rows.kept[-1])
    ids = np.where(rows.kept, anime.values, 0).astype(np.int32)
    unknown = rows.refuse(UNKNOWN_ANIME, ~np.isin(ids, known))
    rows.repair(FROM_ZSCORE, scores.worked_out)
    sources = names(batch.columns["source"]) if "source" in batch.columns else None
    codes = np.full(len(ids), -1, np.int32) if sources is None else sources.codes
    for code in np.unique(codes[rows.kept]):
        source = default if sources is None or code < 0 else sources.texts[code]
        chosen = rows.kept & (codes == code)
        datasets.setdefault(source, Dataset()).add(
            replace(people, codes=people.codes[chosen]), ids[chosen], scores.values[chosen], batch.places[chosen]
        )
    return _Taken(unknown, ends_well)


class _Rows:
    """The rows of a batch that are still good."""

    def __init__(self, places: NDArray[np.int32], tally: Tally) -> None:
        self.kept = np.ones(len(places), np.bool_)
        self._places = places
        self._tally = tally

    def refuse(self, reason: str, wrong: NDArray[np.bool_]) -> int:
        """Keep no longer what is wrong; return how many rows that cost."""
        refused = self.kept & wrong
        count = int(np.count_nonzero(refused))
        if count:
            self._tally.refuse(reason, self._first(refused), count)
            self.kept &= ~wrong
        return count

    def repair(self, reason: str, repaired: NDArray[np.bool_]) -> None:
        """Note which of the kept rows were put right."""
        chosen = self.kept & repaired
        if chosen.any():
            self._tally.repair(reason, self._first(chosen), int(np.count_nonzero(chosen)))

    def _first(self, chosen: NDArray[np.bool_]) -> list[int]:
        first: list[int] = self._places[np.flatnonzero(chosen)[:FIRST_PLACES]].tolist()
        return first


@dataclass(frozen=True, slots=True)
class _Scores:
    """values: 1-10, 0 for "on the list, not rated"; int8. worked_out: where a z-score gave it."""

    values: NDArray[np.int8]
    worked_out: NDArray[np.bool_]


def _scores(columns: Mapping[str, pa.Array], rows: _Rows) -> _Scores:
    """Return the score of each row, refusing rows that have none; a stated score goes before a z-score."""
    rating = numbers(columns["rating"])
    rows.refuse(NOT_A_RATING, ~rating.missing & ~rating.whole(-1, 10))
    stated = rating.values >= 1
    worked_out, from_z = np.zeros(len(stated), np.bool_), np.zeros(len(stated))
    if "zscore" in columns:
        zscore = numbers(columns["zscore"])
        rows.refuse(NOT_A_ZSCORE, zscore.unreadable)
        worked_out = ~stated & ~np.isnan(zscore.values)
        from_z = np.clip(np.rint(ZSCORE_MEAN + ZSCORE_DEVIATION * zscore.values), 1, 10)
    rows.refuse(NO_RATING, rating.missing & ~worked_out)
    values = np.select([rows.kept & stated, rows.kept & worked_out], [rating.values, from_z], 0.0)
    return _Scores(values.astype(np.int8), worked_out)


def _csv_batches(path: Path, tally: Tally, share: Share) -> Iterator[_Batch]:
    """Yield a CSV file's rows with their lines; note those of another width, and pass over blank lines."""
    misshapen: list[int] = []

    def note(row: csv.InvalidRow) -> str:
        misshapen.append(row.number + 1)  # the header came before
        return "skip"

    with opened(path) as file:
        raw = Utf8(path, file, share)
        header = raw.header()
        check_columns(path, header, _REQUIRED)
        last = 1
        for record in _records(path, raw, header, note):
            lines = _lines(last + 1, len(record), misshapen)
            last = int(lines[-1])
            filled = np.zeros(len(lines), np.bool_)
            for column in record.columns:
                filled |= np.asarray(compute.not_equal(column, ""))
            if filled.any():
                rows = record.filter(pa.array(filled))
                yield _Batch(dict(zip(rows.schema.names, rows.columns, strict=True)), lines[filled])
        if misshapen:
            if misshapen[-1] > last and not ends_with_line(file):
                raise cut_off(path, misshapen[-1])
            tally.read += len(misshapen)
            tally.refuse(WRONG_WIDTH, misshapen, len(misshapen))


def _records(
    path: Path, raw: Utf8, header: Sequence[str], note: Callable[[csv.InvalidRow], str]
) -> Iterator[pa.RecordBatch]:
    """Yield the columns that matter as text, blank lines included; `note` hears of rows of another width."""
    used = [name for name in _COLUMNS if name in header]
    try:
        yield from csv.open_csv(
            raw,
            # One thread: only then are rows of another width numbered.
            read_options=csv.ReadOptions(use_threads=False, block_size=_BLOCK_BYTES, column_names=header),
            parse_options=csv.ParseOptions(ignore_empty_lines=False, invalid_row_handler=note),
            convert_options=csv.ConvertOptions(
                include_columns=used, column_types=dict.fromkeys(used, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV file" not in str(error):
            raise UnusableFileError(f"{path.name} cannot be read as CSV: {error}.") from error


def _lines(first: int, count: int, misshapen: Sequence[int]) -> NDArray[np.int32]:
    """Return the lines of `count` rows from line `first` on, between which misshapen ones may stand."""
    between = [line for line in misshapen if line >= first]
    lines = np.arange(first, first + count + len(between), dtype=np.int32)
    return lines[~np.isin(lines, between)][:count]


def _parquet_batches(path: Path, share: Share) -> Iterator[_Batch]:
    """Yield a Parquet file's rows with their numbers, from 1."""
    with opened_parquet(path) as file:
        stored = file.schema_arrow.names
        header = column_names(stored)
        check_columns(path, header, _REQUIRED)
        used = [name for name, plain in zip(stored, header, strict=True) if plain in _COLUMNS]
        done, total = 0, max(file.metadata.num_rows, 1)
        for record in file.iter_batches(_ROWS_AT_ONCE, columns=used):
            places = np.arange(done + 1, done + len(record) + 1, dtype=np.int32)
            done += len(record)
            yield _Batch(dict(zip(column_names(record.schema.names), record.columns, strict=True)), places)
            share(done / total)
