"""What a button means, whole, in at most 64 bytes: Telegram's limit, so that it works after a restart and years later."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """A declared action's name and its arguments as text, in the order the action declares them."""

    name: str
    arguments: tuple[str, ...] = ()
