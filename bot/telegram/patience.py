"""Asking Telegram again where it asks for patience or fails for a moment.

A plain loop: tenacity's machinery around a call that succeeds at once was a twentieth of an answer's work.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.telegram.transport import NotSentError

T = TypeVar("T")

_ATTEMPTS: Final = 4
_FIRST_PAUSE_SECONDS: Final = 0.25  # the next are four times as long each
_GROWTH: Final = 4
_LONGEST_WAIT: Final = timedelta(minutes=1)  # who is told to wait longer gets no answer; the question is stale by then


async def patiently(call: Callable[[], Awaitable[T]], *, twice_is_once: bool) -> T:
    """Return what `call` returns, made again after a pause where Telegram is busy, broken or not to be reached.

    twice_is_once: whether it does no harm if it is carried out twice, as editing and acknowledging; else it is not made
    again after a silence, in which it may have been carried out. A connection that broke off is taken for not carried
    out: better an answer twice than none. Raises what the last attempt raised.
    """
    passes = _passes_or_times_out if twice_is_once else _passes
    for attempt in range(_ATTEMPTS - 1):
        try:
            return await call()
        except TelegramError as error:
            if not passes(error):
                raise
            await asyncio.sleep(_pause(error, attempt))
    return await call()


def _passes(error: TelegramError) -> bool:
    if isinstance(error, RetryAfter):
        return _wait(error) <= _LONGEST_WAIT
    return isinstance(error, NotSentError) or (
        isinstance(error, NetworkError) and not isinstance(error, BadRequest | TimedOut)
    )


def _passes_or_times_out(error: TelegramError) -> bool:
    return isinstance(error, TimedOut) or _passes(error)


def _pause(error: TelegramError, attempt: int) -> float:
    """Return the seconds to wait after an attempt, the first of which is 0."""
    if isinstance(error, RetryAfter):
        return _wait(error).total_seconds()
    return float(_FIRST_PAUSE_SECONDS * _GROWTH**attempt)


def _wait(error: RetryAfter) -> timedelta:
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
