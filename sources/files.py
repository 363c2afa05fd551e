"""Opens the files of an import: CSV in UTF-8, or Parquet; what cannot be read is told in a sentence."""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from sources.report import Unit, UnusableFileError

Share = Callable[[float], None]

_PARQUET = b"PAR1"
_ZIP = b"PK\x03\x04"
_LINE_END = b"\n"
_HEADER_BYTES = 65_536
_KANA = range(0x3041, 0x30FB)


def unit(path: Path) -> Unit:
    """Return what places in this file are counted in, by its first bytes; raise UnusableFileError where it has none."""
    with opened(path) as file:
        head = file.read(len(_PARQUET))
    if not head:
        raise UnusableFileError(f"{path.name} is empty.")
    if head == _ZIP:
        raise UnusableFileError(f"{path.name} is a ZIP archive: please unpack it and import the files inside.")
    return Unit.ROW if head == _PARQUET else Unit.LINE


@contextmanager
def opened(path: Path) -> Iterator[io.BufferedReader]:
    """Open a file for its bytes; raise UnusableFileError where that, or reading on, fails."""
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise UnusableFileError(f"{path.name} cannot be read: {error.strerror or error}.") from error


@contextmanager
def opened_parquet(path: Path) -> Iterator[parquet.ParquetFile]:
    """Open a Parquet file; raise UnusableFileError where that, or reading on, fails."""
    try:
        with parquet.ParquetFile(path) as file:
            yield file
    except (pa.ArrowException, OSError) as error:
        raise UnusableFileError(
            f"{path.name} is damaged or incomplete: it begins like a Parquet file and cannot be read as one."
        ) from error


def column_names(header: Iterable[str]) -> list[str]:
    """Return column names as they are compared: trimmed and in lower case."""
    return [name.strip().casefold() for name in header]


def check_columns(path: Path, names: Sequence[str], required: Sequence[str]) -> None:
    """Raise UnusableFileError where a required column is missing or one comes twice."""
    missing = [name for name in required if name not in names]
    if missing:
        has = ", ".join(name or "(no name)" for name in names)
        plural = "s" if len(missing) > 1 else ""
        raise UnusableFileError(f"{path.name} has no column{plural} {', '.join(missing)}; its columns are: {has}.")
    twice = sorted({name for name in required if names.count(name) > 1})
    if twice:
        raise UnusableFileError(f"{path.name} has the column {twice[0]} twice.")


def ends_with_line(file: io.BufferedReader) -> bool:
    """Return whether a file's last line is ended; only where it is not can the rest of it be missing."""
    file.seek(-1, io.SEEK_END)
    return file.read(1) == _LINE_END


def cut_off(path: Path, line: int) -> UnusableFileError:
    """Return the error for a file that ends in the middle of its last line."""
    return UnusableFileError(
        f"{path.name} ends in the middle of line {line:,}: it seems incomplete. Please download or copy it again."
    )


class Utf8(io.RawIOBase):
    """The bytes of a CSV file after its byte order mark, checked to be UTF-8 as they are read.

    `share` hears how much of the file was read, 0 to 1. Opening and reading raise UnusableFileError at the first line
    that is not UTF-8, naming the encoding it looks like.
    """

    def __init__(self, path: Path, file: io.BufferedReader, share: Share) -> None:
        self._path = path
        self._file = file
        self._share = share
        self._size = max(path.stat().st_size, 1)
        self._lines = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        head = file.peek(len(codecs.BOM_UTF8))
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise self._wrong_encoding(1, "UTF-16")
        if head.startswith(codecs.BOM_UTF8):
            file.read(len(codecs.BOM_UTF8))

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: "memoryview[int] | bytearray", /) -> int:  # type: ignore[override]  # noqa: D102
        chunk = self._file.read(len(buffer))
        try:
            self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise self._not_utf8(error) from error
        if b"\0" in chunk:
            raise self._wrong_encoding(self._lines + 1, "UTF-16")
        self._lines += chunk.count(_LINE_END)
        self._share(self._file.tell() / self._size)
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def header(self) -> list[str]:
        """Read the first line and return its column names."""
        line = self.readline(_HEADER_BYTES).decode(errors="replace")
        return column_names(next(csv.reader([line]), []))

    def _not_utf8(self, error: UnicodeDecodeError) -> UnusableFileError:
        data = error.object
        if error.reason == "unexpected end of data":
            return cut_off(self._path, self._lines + 1)
        line = self._lines + data[: error.start].count(_LINE_END) + 1
        start = data.rfind(_LINE_END, 0, error.start) + 1
        end = data.find(_LINE_END, error.start)
        return self._wrong_encoding(line, _looks_like(data[start : None if end < 0 else end]))

    def _wrong_encoding(self, line: int, encoding: str) -> UnusableFileError:
        return UnusableFileError(
            f"{self._path.name} is not UTF-8: line {line:,} looks like {encoding}. "
            "Please save it as UTF-8 and import it again."
        )


def _looks_like(line: bytes) -> str:
    """Return the likeliest of the encodings that lists of anime come in besides UTF-8."""
    try:
        kana = any(ord(sign) in _KANA for sign in line.decode("cp932"))
    except UnicodeDecodeError:
        kana = False
    # Not kanji: an accented letter and its neighbour are often read as one.
    return "Shift-JIS" if kana else "Windows-1252 (Western European)"
