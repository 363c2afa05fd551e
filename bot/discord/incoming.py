"""Discord's interactions as requests: who asks what, where."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from discord import DMChannel, GroupChannel, Interaction, Member, User

from bot.conversation.action import Action
from bot.conversation.request import Chat, Identity, Request

DISCORD: Final = "discord"
CARDS: Final = 3  # with their buttons, a notice above and the row below they are at most 40 components

Call = Interaction[Any]  # a command that was used, a button that was tapped, a form that was sent


def asked(call: Call, command: str, arguments: Mapping[str, str], subject: Member | User | None = None) -> Request:
    """Return the request of a command with its options. subject: the person from whose menu it was chosen."""
    about = None if subject is None else Identity(DISCORD, str(subject.id))
    return replace(_request(call), command=command, arguments=arguments, subject=about)


def tapped(call: Call, action: Action) -> Request:
    """Return the request of a tap that means `action`."""
    return replace(_request(call), action=action)


def person_of(call: Call) -> Identity:
    """Return who did it."""
    return Identity(DISCORD, str(call.user.id))


def chat_of(call: Call) -> Chat:
    """Return where it was done.

    A thread is as adult as the channel it hangs on. Discord says nothing of direct messages; a channel of a server of a
    kind that the library does not know is not adult.
    """
    return Chat(DISCORD, str(call.channel_id or call.user.id), private=call.context.dm_channel, adult=_adult(call))


def _request(call: Call) -> Request:
    return Request(person_of(call), chat_of(call), language=call.locale.value, cards=CARDS, manager=_manages(call))


def _adult(call: Call) -> bool | None:
    if call.guild_id is None:
        return None
    if call.channel is None or isinstance(call.channel, DMChannel | GroupChannel):
        return False
    return call.channel.is_nsfw()


def _manages(call: Call) -> bool:
    permissions = call.permissions
    return permissions.administrator or permissions.manage_guild or permissions.manage_channels
