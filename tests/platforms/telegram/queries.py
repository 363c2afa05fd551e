"""Taps and inline queries, which want exactly one answer each, and soon."""

import time
from dataclasses import dataclass, field
from itertools import count

from tests.platforms.telegram.arrivals import Arrivals
from tests.platforms.telegram.refusal import CircumstanceError, Json, RefusalError

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person sees who tapped: a line that fades, an alert, an address that opens, or nothing."""

    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class InlineResults:
    """What the bot offers in inline mode."""

    results: list[Json]
    next_offset: str = ""
    button: Json | None = None
    is_personal: bool = False
    cache_time: int = 300

    @property
    def titles(self) -> list[str]:
        return [str(result.get("title", "")) for result in self.results]


@dataclass(slots=True)
class Query:
    """A question to the bot under an id of its own; `by` is when an answer comes too late."""

    id: str
    content: Json
    by: float
    update: Json = field(default_factory=dict)
    answers: Arrivals[Answer | InlineResults] = field(default_factory=Arrivals)

    @property
    def is_answered(self) -> bool:
        return bool(self.answers.all)


class Tap:
    """A tap on a button."""

    def __init__(self, query: Query) -> None:
        self._query = query

    @property
    def update(self) -> Json:
        return self._query.update

    @property
    def is_answered(self) -> bool:
        return self._query.is_answered

    async def answered(self, timeout: float = 5) -> Answer:  # noqa: ASYNC109 -- see Arrivals.next
        """Wait for the answer. Raises TimeoutError when none comes."""
        if self._query.answers.all:
            answer = self._query.answers.all[0]
        else:
            answer = await self._query.answers.next(timeout, "the answer to a tap")
        if not isinstance(answer, Answer):
            raise TypeError("a tap was answered as if it were an inline query")
        return answer


class Queries:
    """All questions of one kind; `unanswered` are those that the bot has not even tried to answer.

    lifetime: seconds within which the bot must answer.
    """

    def __init__(self, lifetime: float) -> None:
        self.lifetime = lifetime
        self._open: dict[str, Query] = {}
        self._numbers = count(4_611_686_018_427_387_905)

    def ask(self, content: Json, *, too_late: bool = False) -> Query:
        """Open a question; `content` is the query of an update and is given its id."""
        number = content["id"] = str(next(self._numbers))
        query = self._open[number] = Query(number, content, time.monotonic() + (-1 if too_late else self.lifetime))
        return query

    def answer(self, number: str, answer: Answer | InlineResults) -> Query:
        """Close a question. Raises RefusalError for an unknown or closed one, CircumstanceError when it is too late."""
        query = self._open.pop(number, None)
        if query is None:
            raise RefusalError(TOO_OLD)
        if time.monotonic() > query.by:
            raise CircumstanceError(TOO_OLD)
        query.answers.add(answer)
        return query

    @property
    def unanswered(self) -> list[Query]:
        return list(self._open.values())
