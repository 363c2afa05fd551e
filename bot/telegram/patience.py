"""Asking Telegram again where it asks for patience or fails for a moment."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

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

    async def made() -> T:  # tenacity awaits what is declared async, and no lambda is
        return await call()

    again = retry_if_exception(_passes_or_times_out if twice_is_once else _passes)
    retrying = AsyncRetrying(stop=stop_after_attempt(_ATTEMPTS), wait=_pause, retry=again, reraise=True)
    return await retrying(made)


def _passes(error: BaseException) -> bool:
    if isinstance(error, RetryAfter):
        return _wait(error) <= _LONGEST_WAIT
    return isinstance(error, NotSentError) or (
        isinstance(error, NetworkError) and not isinstance(error, BadRequest | TimedOut)
    )


def _passes_or_times_out(error: BaseException) -> bool:
    return isinstance(error, TimedOut) or _passes(error)


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, RetryAfter):
        return _wait(error).total_seconds()
    return float(_FIRST_PAUSE_SECONDS * _GROWTH ** (state.attempt_number - 1))


def _wait(error: RetryAfter) -> timedelta:
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
