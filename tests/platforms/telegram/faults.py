"""Trouble on demand, for one method or for all of them."""

from collections import defaultdict, deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TooManyRequests:
    """429: the call is not done; the bot is to wait."""

    retry_after: int = 1


@dataclass(frozen=True, slots=True)
class ServerError:
    """A failure at Telegram: the call is not done."""

    code: int = 500
    description: str = "Internal Server Error"


@dataclass(frozen=True, slots=True)
class Forbidden:
    """403: the call is not done."""

    description: str = "Forbidden: bot was blocked by the user"


@dataclass(frozen=True, slots=True)
class BadRequest:
    """400: the call is not done."""

    description: str


@dataclass(frozen=True, slots=True)
class Unauthorized:
    """401: the token is not valid any more; the call is not done."""


@dataclass(frozen=True, slots=True)
class Slow:
    """The call is done at once; its answer takes long."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Dropped:
    """The connection breaks before an answer. `done`: after the call took effect, so that trying again doubles it."""

    done: bool = False


Fault = TooManyRequests | ServerError | Forbidden | BadRequest | Unauthorized | Slow | Dropped
EVERY = "*"


class Faults:
    """What is to go wrong next."""

    def __init__(self) -> None:
        self._planned: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._lasting: dict[str, Fault] = {}

    def next(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """Let the next calls of a method fail so, after those already planned; `EVERY` stands for any method."""
        self._planned[method.lower()].extend([fault] * times)

    def always(self, method: str, fault: Fault) -> None:
        """Let every call of a method fail so, until `clear`."""
        self._lasting[method.lower()] = fault

    def clear(self) -> None:
        self._planned.clear()
        self._lasting.clear()

    def take(self, method: str) -> Fault | None:
        """Return what is to happen to this call."""
        if not self._planned and not self._lasting:
            return None
        for name in (method.lower(), EVERY):
            if planned := self._planned.get(name):
                return planned.popleft()
        return self._lasting.get(method.lower()) or self._lasting.get(EVERY)
