"""Methods that put something new into a chat."""

from telegram.constants import ChatAction, MediaGroupLimit, MessageLimit

from tests.platforms.telegram.call import Call
from tests.platforms.telegram.chat import Chat, without_reply
from tests.platforms.telegram.files import WRONG
from tests.platforms.telegram.keyboard import inline_keyboard
from tests.platforms.telegram.message import Message
from tests.platforms.telegram.refusal import CircumstanceError, Json, RefusalError
from tests.platforms.telegram.text import formatted
from tests.platforms.telegram.world import World

KEPT = ("link_preview_options", "show_caption_above_media")
LARGEST_ID = 2**63


def send_message(world: World, call: Call) -> Json:
    chat = world.open_chat(call)
    words = formatted(call.parameters, "text", MessageLimit.MAX_TEXT_LENGTH, "message is too long")
    if not words.text:
        raise RefusalError("Bad Request: message text is empty")
    return _post(world, chat, call, words.content("text"), words.source).content


def send_photo(world: World, call: Call) -> Json:
    chat = world.open_chat(call)
    if not call.text("photo"):
        raise RefusalError("Bad Request: there is no photo in the request")
    content, source = photo_content(world, call, call.text("photo"), call.parameters)
    return _post(world, chat, call, content, source).content


def send_document(world: World, call: Call) -> Json:
    chat = world.open_chat(call)
    if not call.text("document"):
        raise RefusalError("Bad Request: there is no document in the request")
    content, source = document_content(world, call, call.text("document"), call.parameters)
    return _post(world, chat, call, content, source).content


def send_media_group(world: World, call: Call) -> list[Json]:
    chat = world.open_chat(call)
    media = call.parameters.get("media") or []
    if not MediaGroupLimit.MIN_MEDIA_LENGTH <= len(media) <= MediaGroupLimit.MAX_MEDIA_LENGTH:
        raise RefusalError("Bad Request: MULTI_MEDIA_TOO_LONG" if media else "Bad Request: MEDIA_EMPTY")
    if "reply_markup" in call.parameters:
        raise RefusalError("Bad Request: an album takes no keyboard")
    contents = [media_content(world, call, one) for one in media]
    group = {"media_group_id": str(next(world.message_ids))}
    return [_post(world, chat, call, content | group, source).content for content, source in contents]


def send_message_draft(world: World, call: Call) -> bool:
    chat = world.open_chat(call)
    if not chat.is_private:
        raise RefusalError("Bad Request: drafts can be sent only to private chats")
    if not 0 < abs(call.whole("draft_id")) < LARGEST_ID:
        raise RefusalError("Bad Request: RANDOM_ID_INVALID")
    words = formatted(call.parameters, "text", MessageLimit.MAX_TEXT_LENGTH, "message is too long")
    chat.drafts.append({"draft_id": call.whole("draft_id"), "text": words.text, "entities": words.entities})
    return True


def send_chat_action(world: World, call: Call) -> bool:
    chat = world.open_chat(call)
    if call.text("action") not in set(ChatAction):
        raise RefusalError("Bad Request: wrong parameter action in request")
    chat.actions.append(call.text("action"))
    return True


def media_content(world: World, call: Call, media: Json) -> tuple[Json, str]:
    """Return what an InputMedia becomes in a message, and the caption's source."""
    if not media.get("media"):
        raise RefusalError("Bad Request: media not found")
    match media.get("type"):
        case "photo":
            return photo_content(world, call, media["media"], media)
        case "document":
            return document_content(world, call, media["media"], media)
        case other:
            raise RefusalError(f"Bad Request: media of the type {other} is not known here")


def photo_content(world: World, call: Call, photo: str, described: Json) -> tuple[Json, str]:
    """Return a picture with its caption as it stands in a message, and the caption's source."""
    caption, source = caption_content(described)
    content: Json = {"photo": world.files.photo(photo, call), **caption}
    return content | ({"has_media_spoiler": True} if described.get("has_spoiler") else {}), source


def document_content(world: World, call: Call, document: str, described: Json) -> tuple[Json, str]:
    """Return a document with its caption as it stands in a message, and the caption's source."""
    if document.startswith(("http://", "https://")):
        raise RefusalError(WRONG)
    caption, source = caption_content(described)
    return {"document": world.files.document(document, call), **caption}, source


def caption_content(described: Json) -> tuple[Json, str]:
    """Return the fields of a caption, none where it is empty, and its source."""
    words = formatted(described, "caption", MessageLimit.CAPTION_LENGTH, "message caption is too long")
    return words.content("caption"), words.source


def _post(world: World, chat: Chat, call: Call, content: Json, source: str) -> Message:
    markup = call.parameters.get("reply_markup")
    keyboard = inline_keyboard(markup)
    content |= {name: call.parameters[name] for name in KEPT if call.parameters.get(name)}
    content |= _reply(chat, call)
    content |= {"reply_markup": keyboard} if keyboard else {}
    return chat.put(world.bot, content, html=source, markup=markup)


def _reply(chat: Chat, call: Call) -> Json:
    wanted = call.parameters.get("reply_parameters")
    if not wanted:
        return {}
    replied = chat.messages.get(wanted.get("message_id", 0))
    if replied is not None and not replied.deleted:
        return {"reply_to_message": without_reply(replied.content)}
    if wanted.get("allow_sending_without_reply"):
        return {}
    missing = "Bad Request: message to be replied not found"
    raise RefusalError(missing) if replied is None else CircumstanceError(missing)
