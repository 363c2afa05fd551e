"""Bodies as Telegram takes them: forms, JSON, multipart, queries."""

import json
from io import BytesIO

import pytest
from PIL import Image

from tests.platforms.telegram.chat import Chat
from tests.platforms.telegram.conftest import RawBot
from tests.platforms.telegram.refusal import Json
from tests.platforms.telegram.server import TelegramServer

THUMB = {"inline_keyboard": [[{"text": "👍", "callback_data": "+"}]]}


def form(chat: Chat) -> Json:
    """A message whose fields are all text, as in a form."""
    return {"chat_id": str(chat.id), "text": "[1]", "reply_markup": json.dumps(THUMB), "disable_notification": "true"}


async def test_every_kind_of_body_means_the_same(server: TelegramServer, bot: RawBot, private: Chat) -> None:
    url, fields = bot.url("sendMessage"), form(private)
    await bot.client.post(url, data=fields)
    await bot.client.get(url, params=fields)
    await bot.client.post(url, files={name: (None, value) for name, value in fields.items()})
    await bot.client.post(bot.url("SENDMESSAGE"), json=fields | {"reply_markup": THUMB, "parse_mode": None})
    expected = {"chat_id": private.id, "text": "[1]", "reply_markup": THUMB, "disable_notification": True}
    assert [call.parameters for call in server.calls] == [expected] * 4
    assert [(message.text, message.labels) for message in private.bot_messages] == [("[1]", ["👍"])] * 4
    assert server.problems == []


async def test_a_file_comes_under_its_own_name_or_attached(server: TelegramServer, bot: RawBot, private: Chat) -> None:
    drawn = BytesIO()
    Image.effect_noise((1400, 1000), 90).save(drawn, "PNG")
    file = ("x.png", drawn.getvalue())
    await bot.client.post(bot.url("sendPhoto"), data={"chat_id": str(private.id)}, files={"photo": file})
    attached = {"chat_id": str(private.id), "photo": "attach://cover"}
    await bot.client.post(bot.url("sendPhoto"), data=attached, files={"cover": file})
    first, second = private.bot_messages
    assert first.photo is not None
    assert second.photo is not None
    assert (first.photo["width"], first.photo["file_unique_id"]) == (1280, second.photo["file_unique_id"])
    assert first.photo["file_id"] != second.photo["file_id"]
    assert len(drawn.getvalue()) > 1024**2
    assert server.problems == []


@pytest.mark.parametrize(
    ("content", "description"),
    [
        (b"{", "Bad Request: can't parse JSON object"),
        (b"[]", "Bad Request: object expected"),
        (b'{"chat_id": 1, "text": "\\ud800"}', "Bad Request: strings must be encoded in UTF-8"),
        (b'{"chat_id": 1, "text": "x", "reply_markup": "{"}', "Bad Request: can't parse reply_markup JSON object"),
        (b'{"chat_id": 5000000001, "message_id": "x", "text": "x"}', "Bad Request: message_id must be a number"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(
    bot: RawBot, private: Chat, content: bytes, description: str
) -> None:
    assert private.id == 5_000_000_001
    headers = {"Content-Type": "application/json"}
    response = await bot.client.post(bot.url("editMessageText"), content=content, headers=headers)
    assert (response.status_code, response.json()["description"]) == (400, description)


async def test_files_are_downloaded_by_their_path(server: TelegramServer, bot: RawBot, private: Chat) -> None:
    sent = await bot.gets("sendPhoto", chat_id=private.id, photo="https://a.example/x.jpg")
    file = await bot.gets("getFile", file_id=sent["photo"][-1]["file_id"])
    downloads = f"{server.base_file_url}{server.token}"
    found = await bot.client.get(f"{downloads}/{file['file_path']}")
    assert len(found.content) == file["file_size"]
    with Image.open(BytesIO(found.content)) as image:
        assert image.size == (225, 320)
    assert (await bot.client.get(f"{downloads}/photos/none.jpg")).status_code == 404
