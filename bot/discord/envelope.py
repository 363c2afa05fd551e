"""What stands in a component's custom id: who asked, a number that makes it unique in its message, and the action.

    0a1b2c3d4e.7.1up|#5114|r....0
    0a1b2c3d4e.7~Which word?~1note|#5114

The second form asks for a line of text first; the prompt travels along, so that it is asked after a restart too.
Together that is at most 100 characters, Discord's limit
(https://discord.com/developers/docs/components/reference#anatomy-of-a-component).
"""

import re
from dataclasses import dataclass
from typing import Final

from bot.conversation.action import Action, OldButton, decode, encode
from bot.conversation.parameters import shorten
from bot.conversation.reply import Button

LONGEST_CUSTOM_ID: Final = 100
_FORM: Final = re.compile(r"(?P<who>[0-9a-f]{10})\.\d{1,4}(?:\.|~(?P<asks>[^~]*)~)(?P<code>.+)", re.DOTALL | re.ASCII)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who asked, as the conversation's alias; what a tap means; the prompt to answer first, if there is one."""

    who: str
    action: Action
    asks: str = ""


def sealed(who: str, number: int, button: Button) -> str:
    """Return the custom id of the `number`th button of a message that answers `who`."""
    code = encode(button.action)
    if not button.asks:
        return f"{who}.{number}.{code}"
    room = LONGEST_CUSTOM_ID - len(f"{who}.{number}~~{code}")
    return f"{who}.{number}~{shorten(button.asks.replace('~', '-'), room)}~{code}"


def opened(custom_id: str) -> Envelope:
    """Return what `custom_id` holds. Raises OldButton for what `sealed` did not make."""
    found = _FORM.fullmatch(custom_id)
    if found is None:
        raise OldButton("not one of our custom ids")
    return Envelope(found["who"], decode(found["code"]), found["asks"] or "")
