"""What a link into a private chat carries: an action, in the few characters that Telegram takes after `?start=`.

`a5114` is the card of one anime. Any other action is `b` and the text of its button in base64url without padding.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from typing import Final

from bot.conversation.action import Action, OldButton, decode, encode, fits

LONGEST_PAYLOAD: Final = 64  # characters of A-Z a-z 0-9 _ - (https://core.telegram.org/bots/features#deep-linking)
_CARD: Final = "anime"  # the command that shows one anime
_CARD_PAYLOAD = re.compile(r"a([0-9]{1,10})")
_ANIME = re.compile(r"#([0-9]{1,10})")
_ANY: Final = "b"
_OF_BASE64: Final = 4  # characters that base64 is padded to a multiple of


def payload_of(action: Action) -> str | None:
    """Return what a link that asks for `action` carries; None where that is more than a link holds."""
    if action.name == _CARD and len(action.arguments) == 1 and (anime := _ANIME.fullmatch(action.arguments[0])):
        return f"a{anime[1]}"
    if not fits(action):
        return None
    payload = _ANY + urlsafe_b64encode(encode(action).encode()).decode().rstrip("=")
    return payload if len(payload) <= LONGEST_PAYLOAD else None


def action_of(payload: str) -> Action | None:
    """Return the action that a link with `payload` asks for; None for anything that `payload_of` did not make."""
    if card := _CARD_PAYLOAD.fullmatch(payload):
        return Action(_CARD, (f"#{card[1]}",))
    try:
        action = decode(_from_base64(payload.removeprefix(_ANY)))
    except (Error, UnicodeError, OldButton):
        return None
    return action if payload_of(action) == payload else None


def _from_base64(text: str) -> str:
    """Return the text that base64url without padding stands for. Raises binascii.Error and UnicodeError."""
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % _OF_BASE64)).decode()
