"""What Telegram refuses, and how."""

import asyncio
from typing import Any

import pytest

from tests.platforms.telegram.chat import Chat
from tests.platforms.telegram.conftest import RawBot
from tests.platforms.telegram.person import Person
from tests.platforms.telegram.refusal import Json
from tests.platforms.telegram.server import TelegramServer

KNOWN = {"type": "article", "id": "1", "title": "Naruto", "input_message_content": {"message_text": "Naruto"}}


def keyboard(*rows: list[Json]) -> Json:
    return {"inline_keyboard": list(rows)}


def taps(count: int, data: str = "x") -> list[Json]:
    return [{"text": str(number), "callback_data": data} for number in range(count)]


TEXT = ("sendMessage", {"text": "hello"})
CANNOT_BUTTON = "Bad Request: can't parse inline keyboard button: "
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.mark.parametrize(
    ("method", "parameters", "description"),
    [
        ("sendMessage", {"text": "é" * 4097}, "Bad Request: message is too long"),
        ("sendMessage", {"text": "🎌" * 2049}, "Bad Request: message is too long"),
        ("sendMessage", {"text": f"<b>{'x' * 4097}</b>", "parse_mode": "HTML"}, "Bad Request: message is too long"),
        ("sendMessage", {"text": ""}, "Bad Request: message text is empty"),
        ("sendMessage", {"text": " <b>\n</b> ", "parse_mode": "HTML"}, "Bad Request: message text is empty"),
        ("sendMessage", {"text": "<b>x</b>" * 101, "parse_mode": "HTML"}, "Bad Request: ENTITIES_TOO_LONG"),
        ("sendMessage", {"text": "x", "parse_mode": "BBCode"}, "Bad Request: unsupported parse_mode"),
        ("sendMessage", {"text": "x", "chat_id": 17}, "Bad Request: chat not found"),
        ("sendMessage", {"text": "x", "chat_id": ""}, "Bad Request: chat_id is empty"),
        (
            "sendMessage",
            {"text": "x", "reply_parameters": {"message_id": 999}},
            "Bad Request: message to be replied not found",
        ),
        ("sendMessage", {"text": "x", "reply_markup": keyboard(taps(1, "é" * 33))}, "Bad Request: BUTTON_DATA_INVALID"),
        ("sendMessage", {"text": "x", "reply_markup": keyboard(taps(9))}, "Bad Request: REPLY_MARKUP_TOO_LONG"),
        ("sendMessage", {"text": "x", "reply_markup": keyboard(*[taps(8)] * 13)}, "Bad Request: REPLY_MARKUP_TOO_LONG"),
        (
            "sendMessage",
            {"text": "x", "reply_markup": keyboard([{"text": "go"}])},
            f"{CANNOT_BUTTON}Text buttons are unallowed in the inline keyboard",
        ),
        (
            "sendMessage",
            {"text": "x", "reply_markup": keyboard([{"text": "go", "callback_data": "x", "url": "https://a.example"}])},
            f"{CANNOT_BUTTON}callback_data and url exclude each other",
        ),
        (
            "sendMessage",
            {"text": "x", "reply_markup": keyboard([{"text": " ", "callback_data": "x"}])},
            f'{CANNOT_BUTTON}Field "text" must be non-empty',
        ),
        (
            "sendMessage",
            {"text": "x", "reply_markup": keyboard([{"text": "go", "callback_data": "x", "style": "loud"}])},
            "Bad Request: BUTTON_STYLE_INVALID",
        ),
        (
            "sendMessage",
            {"text": "x", "reply_markup": keyboard([{"text": "go", "url": "nowhere"}])},
            "Bad Request: inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
        (
            "sendMessage",
            {"text": "x", "reply_markup": keyboard([{"text": "go", "url": "https://t.me/osusume_bot?start=a%20b"}])},
            "Bad Request: inline keyboard button URL 'https://t.me/osusume_bot?start=a%20b' is invalid: Wrong HTTP URL",
        ),
        (
            "sendMessage",
            {"text": "x", "reply_markup": {"force_reply": True, "input_field_placeholder": "x" * 65}},
            "Bad Request: REPLY_MARKUP_PLACEHOLDER_INVALID",
        ),
        (
            "sendPhoto",
            {"photo": "https://a.example/x.jpg", "caption": "x" * 1025},
            "Bad Request: message caption is too long",
        ),
        ("sendPhoto", {"photo": "no picture"}, "Bad Request: wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"photo": "attach://missing"}, "Bad Request: wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"photo": "http://127.0.0.1/x.jpg"}, "Bad Request: failed to get HTTP URL content"),
        ("sendPhoto", {}, "Bad Request: there is no photo in the request"),
        ("sendDocument", {}, "Bad Request: there is no document in the request"),
        ("sendDocument", {"document": "unknown"}, "Bad Request: wrong file identifier/HTTP URL specified"),
        ("sendMediaGroup", {"media": []}, "Bad Request: MEDIA_EMPTY"),
        (
            "sendMediaGroup",
            {"media": [{"type": "photo", "media": "https://a.example/x.jpg"}] * 2, "reply_markup": keyboard(taps(1))},
            "Bad Request: an album takes no keyboard",
        ),
        ("sendMessageDraft", {"draft_id": 0, "text": "x"}, "Bad Request: RANDOM_ID_INVALID"),
        ("sendChatAction", {"action": "dancing"}, "Bad Request: wrong parameter action in request"),
        ("editMessageText", {"message_id": 999, "text": "x"}, "Bad Request: message to edit not found"),
        ("editMessageText", {"message_id": 1, "text": "x"}, "Bad Request: message can't be edited"),
        ("editMessageText", {"text": "x"}, "Bad Request: message identifier is not specified"),
        ("editMessageText", {"inline_message_id": "unknown", "text": "x"}, "Bad Request: MESSAGE_ID_INVALID"),
        ("deleteMessage", {"message_id": 999}, "Bad Request: message to delete not found"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, TOO_OLD),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "Bad Request: MESSAGE_TOO_LONG"),
        ("answerCallbackQuery", {"callback_query_id": "1", "url": "https://a.example"}, "Bad Request: URL_INVALID"),
        (
            "answerCallbackQuery",
            {"callback_query_id": "1", "url": f"https://t.me/osusume_bot?start={'x' * 65}"},
            "Bad Request: URL_INVALID",
        ),
        ("answerInlineQuery", {"inline_query_id": "1", "results": []}, TOO_OLD),
        ("answerInlineQuery", {"results": [KNOWN] * 51}, "Bad Request: RESULTS_TOO_MUCH"),
        ("answerInlineQuery", {"results": [KNOWN] * 2}, "Bad Request: RESULT_ID_DUPLICATE"),
        ("answerInlineQuery", {"results": [KNOWN | {"id": "é" * 33}]}, "Bad Request: RESULT_ID_INVALID"),
        ("answerInlineQuery", {"results": [], "next_offset": "é" * 33}, "Bad Request: NEXT_OFFSET_INVALID"),
        ("answerInlineQuery", {"results": [], "cache_time": -1}, "Bad Request: CACHE_TIME_INVALID"),
        (
            "answerInlineQuery",
            {"results": [], "button": {"text": "go", "start_parameter": "a b"}},
            "Bad Request: START_PARAM_INVALID",
        ),
        (
            "answerInlineQuery",
            {"results": [KNOWN | {"title": ""}]},
            "Bad Request: can't parse inline query result: Can't find field \"title\"",
        ),
        (
            "answerInlineQuery",
            {"results": [KNOWN | {"type": "game"}]},
            "Bad Request: can't parse inline query result: results of the type game are not known here",
        ),
        (
            "answerInlineQuery",
            {"results": [KNOWN | {"input_message_content": {"message_text": " "}}]},
            "Bad Request: MESSAGE_EMPTY",
        ),
        (
            "answerInlineQuery",
            {"results": [{"type": "photo", "id": "1", "photo_url": "https://a.example/x.jpg"}]},
            "Bad Request: PHOTO_THUMB_URL_EMPTY",
        ),
        ("setMyCommands", {"commands": [{"command": "Help", "description": "x"}]}, "Bad Request: BOT_COMMAND_INVALID"),
        (
            "setMyCommands",
            {"commands": [{"command": "help", "description": "x" * 257}]},
            "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "help", "description": "x"}] * 101},
            "Bad Request: BOT_COMMANDS_TOO_MUCH",
        ),
        ("setMyCommands", {"commands": [], "language_code": "en-GB"}, "Bad Request: language code is invalid"),
        ("setMyDescription", {"description": "x" * 513}, "Bad Request: BOT_DESCRIPTION_TOO_LONG"),
        ("setMyShortDescription", {"short_description": "x" * 121}, "Bad Request: BOT_SHORT_DESCRIPTION_TOO_LONG"),
        (
            "setWebhook",
            {"url": "http://a.example/"},
            "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            "setWebhook",
            {"url": "https://a.example/", "secret_token": "a b"},
            "Bad Request: secret token contains unallowed characters",
        ),
        ("getChatAdministrators", {}, "Bad Request: there are no administrators in the private chat"),
        ("getFile", {"file_id": "unknown"}, "Bad Request: wrong file identifier/HTTP URL specified"),
        ("sendFlowers", {}, "Not Found: method not found"),
    ],
)
async def test_refused_in_the_words_of_telegram(
    bot: RawBot, private: Chat, method: str, parameters: Json, description: str
) -> None:
    about = {} if "inline_message_id" in parameters else {"chat_id": private.id}
    assert await bot.is_refused(method, **about | parameters) == description


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("sendMessage", {"text": "🎌" * 2048}),
        ("sendMessage", {"text": f"<b>{'x' * 4096}</b>", "parse_mode": "HTML"}),
        ("sendMessage", {"text": "<b>x</b>" * 100, "parse_mode": "html"}),
        ("sendMessage", {"text": "x", "reply_markup": keyboard(*[taps(8, "é" * 32)] * 12, taps(4))}),
        ("sendMessage", {"text": "x", "reply_parameters": {"message_id": 999, "allow_sending_without_reply": True}}),
        ("sendPhoto", {"photo": "https://a.example/x.jpg", "caption": "x" * 1024, "has_spoiler": True}),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "https://a.example/x.jpg"}] * 10}),
        ("sendMessageDraft", {"draft_id": -5, "text": ""}),
        ("sendChatAction", {"action": "upload_photo"}),
    ],
)
async def test_the_last_that_is_taken(
    server: TelegramServer, bot: RawBot, private: Chat, method: str, parameters: dict[str, Any]
) -> None:
    await bot.gets(method, chat_id=private.id, **parameters)
    assert server.problems == []


