"""What a button means, whole, in at most 56 bytes, so that it works after a restart and years later.

Telegram's buttons hold 64 bytes, the fewest of all; the other 8 are for what a surface puts before: who asked, say.

The text of a button is `1NAME|ARGUMENT|ARGUMENT`: the format's version, then the action's name and its arguments. `|`
and `%` inside an argument are written `%7C` and `%25`. A new format gets a new first character, so that buttons of all
ages can be told apart.
"""

import re
from dataclasses import dataclass

VERSION = "1"
MOST_BYTES = 56
_NAME = re.compile(r"[a-z0-9_]{1,32}")
_ESCAPED = re.compile(r"%(?:25|7C)|%|\|")


class OldButton(Exception):  # noqa: N818  it is no error: buttons live longer than programs
    """A button that this program did not make, or that means something no longer known."""


@dataclass(frozen=True, slots=True)
class Action:
    """A declared action's name and its arguments as text, in the order the action declares them."""

    name: str
    arguments: tuple[str, ...] = ()


def encode(action: Action) -> str:
    """Return the text a button carries for `action`; `decode` reads it back.

    Raises ValueError where the name is none or the text would take more than MOST_BYTES.
    """
    if not _NAME.fullmatch(action.name):
        raise ValueError(f"{action.name!r} cannot name an action")
    text = VERSION + "|".join((action.name, *map(_escape, action.arguments)))
    size = len(text.encode())
    if size > MOST_BYTES:
        raise ValueError(f"the action {action.name!r} takes {size} bytes; a button holds {MOST_BYTES}")
    return text


def decode(text: str) -> Action:
    """Return the action that `text`, a button's, means. Raises OldButton for anything `encode` did not make."""
    name, *arguments = text[len(VERSION) :].split("|")
    action = Action(name, tuple(map(_unescape, arguments)))
    try:
        known = encode(action) == text
    except ValueError:  # no such name, too long, or half a surrogate pair
        known = False
    if not known:
        raise OldButton(f"not a button of this format: {text[:MOST_BYTES]!r}")
    return action


def fits(action: Action) -> bool:
    """Return whether a button can carry `action`."""
    try:
        encode(action)
    except ValueError:
        return False
    return True


def _escape(argument: str) -> str:
    return argument.replace("%", "%25").replace("|", "%7C")


def _unescape(argument: str) -> str:
    return _ESCAPED.sub(lambda found: {"%25": "%", "%7C": "|"}.get(found[0], found[0]), argument)
