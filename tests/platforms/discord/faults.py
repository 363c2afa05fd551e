"""Faults on demand: what the next request on a route meets instead of a good answer."""

from collections import defaultdict, deque
from dataclasses import dataclass


@dataclass(frozen=True)
class TooManyRequests:
    """429; the request was not carried out."""

    retry_after: float


@dataclass(frozen=True)
class ServerError:
    """500 or another of its kind; the request was not carried out."""

    status: int = 500


@dataclass(frozen=True)
class Forbidden:
    """403: the bot lacks access."""


@dataclass(frozen=True)
class Slow:
    """The request is carried out after so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Dropped:
    """The connection is cut before the request is carried out."""


@dataclass(frozen=True)
class Lost:
    """The request is carried out, and the connection cut before its answer."""


Fault = TooManyRequests | ServerError | Forbidden | Slow | Dropped | Lost


class Faults:
    """What is in store for the requests to come, by route as `rest.ROUTES` names them."""

    def __init__(self, routes: frozenset[str]) -> None:
        self._routes = routes
        self._waiting: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def next(self, route: str, *faults: Fault) -> None:
        """Let the next requests on a route meet these, one each."""
        if route not in self._routes:
            raise ValueError(f"{route} is none of {', '.join(sorted(self._routes))}")
        self._waiting[route].extend(faults)

    def take(self, route: str) -> Fault | None:
        """Return what this request meets, if anything."""
        waiting = self._waiting.get(route)
        return waiting.popleft() if waiting else None
