"""What people do that a bot is told of, and how a bot may answer it at first."""

from dataclasses import dataclass
from enum import IntEnum


class Kind(IntEnum):
    """What a person did."""

    COMMAND = 2
    COMPONENT = 3
    TYPING = 4
    MODAL = 5


class Callback(IntEnum):
    """How a bot acknowledges."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


@dataclass(frozen=True)
class Choice:
    """What is offered to somebody who types."""

    name: str
    value: str | float
