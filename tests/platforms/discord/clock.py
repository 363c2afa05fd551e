"""The server's time, which a test may push on, and the numbers that Discord makes from it."""

import itertools
import time
from datetime import UTC, datetime

EPOCH = 1_420_070_400.0
"""Discord's own: the first second of 2015."""

STEPS = 1 << 22
"""How many snowflakes one millisecond holds."""


class Clock:
    """The time of the day, plus what a test skipped."""

    def __init__(self) -> None:
        self._skipped = 0.0
        self._counter = itertools.count()

    def now(self) -> float:
        """Return the seconds since 1970."""
        return time.time() + self._skipped

    def advance(self, seconds: float) -> None:
        """Let time pass at once: tokens age, heartbeats do not."""
        self._skipped += seconds

    def timestamp(self) -> str:
        """Return the time as Discord writes it."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat()

    def snowflake(self) -> str:
        """Return an id that no other thing of this server has; later ones are greater."""
        return str((int((self.now() - EPOCH) * 1000) * STEPS) + next(self._counter) % STEPS)
