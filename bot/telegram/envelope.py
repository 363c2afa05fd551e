"""What a button's 64 bytes hold: for whom it was made, how it is to be taken, and what it means.

0a1b2c3.1up|#5114|r....0|0      seven digits of the alias of who asked, how, and the action as every surface has it
.  a tap is the action      ?  a tap asks for a line of text first      !  a tap shows a personal answer to all
:  a tap is the action, under a personal answer that who asked has shown to all
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.conversation.action import Action, OldButton, decode, encode

_DIGITS: Final = 7
_ENVELOPE = re.compile(rf"([0-9a-f]{{{_DIGITS}}})([.?!:])(.+)", re.DOTALL)


class Way(StrEnum):
    """How a tap is to be taken. SHOW runs a personal answer's action again, for all to see; only who asked may.

    SHOWN is RUN under such an answer: what takes its place may be seen by all too.
    """

    RUN = "."
    ASK = "?"
    SHOW = "!"
    SHOWN = ":"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A button as it was made. asker: the first digits of the alias of whom it was made for."""

    asker: str
    way: Way
    action: Action

    def made_for(self, alias: str) -> bool:
        """Return whether the person of `alias` asked for the message that the button is in."""
        return alias.startswith(self.asker)


def seal(action: Action, alias: str, way: Way = Way.RUN) -> str:
    """Return the data of a button in a message for the person of `alias`; ValueError for an action that is too long."""
    return f"{alias[:_DIGITS]}{way}{encode(action)}"


def unseal(data: str) -> Sealed:
    """Return what `seal` was given. Raises OldButton for anything it did not make."""
    found = _ENVELOPE.fullmatch(data)
    if found is None:
        raise OldButton("not a button of this surface")
    return Sealed(found[1], Way(found[2]), decode(found[3]))
