"""Batch files: one line in, one value out; a wrong line is told by its number and costs only itself."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

Value = TypeVar("Value")

_WHOLE = re.compile(r"\s*([+-]?[0-9]+)\s*")
_MOST_DIGITS = 19  # of 64 bits


class WrongLineError(ValueError):
    """What is wrong with one line, in a sentence."""


class UnusablePathError(Exception):
    """A file cannot be read or written; the message is the sentence to show."""


class Lines:
    """Reads the lines of one file; `wrong` counts those that could not be used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.wrong = 0

    def read(self, parse: Callable[[str], Value]) -> Iterator[tuple[int, Value]]:
        """Yield number and value of each line that `parse` understands, and tell standard error about the others.

        Blank lines are passed over. `parse` raises WrongLineError. Raises UnusablePathError.
        """
        for number, line in self._numbered():
            if not line.strip():
                continue
            try:
                value = parse(_utf8(line.rstrip("\r\n")))
            except WrongLineError as error:
                self.refuse(number, error)
            else:
                yield number, value

    def refuse(self, number: int, error: WrongLineError) -> None:
        """Count line `number` as wrong and say why on standard error."""
        self.wrong += 1
        print(f"{self._path.name}, line {number}: {error}", file=sys.stderr)

    def check_apart(self, out: Path) -> None:
        """Raise UnusablePathError where `out` is the very file to be read, which writing would empty."""
        if out.is_file() and out.samefile(self._path):
            raise UnusablePathError(f"{out} is the file to be read: please name another one for the answers.")

    def _numbered(self) -> Iterator[tuple[int, str]]:
        try:
            with self._path.open(encoding="utf-8-sig", errors="surrogateescape") as file:
                yield from enumerate(file, start=1)
        except OSError as error:
            raise UnusablePathError(f"{self._path} cannot be read: {error.strerror or error}.") from error


def _utf8(line: str) -> str:
    """Return `line`; raise WrongLineError where it holds bytes that are no UTF-8, read as surrogates."""
    try:
        line.encode()
    except UnicodeEncodeError as error:
        raise WrongLineError("is not UTF-8") from error
    return line


Model = TypeVar("Model", bound=BaseModel)


def json_line(model: type[Model]) -> Callable[[str], Model]:
    """Return a parser of lines that hold one JSON object of the form `model`."""

    def parse(line: str) -> Model:
        try:
            return model.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(step) for step in first["loc"])
            raise WrongLineError(f"{where}: {first['msg']}" if where else first["msg"]) from error

    return parse


def whole_number(line: str) -> int:
    """Return the whole number of at most 64 bits that `line` is. Raises WrongLineError for anything else."""
    found = _WHOLE.fullmatch(line)
    if found is None or len(found[1].lstrip("+-0")) >= _MOST_DIGITS:
        raise WrongLineError(f"{line.strip()[:40]!r} is no anime id; ids are whole numbers")
    return int(found[1])


def write_json_lines(path: Path, rows: Iterable[dict[str, object]]) -> int:
    """Write each of `rows` as one line of JSON and return how many there were. Raises UnusablePathError."""
    written = 0
    try:
        with path.open("w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                written += 1
    except OSError as error:
        raise UnusablePathError(f"{path} cannot be written: {error.strerror or error}.") from error
    return written
