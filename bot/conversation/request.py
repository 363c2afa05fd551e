"""What a surface makes of an update: who asks what, where. No platform's class gets past this point."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.conversation.action import Action


@dataclass(frozen=True, slots=True)
class Identity:
    """A person on one platform. `id` is the platform's own, a number or text; never logged, never stored plain."""

    platform: str  # "telegram", "discord", "web", "cli"
    id: str


@dataclass(frozen=True, slots=True)
class Chat:
    """Where it was asked. `adult` is what the platform says (Discord's `is_nsfw`); None: it does not say."""

    platform: str
    id: str
    private: bool
    adult: bool | None = None


def _no_arguments() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Request:
    """One question or tap. Either `command` with raw `arguments` (or `text`, not yet split), or an `action`."""

    person: Identity
    chat: Chat
    command: str = ""
    arguments: Mapping[str, str] = field(default_factory=_no_arguments)  # named, as Discord and the browser send them
    text: str = ""  # what followed the command's name, as Telegram and the command line send it
    action: Action | None = None
    language: str = "en"  # IETF tag the platform reports
    cards: int = 5  # how many cards one message of this surface holds; 1 makes a list a pager
    apart: bool = False  # whether each card of a list becomes a message of its own, as in Telegram's inline mode
    subject: Identity | None = None  # the other person it is about: Discord's menu on a person, a message replied to
    manager: bool = False  # whether who asks manages this chat, as an administrator of a group does