async def test_what_the_bot_sends_wrong_is_a_problem(server: TelegramServer, bot: RawBot, private: Chat) -> None:
    description = await bot.is_refused("sendMessage", chat_id=private.id, text="<b>", parse_mode="HTML")
    assert server.problems == [f"sendMessage: {description}"]


async def test_an_edit_that_changes_nothing_is_refused_and_no_problem(
    server: TelegramServer, bot: RawBot, private: Chat
) -> None:
    sent = await bot.gets(
        "sendMessage", chat_id=private.id, text="<b>x</b>", parse_mode="HTML", reply_markup=keyboard(taps(1))
    )
    same = {
        "chat_id": private.id,
        "message_id": sent["message_id"],
        "text": " <strong>x</strong>",
        "parse_mode": "HTML",
    }
    refusal = await bot.is_refused("editMessageText", **same, reply_markup=keyboard(taps(1)))
    assert refusal.startswith("Bad Request: message is not modified: ")
    assert server.problems == []
    edited = await bot.gets("editMessageText", **same)
    assert "reply_markup" not in edited


async def test_text_and_caption_are_edited_each_in_its_way(bot: RawBot, private: Chat) -> None:
    text = await bot.gets("sendMessage", chat_id=private.id, text="x")
    photo = await bot.gets("sendPhoto", chat_id=private.id, photo="https://a.example/x.jpg", caption="x")
    in_text = {"chat_id": private.id, "message_id": text["message_id"]}
    in_photo = {"chat_id": private.id, "message_id": photo["message_id"]}
    assert (
        await bot.is_refused("editMessageText", **in_photo, text="y")
        == "Bad Request: there is no text in the message to edit"
    )
    assert (
        await bot.is_refused("editMessageCaption", **in_text, caption="y")
        == "Bad Request: there is no caption in the message to edit"
    )
    assert (await bot.gets("editMessageCaption", **in_photo, caption="y"))["caption"] == "y"
    media = {"type": "photo", "media": "https://a.example/x.jpg", "caption": "z"}
    became = await bot.gets("editMessageMedia", **in_text, media=media)
    assert (became["caption"], "text" in became, len(became["photo"])) == ("z", False, 2)


