"""Every method that this server speaks."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from tests.platforms.telegram import answering, editing, membership, sending
from tests.platforms.telegram.call import Call
from tests.platforms.telegram.refusal import Json, RefusalError
from tests.platforms.telegram.world import World

Method = Callable[[World, Call], Any | Awaitable[Any]]


def get_file(world: World, call: Call) -> Json:
    file = world.files.by_id(call.text("file_id"))
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.downloaded()),
        "file_path": file.path,
    }


METHODS: dict[str, Method] = {
    name.lower(): method
    for name, method in {
        "getMe": lambda world, _: world.me,
        "getUpdates": lambda world, call: world.updates.poll(call),
        "setWebhook": lambda world, call: world.webhook.set(call),
        "deleteWebhook": lambda world, call: world.webhook.delete(call),
        "getWebhookInfo": lambda world, _: world.webhook.info(),
        "sendMessage": sending.send_message,
        "sendPhoto": sending.send_photo,
        "sendDocument": sending.send_document,
        "sendMediaGroup": sending.send_media_group,
        "sendMessageDraft": sending.send_message_draft,
        "sendChatAction": sending.send_chat_action,
        "editMessageText": editing.edit_message_text,
        "editMessageCaption": editing.edit_message_caption,
        "editMessageMedia": editing.edit_message_media,
        "editMessageReplyMarkup": editing.edit_message_reply_markup,
        "deleteMessage": editing.delete_message,
        "deleteMessages": editing.delete_messages,
        "answerCallbackQuery": answering.answer_callback_query,
        "answerInlineQuery": answering.answer_inline_query,
        "getChat": membership.get_chat,
        "getChatAdministrators": membership.get_chat_administrators,
        "getChatMember": membership.get_chat_member,
        "getChatMemberCount": membership.get_chat_member_count,
        "leaveChat": membership.leave_chat,
        "setChatMenuButton": membership.set_chat_menu_button,
        "getChatMenuButton": membership.get_chat_menu_button,
        "setMyCommands": lambda world, call: world.profile.set_commands(call),
        "deleteMyCommands": lambda world, call: world.profile.delete_commands(call),
        "getMyCommands": lambda world, call: world.profile.get_commands(call),
        "setMyDescription": lambda world, call: world.profile.set_text("description", call),
        "getMyDescription": lambda world, call: world.profile.get_text("description", call),
        "setMyShortDescription": lambda world, call: world.profile.set_text("short_description", call),
        "getMyShortDescription": lambda world, call: world.profile.get_text("short_description", call),
        "setMyName": lambda world, call: world.profile.set_text("name", call),
        "getMyName": lambda world, call: world.profile.get_text("name", call),
        "getFile": get_file,
    }.items()
}


async def perform(world: World, call: Call) -> Any:  # noqa: ANN401 -- each method has a result of its own
    """Return a call's result. Raises RefusalError where Telegram refuses it, and for a method unknown here."""
    method = METHODS.get(call.method.lower())
    if method is None:
        raise RefusalError("Not Found: method not found", 404)
    result = method(world, call)
    return await result if inspect.isawaitable(result) else result
