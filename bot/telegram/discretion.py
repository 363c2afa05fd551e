"""Nobody's taste is shown to others without their tap: what stands in a group in place of a personal answer."""

from collections.abc import Iterator
from typing import Final

from telegram.helpers import create_deep_linked_url

from bot.conversation.deep_link import payload_of
from bot.conversation.reply import Attachment, Audience, Card, Choices, Look, Notice, Part, Picture, Reply
from bot.telegram.envelope import Way, seal
from bot.telegram.keyboard import Key
from bot.telegram.layout import Outgoing
from bot.telegram.markup import Line, Style, said

_WHERE: Final = "My answer tells of your taste. Where would you like it?"
_PRIVATE_ONLY: Final = "That is for you alone. Let us go on in private."


def is_confidential(reply: Reply) -> bool:
    """Return whether `reply` tells of a person, and is no mere notice or question."""
    tells = len(reply.parts) > 1 or any(map(_tells, reply.parts))
    return reply.audience is Audience.PERSONAL and tells


def is_shown_in_public(reply: Reply) -> bool:
    """Return whether `reply` may be shown where others look on once who asked has said so; never a secret or a file."""
    return not reply.secret and not any(isinstance(part, Attachment) for part in reply.parts)


def in_its_stead(reply: Reply, alias: str, username: str) -> Outgoing:
    """Return the question where `reply` may be shown, to be asked of the person of `alias` by the bot `username`.

    What was done, or could not be, is said above it: whoever goes on in private would not hear of it there.
    """
    here = reply.again is not None and is_shown_in_public(reply)
    payload = payload_of(reply.again) if reply.again else None
    keys = [Key(text="Only to me", url=create_deep_linked_url(username, payload))]
    if reply.again is not None and here:
        keys.insert(0, Key(text="Show it here", callback_data=seal(reply.again, alias, Way.SHOW)))
    done = said(*_done(reply))
    return Outgoing((*done, Line(_WHERE if here else _PRIVATE_ONLY, gap=bool(done))), (tuple(keys),))


def _done(reply: Reply) -> Iterator[Line]:
    """Yield the notices that `reply` begins with: those further down are part of the answer itself."""
    for part in reply.parts:
        if not isinstance(part, Notice):
            return
        yield Line(part.text, Style.ITALIC)


def _tells(part: Part) -> bool:
    """Return whether `part` tells of a person: a question does where it marks what they said before."""
    marked = isinstance(part, Choices) and any(button.look is Look.CHOSEN for button in part.buttons)
    return marked or isinstance(part, Card | Picture | Attachment)
