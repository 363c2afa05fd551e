"""The pictures of the chats in the README show what the platforms would."""

from collections.abc import AsyncIterator

import aiohttp
import pytest_asyncio

from docs.screenshots.discord_look import shown
from docs.screenshots.telegram_look import Bubble, Screen, telegram_page
from tests.platforms.telegram.server import TelegramServer


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    server = TelegramServer()
    async with server.running():
        yield server


async def test_a_message_on_telegram_has_its_entities_and_buttons(telegram: TelegramServer) -> None:
    ann = telegram.person("Ann")
    asked = await ann.private.says(ann, "/similar Tom & <Jerry>")
    sent = {
        "chat_id": ann.id,
        "text": "🍥 <b>Naruto &lt;3</b>",
        "parse_mode": "HTML",
        "reply_markup": {"inline_keyboard": [[{"text": "Why & how?", "callback_data": "why"}]]},
    }
    async with aiohttp.ClientSession() as session:
        await session.post(f"{telegram.base_url}{telegram.token}/sendMessage", json=sent)
    answer = await ann.private.next_message()
    assert Bubble.of(asked).mine
    assert Bubble.of(answer).words == "🍥 <b>Naruto &lt;3</b>"
    html = telegram_page([Screen.of([asked, answer], "Noted & kept")])
    for part in ("<a>/similar</a> Tom &amp; &lt;Jerry&gt;", "Why &amp; how?", "Noted &amp; kept"):
        assert part in html


def test_the_markdown_of_discord_becomes_what_is_read() -> None:
    written = "## For you\n### A\\*b\n-# small <print>\n**about 8**\n\\# plain"
    assert shown(written) == (
        "<h2>For you</h2><h3>A*b</h3><small>small &lt;print&gt;</small><b>about 8</b><p># plain</p>"
    )
