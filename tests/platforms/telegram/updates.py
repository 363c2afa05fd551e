"""What the bot is told: numbered, waiting until it has confirmed it."""

import asyncio
from collections import deque
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from telegram.constants import PollingLimit, UpdateType

from tests.platforms.telegram.call import Call
from tests.platforms.telegram.refusal import CircumstanceError, Json

if TYPE_CHECKING:
    from collections.abc import Callable

UNASKED = frozenset({UpdateType.CHAT_MEMBER, UpdateType.MESSAGE_REACTION, UpdateType.MESSAGE_REACTION_COUNT})


@dataclass(slots=True)
class Entry:
    """An update in the queue, and whether the bot was given it."""

    update: Json
    given: bool = False


class Updates:
    """The queue between the people and the bot; `moved` is set when updates leave it.

    problems: takes what `check` finds in an update of ours.
    """

    def __init__(self, problems: list[str]) -> None:
        self.check: Callable[[Json], list[str]] | None = None
        self.problems = problems
        self.moved = asyncio.Event()
        self.allowed: list[str] | None = None
        self.webhook_is_set = False
        self._pending: deque[Entry] = deque()
        self._numbers = count(870_000_001)
        self._poll: asyncio.Future[bool] | None = None
        self._arrival = asyncio.Event()

    @property
    def pending(self) -> int:
        return len(self._pending)

    def push(self, kind: str, content: Json) -> Json:
        """Queue an update and return it; one of a kind that the bot did not ask for is only returned."""
        update = {"update_id": next(self._numbers), kind: content}
        if self.check is not None:
            self.problems += self.check(update)
        if kind in self.allowed if self.allowed else kind not in UNASKED:
            self._pending.append(Entry(update))
            self._wake()
        return update

    def repeat(self, update: Json) -> None:
        """Queue an update once more, in its place by number."""
        entries = [*self._pending, Entry(update)]
        self._pending = deque(sorted(entries, key=lambda entry: int(entry.update["update_id"])))
        self._wake()

    def allow(self, call: Call) -> None:
        """Take over the kinds of updates that the bot wants, where it says so."""
        if (kinds := call.parameters.get("allowed_updates")) is not None:
            self.allowed = list(kinds) or None

    async def poll(self, call: Call) -> list[Json]:
        """Return what waits, or what comes within the call's timeout. Raises CircumstanceError for a second poller."""
        if self.webhook_is_set:
            raise CircumstanceError(
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
                409,
            )
        self._end_poll(conflict=True)
        self.allow(call)
        self._confirm(call.whole("offset"))
        if not self._pending and (seconds := call.whole("timeout")) > 0:
            await self._wait(seconds)
        given = [entry for entry, _ in zip(self._pending, range(_limit(call)), strict=False)]
        for entry in given:
            entry.given = True
        return [entry.update for entry in given]

    async def next(self) -> Json:
        """Take the next update out of the queue, waiting for it (for the webhook)."""
        while not self._pending:
            self._arrival.clear()
            await self._arrival.wait()
        return self._pending.popleft().update

    def put_back(self, updates: list[Json]) -> None:
        """Return to the queue what was taken and not delivered."""
        self._pending.extendleft(map(Entry, reversed(updates)))

    def drop(self) -> None:
        self._pending.clear()

    def close(self) -> None:
        """Let a waiting poll return with nothing."""
        self._end_poll(conflict=False)

    def _wake(self) -> None:
        self._arrival.set()
        self._end_poll(conflict=False)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._pending = deque(list(self._pending)[offset:])
            return
        while self._pending and self._pending[0].given and self._pending[0].update["update_id"] < offset:
            self._pending.popleft()
        self.moved.set()

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        await asyncio.wait([poll], timeout=seconds)
        if self._poll is poll:
            self._poll = None
        if poll.done() and poll.result():
            raise CircumstanceError(
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", 409
            )

    def _end_poll(self, *, conflict: bool) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(conflict)
        self._poll = None


def _limit(call: Call) -> int:
    limit = call.whole("limit", PollingLimit.MAX_LIMIT)
    return min(max(limit, PollingLimit.MIN_LIMIT), PollingLimit.MAX_LIMIT)
