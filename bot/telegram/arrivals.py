"""What an update says, in the conversation's words. Nothing is sent here, and nothing asked."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qs, urlsplit

from telegram import User
from telegram.constants import ChatMemberStatus, ChatType, MessageAttachmentType, MessageEntityType

from bot.conversation.action import Action, OldButton
from bot.conversation.deep_link import action_of
from bot.conversation.line import command_of
from bot.conversation.request import Chat, Identity, Request
from bot.telegram import told
from bot.telegram.envelope import Sealed, unseal

PLATFORM: Final = "telegram"
CARDS: Final = 1  # a list is one card that is leafed through: more would flood a chat
INLINE_CARDS: Final = 10  # results to a page, and what a tap in a message that was sent so looks among
START: Final = "start"  # the command that Telegram sends for a link into the private chat
_TOO_OLD: Final = 0  # the date of a message that can no longer be looked into
_ATTACHMENTS: Final = tuple(kind.value for kind in MessageAttachmentType)
_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@(\w+))?")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an answer goes. replying: the message to hang it on, in chats of many."""

    chat_id: int
    private: bool
    thread: int | None = None
    replying: int | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """A message of ours. photo: the ids of its picture in each size.

    has_file: whether it holds a picture or another file, or is too old to be looked into and so may.
    """

    spot: Spot
    message_id: int
    photo: tuple[str, ...]
    has_file: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A command or words."""

    request: Request
    spot: Spot


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button. sealed: what was in it, None where no button of ours holds that.

    message: the one it is under; None where it was sent by inline mode. Such a message is known by inline_id alone.
    """

    query_id: str
    person: told.User
    request: Request
    sealed: Sealed | None
    message: Posted | None
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


def arrival(update: told.Update, me: User, commands: Collection[str]) -> Arrival | None:
    """Return what `update` says to the bot `me`; None where it is none of its business.

    commands: the names it answers to; in chats of many others may be meant for another bot.
    """
    if (query := update.get("callback_query")) is not None:
        return _tapped(query)
    if (typed := update.get("inline_query")) is not None:
        return _typed(typed)
    if (change := update.get("my_chat_member")) is not None:
        blocked = _is_private(change["chat"]) and change["new_chat_member"]["status"] == ChatMemberStatus.BANNED
        return Gone(_identity(change["from"])) if blocked else None
    if (message := update.get("message")) is not None:
        return _said(message, me, commands)
    return None


def chat_key(update: told.Update) -> object:
    """Return what is answered in order: the chat, or where there is none the message or the person."""
    if (query := update.get("callback_query")) is not None:
        if (under := query.get("message")) is not None:
            return under["chat"]["id"]
        return query.get("inline_message_id") or query["from"]["id"]
    if (typed := update.get("inline_query")) is not None:
        return typed["from"]["id"]
    there = update.get("message") or update.get("my_chat_member")
    return there["chat"]["id"] if there is not None else None


def _said(message: told.Message, me: User, commands: Collection[str]) -> Arrival | None:
    if "migrate_to_chat_id" in message:
        return Moved(message["chat"]["id"], message["migrate_to_chat_id"])
    text = message.get("text") or message.get("caption") or ""
    prompted = _prompted(message, me)
    if prompted is None and not _is_private(message["chat"]) and not _is_meant(text, me, commands):
        return None
    if "sender_chat" in message:
        return Faceless(_spot(message))
    person = message.get("from")
    if person is None or person["is_bot"]:
        return None
    if not text:
        return Wordless(_spot(message)) if any(kind in message for kind in _ATTACHMENTS) else None
    request = _request(person, message["chat"])
    if prompted is not None:
        request = replace(request, action=Action(prompted.name, (*prompted.arguments, text)))
    else:
        command, rest = command_of(text)
        request = replace(request, command=command, text=rest, subject=_subject(message))
    return Asked(request, _spot(message))


def _is_meant(text: str, me: User, commands: Collection[str]) -> bool:
    """Return whether `text`, said among many, is a command of ours: by its name, or since we are named with it."""
    found = _COMMAND.match(text)
    if found is None:
        return False
    name, addressee = found[1], found[2]
    return addressee.casefold() == _username(me) if addressee else name.casefold() in commands


def _prompted(message: told.Message, me: User) -> Action | None:
    """Return the action that `message` answers the question of: the question hides it in a link."""
    question = message.get("reply_to_message")
    if question is None or "from" not in question or question["from"]["id"] != me.id:
        return None
    for entity in question.get("entities", ()):
        if entity["type"] == MessageEntityType.TEXT_LINK:
            address = urlsplit(entity.get("url", ""))
            if address.path.strip("/").casefold() == _username(me):
                return action_of(parse_qs(address.query).get(START, [""])[0])
    return None


def _subject(message: told.Message) -> Identity | None:
    """Return who wrote the message replied to; in a topic, its beginning counts as replied to, and is nobody's."""
    replied = message.get("reply_to_message")
    if replied is None or "forum_topic_created" in replied or "sender_chat" in replied or "from" not in replied:
        return None
    return None if replied["from"]["is_bot"] else _identity(replied["from"])


def _tapped(query: told.CallbackQuery) -> Tapped:
    message = query.get("message")
    person = query["from"]
    if message is None:
        among = Chat(PLATFORM, f"inline:{query['chat_instance']}", private=False, adult=False)
        language = _language(person)
        request = Request(_identity(person), among, language=language, cards=INLINE_CARDS, apart=True)
    else:
        request = _request(person, message["chat"])
    sealed = None
    try:
        sealed = unseal(query.get("data") or "")
        request = replace(request, action=sealed.action)
    except OldButton:
        pass  # whoever answers says so
    posted = None if message is None else _posted(message)
    return Tapped(query["id"], person, request, sealed, posted, query.get("inline_message_id", ""))


def _typed(query: told.InlineQuery) -> Typed:
    # It is not known which chat it is typed in, so nothing for adults; the place is one for all and nobody's.
    nowhere = Chat(PLATFORM, "inline", private=False, adult=False)
    person = _identity(query["from"])
    language = _language(query["from"])
    request = Request(person, nowhere, text=query["query"].strip(), language=language, cards=INLINE_CARDS, apart=True)
    return Typed(query["id"], request, query["offset"])


def _posted(message: told.Message) -> Posted:
    photo = tuple(size["file_id"] for size in message.get("photo", ()))
    has_file = "photo" in message or "document" in message or message["date"] == _TOO_OLD
    return Posted(_spot(message), message["message_id"], photo, has_file)


def _spot(message: told.Message) -> Spot:
    """Return where an answer to `message` goes."""
    private = _is_private(message["chat"])
    thread = message.get("message_thread_id") if message.get("is_topic_message") else None
    return Spot(message["chat"]["id"], private, thread, None if private else message["message_id"])


def _request(user: told.User, chat: told.Chat) -> Request:
    place = Chat(PLATFORM, str(chat["id"]), private=_is_private(chat))
    return Request(_identity(user), place, language=_language(user), cards=CARDS)


def _is_private(chat: told.Chat) -> bool:
    return chat["type"] == ChatType.PRIVATE


def _identity(user: told.User) -> Identity:
    return Identity(PLATFORM, str(user["id"]))


def _language(user: told.User) -> str:
    return user.get("language_code") or "en"


def _username(me: User) -> str:
    return (me.username or "").casefold()
