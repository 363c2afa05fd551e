"""How fast one person may ask: a token bucket each, so that a flood slows its sender and nobody else.

A bucket holds BURST tokens, gains PER_SECOND of them a second, and each request takes one
(https://en.wikipedia.org/wiki/Token_bucket).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from cachetools import TTLCache

from bot.conversation.reply import Audience, Notice, Reply, Tone
from bot.conversation.request import Identity

BURST: Final = 20
PER_SECOND: Final = 2.0
_SLOWED_DOWN: Final = 4  # tokens: two seconds of quiet, after which the next flood is told so anew
_MOST_PEOPLE: Final = 100_000  # a bucket takes some 200 bytes

SLOW_DOWN = Reply(
    (Notice("That was a lot at once. Give me a few seconds, then ask again.", Tone.SORRY),), Audience.PERSONAL
)


class Step(Enum):
    """What a request meets. WORD: too fast, to be told so. SILENCE: still too fast, and told already."""

    GO = auto()
    WORD = auto()
    SILENCE = auto()


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    told: bool = False


class Pace:
    """The buckets of everybody who asked of late. clock: seconds, from any beginning."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        # Who asked nothing for as long as filling takes has a full bucket, as a stranger has.
        self._buckets: TTLCache[Identity, _Bucket] = TTLCache(_MOST_PEOPLE, BURST / PER_SECOND, timer=clock)

    def step(self, person: Identity) -> Step:
        """Take a token of `person`, and return what their request meets."""
        now = self._clock()
        bucket = self._buckets.get(person) or _Bucket(BURST, now)
        bucket.tokens = min(BURST, bucket.tokens + (now - bucket.at) * PER_SECOND)
        bucket.at = now
        self._buckets[person] = bucket
        if bucket.tokens >= _SLOWED_DOWN:
            bucket.told = False
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return Step.GO
        if bucket.told:
            return Step.SILENCE
        bucket.told = True
        return Step.WORD
