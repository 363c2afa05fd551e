"""Logging: one line a thing, for people or for machines; other libraries' records come along."""

import logging
import sys
from typing import TYPE_CHECKING

from loguru import logger

from bot.settings import LogFormat

if TYPE_CHECKING:
    from loguru import Record

LINE = "<green>{time:HH:mm:ss}</green> <level>{level: <7}</level> {message}"


class _ToLoguru(logging.Handler):
    """Hands the standard library's records to loguru."""

    def emit(self, record: logging.LogRecord) -> None:
        """Pass `record` on with its own level and, where there is one, its exception."""
        logger.opt(exception=record.exc_info).log(record.levelname, record.getMessage())


def _line(record: "Record") -> str:
    bound = " <dim>{extra}</dim>" if record["extra"] else ""
    return f"{LINE}{bound}\n{{exception}}"


def set_up(level: str, form: LogFormat) -> None:
    """Send everything from `level` up to standard error, as text or as JSON.

    Values of variables never go into a traceback: they could be a person's words, ids or a token.
    """
    logger.remove()
    logger.add(
        sys.stderr,
        level=level,
        format=_line,
        serialize=form is LogFormat.JSON,
        backtrace=False,
        diagnose=False,
    )
    logging.basicConfig(handlers=[_ToLoguru()], level=logging.WARNING, force=True)
