"""What Telegram tells in an update, in its own JSON, as far as it is read here.

The library would make an object of every part, a message's with more than a hundred attributes: a quarter of this
room's work on an answer. https://core.telegram.org/bots/api#update
"""

from typing import NotRequired, TypedDict, cast


class User(TypedDict):
    """Somebody, or a bot."""

    id: int
    is_bot: bool
    first_name: str
    language_code: NotRequired[str]


class Chat(TypedDict):
    """A private chat, a group or a channel."""

    id: int
    type: str


class Entity(TypedDict):
    """A piece of a text with a meaning of its own."""

    type: str
    url: NotRequired[str]


class File(TypedDict):
    """A picture in one size, or another file."""

    file_id: str


Message = TypedDict(
    "Message",
    {
        "message_id": int,
        "date": int,
        "chat": Chat,
        "from": NotRequired[User],
        "sender_chat": NotRequired[Chat],
        "text": NotRequired[str],
        "caption": NotRequired[str],
        "entities": NotRequired[list[Entity]],
        "photo": NotRequired[list[File]],
        "document": NotRequired[File],
        "reply_to_message": NotRequired["Message"],
        "is_topic_message": NotRequired[bool],
        "message_thread_id": NotRequired[int],
        "forum_topic_created": NotRequired[object],
        "migrate_to_chat_id": NotRequired[int],
    },
)

CallbackQuery = TypedDict(
    "CallbackQuery",
    {
        "id": str,
        "from": User,
        "chat_instance": str,
        "data": NotRequired[str],
        "message": NotRequired[Message],
        "inline_message_id": NotRequired[str],
    },
)

InlineQuery = TypedDict("InlineQuery", {"id": str, "from": User, "query": str, "offset": str})


class Member(TypedDict):
    """What somebody is in a chat."""

    status: str


MemberChange = TypedDict("MemberChange", {"chat": Chat, "from": User, "new_chat_member": Member})


class Update(TypedDict):
    """One thing that happened: at most one of these is there."""

    update_id: int
    message: NotRequired[Message]
    callback_query: NotRequired[CallbackQuery]
    inline_query: NotRequired[InlineQuery]
    my_chat_member: NotRequired[MemberChange]


def update_in(said: object) -> Update:
    """Return the update that was said, its parts unread. Raises ValueError where it is none."""
    match said:
        case {"update_id": int()}:
            return cast("Update", said)
        case _:
            raise ValueError("no update")
