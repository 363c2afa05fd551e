"""What an import came to: rows taken, repaired and refused, and what changed in the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from storage.saved import Saved

FIRST_PLACES = 5


class UnusableFileError(Exception):
    """A file that nothing can be taken from. Its text is the sentence the user sees; the database is as it was."""


class Unit(StrEnum):
    """What the places in a file are counted in: lines of text from 1, or rows of a Parquet table from 1."""

    LINE = "line"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Remark:
    """One reason for which rows were repaired or refused. first: the first few places it was met at, rising."""

    reason: str
    rows: int
    first: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was found in one file; read = taken + all refused. A row repaired for two reasons counts for both."""

    path: Path
    unit: Unit
    read: int
    taken: int
    repaired: tuple[Remark, ...]
    refused: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import came to. anime and ratings are None where no file of theirs was given.

    people: how many people the ratings are of. simulated_ratings_dropped: what the first real ratings replaced.
    """

    files: tuple[FileReport, ...]
    anime: Saved | None = None
    ratings: Saved | None = None
    people: int = 0
    simulated_ratings_dropped: int = 0


class Tally:
    """Counts the rows of one file while it is read; reasons are reported in the order they were first met."""

    def __init__(self, path: Path, unit: Unit) -> None:
        self.path = path
        self.unit = unit
        self.read = 0
        self._repaired: dict[str, _Count] = {}
        self._refused: dict[str, _Count] = {}

    def repair(self, reason: str, places: Iterable[int], rows: int = 1) -> None:
        """Note that `rows` rows were put right; `places`: where the first of them are."""
        self._repaired.setdefault(reason, _Count()).add(places, rows)

    def refuse(self, reason: str, places: Iterable[int], rows: int = 1) -> None:
        """Note that `rows` rows were left out; `places`: where the first of them are."""
        self._refused.setdefault(reason, _Count()).add(places, rows)

    @property
    def refused(self) -> int:
        """How many rows were left out so far."""
        return sum(count.rows for count in self._refused.values())

    def report(self) -> FileReport:
        """Return what was counted."""
        return FileReport(
            path=self.path,
            unit=self.unit,
            read=self.read,
            taken=self.read - self.refused,
            repaired=_remarks(self._repaired),
            refused=_remarks(self._refused),
        )


class _Count:
    def __init__(self) -> None:
        self.rows = 0
        self.first: list[int] = []

    def add(self, places: Iterable[int], rows: int) -> None:
        self.rows += rows
        for place in places:
            if len(self.first) == FIRST_PLACES:
                break
            self.first.append(place)


def _remarks(counts: dict[str, _Count]) -> tuple[Remark, ...]:
    return tuple(Remark(reason, count.rows, tuple(count.first)) for reason, count in counts.items())
