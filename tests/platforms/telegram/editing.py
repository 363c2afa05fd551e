"""Methods that change or remove what the bot has sent."""

import time

from telegram.constants import MessageLimit

from tests.platforms.telegram.call import Call
from tests.platforms.telegram.keyboard import inline_keyboard
from tests.platforms.telegram.message import Message
from tests.platforms.telegram.refusal import CircumstanceError, Json, RefusalError
from tests.platforms.telegram.sending import caption_content, media_content
from tests.platforms.telegram.text import formatted
from tests.platforms.telegram.world import World

SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
SUBSTANCE = frozenset(
    [
        "caption",
        "caption_entities",
        "document",
        "entities",
        "has_media_spoiler",
        "link_preview_options",
        "photo",
        "show_caption_above_media",
        "text",
    ]
)
CAPTION = frozenset({"caption", "caption_entities", "show_caption_above_media"})


def edit_message_text(world: World, call: Call) -> Json | bool:
    message = _editable(world, call)
    words = formatted(call.parameters, "text", MessageLimit.MAX_TEXT_LENGTH, "MESSAGE_TOO_LONG")
    if not words.text:
        raise RefusalError("Bad Request: message text is empty")
    if not message.text:
        raise RefusalError("Bad Request: there is no text in the message to edit")
    preview = call.parameters.get("link_preview_options")
    content = words.content("text") | ({"link_preview_options": preview} if preview else {})
    return _change(message, call, _without(message, SUBSTANCE) | content, words.source)


def edit_message_caption(world: World, call: Call) -> Json | bool:
    message = _editable(world, call)
    if message.text:
        raise RefusalError("Bad Request: there is no caption in the message to edit")
    content, source = caption_content(call.parameters)
    above = {"show_caption_above_media": True} if call.flag("show_caption_above_media") else {}
    return _change(message, call, _without(message, CAPTION) | content | above, source)


def edit_message_media(world: World, call: Call) -> Json | bool:
    message = _editable(world, call)
    if message.inline_message_id is not None and call.files:
        raise RefusalError("Bad Request: a new file can't be uploaded for an inline message")
    content, source = media_content(world, call, call.parameters.get("media") or {})
    above = {"show_caption_above_media": True} if call.parameters["media"].get("show_caption_above_media") else {}
    return _change(message, call, _without(message, SUBSTANCE) | content | above, source)


def edit_message_reply_markup(world: World, call: Call) -> Json | bool:
    message = _editable(world, call)
    return _change(message, call, dict(message.content), message.html)


def delete_message(world: World, call: Call) -> bool:
    _delete(world, call, call.whole("message_id"))
    return True


def delete_messages(world: World, call: Call) -> bool:
    for number in call.parameters.get("message_ids") or ():
        _delete(world, call, number)
    return True


def _editable(world: World, call: Call) -> Message:
    """Return the message that a call names. Raises RefusalError for one that the bot cannot edit."""
    if name := call.text("inline_message_id"):
        if name not in world.through_bot:
            raise RefusalError("Bad Request: MESSAGE_ID_INVALID")
        return world.through_bot[name]
    chat = world.open_chat(call)
    number = call.whole("message_id")
    if not number:
        raise RefusalError("Bad Request: message identifier is not specified")
    message = chat.messages.get(number)
    if message is None:
        raise RefusalError("Bad Request: message to edit not found")
    if message.deleted:
        raise CircumstanceError("Bad Request: message to edit not found")
    if message.content["from"] is not world.bot:
        raise RefusalError("Bad Request: message can't be edited")
    return message


def _change(message: Message, call: Call, content: Json, source: str) -> Json | bool:
    """Give a message its new content; an edit that names no keyboard removes it."""
    content.pop("reply_markup", None)
    if keyboard := inline_keyboard(call.parameters.get("reply_markup")):
        content["reply_markup"] = keyboard
    if {**content, "edit_date": 0} == {**message.content, "edit_date": 0}:
        raise CircumstanceError(SAME)
    message.edit({**content, "edit_date": int(time.time())}, source)
    return True if message.inline_message_id is not None else message.content


def _delete(world: World, call: Call, number: int) -> None:
    chat = world.open_chat(call)
    message = chat.messages.get(number)
    if message is None:
        raise RefusalError("Bad Request: message to delete not found")
    if message.deleted:
        raise CircumstanceError("Bad Request: message to delete not found")
    if not chat.is_private and message.content["from"] is not world.bot:
        raise RefusalError("Bad Request: message can't be deleted")
    message.deleted = True


def _without(message: Message, fields: frozenset[str]) -> Json:
    return {name: value for name, value in message.content.items() if name not in fields}
