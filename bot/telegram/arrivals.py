"""What an update says, in the conversation's words. Nothing is sent here, and nothing asked."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qs, urlsplit

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    InlineQuery,
    MaybeInaccessibleMessage,
    Message,
    Update,
    User,
)
from telegram.constants import ChatType, MessageEntityType

from bot.conversation.action import Action, OldButton
from bot.conversation.deep_link import action_of
from bot.conversation.line import command_of
from bot.conversation.request import Chat as Place
from bot.conversation.request import Identity, Request
from bot.telegram.envelope import Sealed, unseal

PLATFORM: Final = "telegram"
CARDS: Final = 1  # a list is one card that is leafed through: more would flood a chat
INLINE_CARDS: Final = 10  # results to a page, and what a tap in a message that was sent so looks among
START: Final = "start"  # the command that Telegram sends for a link into the private chat
_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@(\w+))?")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an answer goes. replying: the message to hang it on, in chats of many."""

    chat_id: int
    private: bool
    thread: int | None = None
    replying: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A command or words."""

    request: Request
    spot: Spot


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button. sealed: what was in it, None where no button of ours holds that.

    message: the one it is under, which may be too old to be looked into; None where it was sent by inline mode. Such
    a message is known by inline_id alone.
    """

    query_id: str
    person: User
    request: Request
    sealed: Sealed | None
    message: MaybeInaccessibleMessage | None
    inline_id: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Words after our name in any chat, while they are typed: `request.text`. offset: the one of the next page."""

    query_id: str
    request: Request
    offset: str


@dataclass(frozen=True, slots=True)
class Faceless:
    """A command by somebody who writes as a group or a channel, so that nobody knows whose taste to ask."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class Wordless:
    """Something in a private chat that holds no words: a sticker, a photo."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody blocked us, so that nothing can be sent to them."""

    person: Identity


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup and has another id since."""

    old_id: int
    new_id: int


Arrival = Asked | Tapped | Typed | Faceless | Wordless | Gone | Moved


def arrival(update: Update, me: User, commands: Collection[str]) -> Arrival | None:
    """Return what `update` says to the bot `me`; None where it is none of its business.

    commands: the names it answers to; in chats of many others may be meant for another bot.
    """
    if (query := update.callback_query) is not None:
        return _tapped(query)
    if (typed := update.inline_query) is not None:
        return _typed(typed)
    if (change := update.my_chat_member) is not None:
        blocked = change.chat.type == ChatType.PRIVATE and change.new_chat_member.status == ChatMember.BANNED
        return Gone(_identity(change.from_user)) if blocked else None
    if (message := update.message) is not None:
        return _said(message, me, commands)
    return None


def chat_key(update: Update) -> object:
    """Return what is answered in order: the chat, or where there is none the person."""
    if (chat := update.effective_chat) is not None:
        return chat.id
    if (query := update.callback_query) is not None and query.inline_message_id:
        return query.inline_message_id
    return update.effective_user.id if update.effective_user else None


def spot_of(message: MaybeInaccessibleMessage) -> Spot:
    """Return where an answer to `message` goes."""
    private = message.chat.type == ChatType.PRIVATE
    thread = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    return Spot(message.chat.id, private, thread, None if private else message.message_id)


def _said(message: Message, me: User, commands: Collection[str]) -> Arrival | None:
    if message.migrate_to_chat_id:
        return Moved(message.chat.id, message.migrate_to_chat_id)
    text = message.text or message.caption or ""
    private = message.chat.type == ChatType.PRIVATE
    prompted = _prompted(message, me)
    if prompted is None and not private and not _is_meant(text, me, commands):
        return None
    if message.sender_chat is not None:
        return Faceless(spot_of(message))
    if message.from_user is None or message.from_user.is_bot:
        return None
    if not text:
        return Wordless(spot_of(message)) if message.effective_attachment else None
    request = _request(message.from_user, message.chat)
    if prompted is not None:
        request = replace(request, action=Action(prompted.name, (*prompted.arguments, text)))
    else:
        request = replace(_asking(request, text), subject=_subject(message))
    return Asked(request, spot_of(message))


def _is_meant(text: str, me: User, commands: Collection[str]) -> bool:
    """Return whether `text`, said among many, is a command of ours: by its name, or since we are named with it."""
    found = _COMMAND.match(text)
    if found is None:
        return False
    name, addressee = found[1], found[2]
    return addressee.casefold() == _username(me) if addressee else name.casefold() in commands


def _asking(request: Request, text: str) -> Request:
    command, rest = command_of(text)
    return replace(request, command=command, text=rest)


def _prompted(message: Message, me: User) -> Action | None:
    """Return the action that `message` answers the question of: the question hides it in a link."""
    question = message.reply_to_message
    if question is None or question.from_user is None or question.from_user.id != me.id:
        return None
    for entity in question.entities:
        if entity.type == MessageEntityType.TEXT_LINK and entity.url:
            address = urlsplit(entity.url)
            if address.path.strip("/").casefold() == _username(me):
                return action_of(parse_qs(address.query).get(START, [""])[0])
    return None


def _subject(message: Message) -> Identity | None:
    """Return who wrote the message replied to; in a topic, its beginning counts as replied to, and is nobody's."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created or replied.sender_chat is not None:
        return None
    return _identity(replied.from_user) if replied.from_user and not replied.from_user.is_bot else None


def _tapped(query: CallbackQuery) -> Tapped:
    if query.message is None:
        among = Place(PLATFORM, f"inline:{query.chat_instance}", private=False, adult=False)
        person, language = _identity(query.from_user), _language(query.from_user)
        request = Request(person, among, language=language, cards=INLINE_CARDS, apart=True)
    else:
        request = _request(query.from_user, query.message.chat)
    sealed = None
    try:
        sealed = unseal(query.data or "")
        request = replace(request, action=sealed.action)
    except OldButton:
        pass  # whoever answers says so
    return Tapped(query.id, query.from_user, request, sealed, query.message, query.inline_message_id or "")


def _typed(query: InlineQuery) -> Typed:
    # It is not known which chat it is typed in, so nothing for adults; the place is one for all and nobody's.
    nowhere = Place(PLATFORM, "inline", private=False, adult=False)
    person = _identity(query.from_user)
    language = _language(query.from_user)
    request = Request(person, nowhere, text=query.query.strip(), language=language, cards=INLINE_CARDS, apart=True)
    return Typed(query.id, request, query.offset)


def _request(user: User, chat: Chat) -> Request:
    place = Place(PLATFORM, str(chat.id), private=chat.type == ChatType.PRIVATE)
    return Request(_identity(user), place, language=_language(user), cards=CARDS)


def _identity(user: User) -> Identity:
    return Identity(PLATFORM, str(user.id))


def _language(user: User) -> str:
    return user.language_code or "en"


def _username(me: User) -> str:
    return (me.username or "").casefold()
