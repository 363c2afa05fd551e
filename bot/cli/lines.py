"""Batch files: one line in, one value out; a wrong line is told by its number and costs only itself."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

Value = TypeVar("Value")


class WrongLineError(ValueError):
    """What is wrong with one line, in a sentence."""


class Lines:
    """Reads the lines of one file; `wrong` counts those that could not be used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.wrong = 0

    def read(self, parse: Callable[[str], Value]) -> Iterator[tuple[int, Value]]:
        """Yield number and value of each line that `parse` understands, and tell standard error about the others.

        Blank lines are passed over. `parse` raises WrongLineError.
        """
        with self._path.open(encoding="utf-8-sig", errors="replace") as file:
            for number, line in enumerate(file, start=1):
                if not line.strip():
                    continue
                try:
                    value = parse(line.rstrip("\r\n"))
                except WrongLineError as error:
                    self.refuse(number, error)
                else:
                    yield number, value

    def refuse(self, number: int, error: WrongLineError) -> None:
        """Count line `number` as wrong and say why on standard error."""
        self.wrong += 1
        print(f"{self._path.name}, line {number}: {error}", file=sys.stderr)


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
    """Return the whole number that `line` is. Raises WrongLineError for anything else."""
    try:
        return int(line)
    except ValueError as error:
        raise WrongLineError(f"{line.strip()[:40]!r} is no anime id; ids are whole numbers") from error


def write_json_lines(path: Path, rows: Iterable[dict[str, object]]) -> int:
    """Write each of `rows` as one line of JSON and return how many there were."""
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            written += 1
    return written