async def test_nobody_is_written_to_unasked(server: TelegramServer, bot: RawBot) -> None:
    bob = server.person("Bob")
    hello = {"chat_id": bob.id, "text": "hello"}
    assert await bot.is_refused("sendMessage", **hello) == "Forbidden: bot can't initiate conversation with a user"
    await bob.private.says(bob, "/start")
    await bot.gets("sendMessage", **hello)
    await bob.blocks()
    assert await bot.is_refused("sendMessage", **hello) == "Forbidden: bot was blocked by the user"
    await bob.unblocks()
    await bot.gets("sendMessage", **hello)


async def test_a_tap_is_answered_once_and_soon(bot: RawBot, private: Chat, ann: Person) -> None:
    await bot.gets("sendMessage", chat_id=private.id, text="x", reply_markup=keyboard(taps(1)))
    message = await private.next_message()
    tap = await ann.taps(message, "0")
    answer = {"callback_query_id": tap.update["callback_query"]["id"]}
    await bot.gets("answerCallbackQuery", **answer, text="Noted", show_alert=True)
    assert (await tap.answered()).text == "Noted"
    assert await bot.is_refused("answerCallbackQuery", **answer) == TOO_OLD
    late = await ann.taps(message, "0", too_late=True)
    assert await bot.is_refused("answerCallbackQuery", callback_query_id=late.update["callback_query"]["id"]) == TOO_OLD


