"""What the program logs, for tests to look at."""

from collections.abc import Iterator
from contextlib import contextmanager

from loguru import logger


@contextmanager
def logged(level: str = "DEBUG", form: str = "{level} {message}") -> Iterator[list[str]]:
    """Give what is logged from `level` on while the block lasts, an entry a record; tracebacks come along."""
    lines: list[str] = []
    sink = logger.add(lines.append, level=level, format=form, backtrace=False, diagnose=False)
    try:
        yield lines
    finally:
        logger.remove(sink)
