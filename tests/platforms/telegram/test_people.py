"""What people do, and what the bot may do to their messages."""

import pytest

from tests.platforms.telegram.chat import Chat
from tests.platforms.telegram.conftest import RawBot
from tests.platforms.telegram.faults import EVERY, Forbidden, Unauthorized
from tests.platforms.telegram.person import Person
from tests.platforms.telegram.server import TelegramServer

GO = {
    "inline_keyboard": [
        [{"text": "Go", "callback_data": "go"}, {"text": "Home", "url": "https://t.me/osusume_bot?start=home"}]
    ]
}


async def test_a_tap_tells_all_that_telegram_tells(bot: RawBot, private: Chat, ann: Person) -> None:
    sent = await bot.gets("sendMessage", chat_id=private.id, text="x", reply_markup=GO)
    message = await private.next_message()
    tap = await ann.taps(message, "go")
    query = tap.update["callback_query"]
    assert (query["data"], query["message"], query["from"]["language_code"]) == ("go", sent, "en")
    other = await ann.taps(message, "Go")
    assert other.update["callback_query"]["chat_instance"] == query["chat_instance"]
    with pytest.raises(ValueError, match="no button that asks"):
        await ann.taps(message, "Home")
    with pytest.raises(LookupError, match="no button 'Away'"):
        await ann.taps(message, "Away")
    assert not tap.is_answered


async def test_a_button_that_is_gone_can_still_be_tapped(
    server: TelegramServer, bot: RawBot, private: Chat, ann: Person
) -> None:
    sent = await bot.gets("sendMessage", chat_id=private.id, text="x", reply_markup=GO)
    await bot.gets("editMessageReplyMarkup", chat_id=private.id, message_id=sent["message_id"])
    message = await private.next_message()
    assert (message.labels, len(message.edits)) == ([], 1)
    await ann.taps(message, "Go")
    old = await ann.taps_data(message, "anything", inaccessible=True)
    assert old.update["callback_query"]["message"]["date"] == 0
    assert len(server.unanswered) == 2


async def test_an_inline_message_takes_no_upload_and_is_edited_by_its_name(
    server: TelegramServer, bot: RawBot, ann: Person
) -> None:
    result = {
        "type": "article",
        "id": "1",
        "title": "x",
        "input_message_content": {"message_text": "x"},
        "reply_markup": GO,
    }
    message = await ann.chooses(result, server.group("Elsewhere", ann, has_bot=False))
    named = {"inline_message_id": message.inline_message_id}
    assert await bot.gets("editMessageText", **named, text="y") is True
    media = '{"type": "photo", "media": "attach://x"}'
    data = named | {"media": media}
    refused = await bot.client.post(bot.url("editMessageMedia"), data=data, files={"x": ("x.png", b"")})
    assert refused.json()["description"] == "Bad Request: a new file can't be uploaded for an inline message"
    photo = {"type": "photo", "media": "https://a.example/x.jpg", "has_spoiler": True}
    assert await bot.gets("editMessageMedia", **named, media=photo) is True
    assert message.has_spoiler


async def test_only_its_own_messages_are_the_bots_to_delete(server: TelegramServer, bot: RawBot, ann: Person) -> None:
    club = server.group("Anime club", admins=[ann])
    said = await club.says(ann, "/start")
    of_ann = {"chat_id": club.id, "message_id": said.id}
    assert await bot.is_refused("deleteMessage", **of_ann) == "Bad Request: message can't be deleted"
    sent = await bot.gets("sendMessage", chat_id=club.id, text="x", reply_parameters={"message_id": said.id})
    assert sent["reply_to_message"]["text"] == "/start"
    own = {"chat_id": club.id, "message_id": sent["message_id"]}
    await bot.gets("deleteMessages", chat_id=club.id, message_ids=[sent["message_id"]])
    assert await bot.is_refused("editMessageText", **own, text="y") == "Bad Request: message to edit not found"
    assert await bot.is_refused("deleteMessage", **own) == "Bad Request: message to delete not found"
    gone = {"chat_id": club.id, "text": "y", "reply_parameters": {"message_id": sent["message_id"]}}
    assert await bot.is_refused("sendMessage", **gone) == "Bad Request: message to be replied not found"


async def test_members_come_go_and_are_told(server: TelegramServer, bot: RawBot, ann: Person) -> None:
    club = server.group("Anime club", ann)
    stranger = server.person("Eve", language=None)
    removed = await club.removes_bot(ann)
    assert removed["my_chat_member"]["new_chat_member"]["status"] == "left"
    assert (await bot.is_refused("getChatMember", chat_id=club.id, user_id=ann.id)).startswith(
        "Forbidden: bot was kicked"
    )
    await club.adds_bot(ann)
    assert (await bot.gets("getChatMember", chat_id=club.id, user_id=ann.id))["status"] == "member"
    assert (await bot.gets("getChatMember", chat_id=club.id, user_id=stranger.id))["status"] == "left"
    assert (await bot.gets("getChatMember", chat_id=club.id, user_id=server.world.bot["id"]))["status"] == "member"
    assert await bot.is_refused("getChatMember", chat_id=club.id, user_id=1) == "Bad Request: PARTICIPANT_ID_INVALID"


async def test_an_edited_message_is_told_as_such(bot: RawBot, private: Chat, ann: Person) -> None:
    said = await private.says(ann, "/recomend")
    await ann.edits(said, "/recommend")
    told = await bot.gets("getUpdates")
    assert told[-1]["edited_message"]["text"] == "/recommend"
    assert told[-2]["message"]["text"] == "/recomend"


async def test_lasting_faults_last_until_they_are_cleared(server: TelegramServer, bot: RawBot) -> None:
    server.faults.always(EVERY, Forbidden())
    server.faults.next("getMe", Unauthorized(), times=2)
    answers = [await bot.is_refused("getMe") for _ in range(3)]
    assert answers == ["Unauthorized", "Unauthorized", "Forbidden: bot was blocked by the user"]
    server.faults.clear()
    assert (await bot.gets("getMe"))["is_bot"] is True


async def test_menu_buttons_are_kept_by_chat(bot: RawBot, private: Chat) -> None:
    await bot.gets("setChatMenuButton", chat_id=private.id, menu_button={"type": "commands"})
    await bot.gets("setChatMenuButton", menu_button={"type": "default"})
    assert await bot.gets("getChatMenuButton", chat_id=private.id) == {"type": "commands"}
    assert await bot.gets("getChatMenuButton") == {"type": "default"}