async def test_unreachable_pictures_and_forgotten_files(server: TelegramServer, bot: RawBot, private: Chat) -> None:
    photo = {"chat_id": private.id, "photo": "https://a.example/x.jpg"}
    sent = await bot.gets("sendPhoto", **photo)
    file_id = sent["photo"][-1]["file_id"]
    again = await bot.gets("sendPhoto", chat_id=private.id, photo=file_id)
    assert again["photo"] == sent["photo"]
    server.unreachable_pictures.add("a.example")
    assert await bot.is_refused("sendPhoto", **photo) == "Bad Request: failed to get HTTP URL content"
    server.world.files.forget()
    wrong = "Bad Request: wrong file identifier/HTTP URL specified"
    assert await bot.is_refused("sendPhoto", chat_id=private.id, photo=file_id) == wrong
    assert server.problems == []


async def test_a_group_that_moves_says_where(server: TelegramServer, bot: RawBot, ann: Person) -> None:
    club = server.group("Anime club", ann, admins=[ann])
    await bot.gets("sendMessage", chat_id=club.id, text="x")
    moved = await club.becomes_supergroup()
    refused = await bot.asks("sendMessage", chat_id=club.id, text="x")
    assert refused["parameters"] == {"migrate_to_chat_id": moved.id}
    await bot.gets("sendMessage", chat_id=moved.id, text="x")
    assert [one["user"]["id"] for one in await bot.gets("getChatAdministrators", chat_id=moved.id)] == [ann.id]
    await moved.removes_bot(ann)
    assert await bot.is_refused("getChat", chat_id=0) == "Bad Request: chat not found"
    assert (
        await bot.is_refused("sendMessage", chat_id=moved.id, text="x")
        == "Forbidden: bot was kicked from the supergroup chat"
    )


async def test_tokens_are_checked(server: TelegramServer, bot: RawBot) -> None:
    answers = await asyncio.gather(
        *(bot.client.get(f"{server.base_url}{token}/getMe") for token in ("1:wrong", "no token", server.token))
    )
    assert [answer.status_code for answer in answers] == [401, 404, 200]
    server.revoke_token()
    assert await bot.is_refused("getMe") == "Unauthorized"
