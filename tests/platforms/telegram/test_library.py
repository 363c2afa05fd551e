"""The unmodified python-telegram-bot over the server's sockets."""

import html
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import pytest
from aiohttp import web
from PIL import Image
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultPhoto,
    InlineQueryResultsButton,
    InputMediaPhoto,
    InputTextMessageContent,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from tests.platforms.telegram.faults import Dropped, ServerError, TooManyRequests
from tests.platforms.telegram.server import TelegramServer

Built = Application[Any, Any, Any, Any, Any, Any]
Handler = Callable[[Update, Any], Awaitable[None]]
THUMBS = InlineKeyboardMarkup(
    [[InlineKeyboardButton("👍", callback_data="+"), InlineKeyboardButton("👎", callback_data="-")]]
)


def picture(width: int = 400, height: int = 600, kind: str = "PNG") -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (width, height), "teal").save(drawn, kind)
    return drawn.getvalue()


async def echo(update: Update, _: object) -> None:
    """Say what was said, in bold, with a thumb under it."""
    if update.message is None:
        return
    text = f"<b>{html.escape(update.message.text or '')}</b>"
    await update.message.reply_text(text, parse_mode=ParseMode.HTML, reply_markup=THUMBS, do_quote=True)


async def thank(update: Update, _: object) -> None:
    """Answer a tap and say so in its message."""
    query = update.callback_query
    assert query is not None
    await query.answer(f"You said {query.data}")
    await query.edit_message_text(f"You said {query.data}")


async def offer(update: Update, _: object) -> None:
    """Offer an article and a photo, and a next page."""
    query = update.inline_query
    assert query is not None
    words = InputTextMessageContent("<i>Naruto</i>", parse_mode=ParseMode.HTML)
    cover = "https://a.example/x.jpg"
    await query.answer(
        [
            InlineQueryResultArticle("1", f"{query.query}{query.offset}", words, reply_markup=THUMBS),
            InlineQueryResultPhoto("2", cover, cover, caption="a <cover>"),
        ],
        cache_time=60,
        is_personal=True,
        next_offset="2" if not query.offset else "",
        button=InlineQueryResultsButton("Open", start_parameter="help"),
    )


def built(server: TelegramServer, token: str | None = None) -> Built:
    builder = ApplicationBuilder().token(token or server.token).base_url(server.base_url)
    return builder.base_file_url(server.base_file_url).build()


@pytest.fixture
async def application(server: TelegramServer) -> AsyncIterator[Built]:
    """A logged-in application without updates."""
    application = built(server)
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(CallbackQueryHandler(thank))
    application.add_handler(InlineQueryHandler(offer))
    async with application:
        await application.start()
        yield application
        await application.stop()
    assert server.problems == []


@asynccontextmanager
async def polling(application: Built) -> AsyncIterator[None]:
    assert application.updater is not None
    await application.updater.start_polling(allowed_updates=Update.ALL_TYPES)
    yield
    await application.updater.stop()


async def test_an_echo_bot_polls_answers_and_edits(server: TelegramServer, application: Built) -> None:
    ann = server.person("Ann", language="de", username="ann")
    async with polling(application):
        said = await ann.private.says(ann, "Tom & <Jerry>")
        message = await ann.private.next_message()
        assert (message.text, message.html, message.labels) == (
            "Tom & <Jerry>",
            "<b>Tom &amp; &lt;Jerry&gt;</b>",
            ["👍", "👎"],
        )
        assert message.reply_to == said.id
        tap = await ann.taps(message, "👎")
        assert (await tap.answered()).text == "You said -"
        assert ((await message.changed()).text, message.labels) == ("You said -", [])
        await server.settled()
    assert server.world.updates.pending == 0


async def test_privacy_mode_hides_what_is_not_for_the_bot(server: TelegramServer, application: Built) -> None:
    ann, bob = server.person("Ann"), server.person("Bob")
    club = server.group("Anime club", ann, bob, admins=[ann])
    async with polling(application):
        await club.says(bob, "hello all")
        await club.says(bob, "/recommend@other_bot")
        await club.says(bob, "/recommend@osusume_bot")
        answer = await club.next_message()
        assert answer.text == "/recommend@osusume_bot"
        await club.says(ann, "thanks", reply_to=answer)
        assert (await club.next_message()).text == "thanks"
        await server.settled()
    assert len(club.bot_messages) == 2


async def test_inline_results_are_paged_cached_chosen_and_edited(server: TelegramServer, application: Built) -> None:
    ann, bob = server.person("Ann"), server.person("Bob")
    elsewhere = server.group("Ann and Bob", ann, bob, has_bot=False)
    async with polling(application):
        offered = await ann.asks_inline("naruto")
        assert (offered.titles, offered.next_offset, offered.is_personal) == (["naruto", ""], "2", True)
        assert (await ann.asks_inline("naruto", offset="2")).titles[0] == "naruto2"
        await ann.asks_inline("naruto")
        assert len(server.calls_of("answerInlineQuery")) == 2
        await bob.asks_inline("naruto")
        assert len(server.calls_of("answerInlineQuery")) == 3
        photo = await ann.chooses(offered.results[1], elsewhere)
        assert (photo.caption, photo.inline_message_id, photo.photo is not None) == ("a <cover>", None, True)
        message = await ann.chooses(offered.results[0], elsewhere)
        assert (message.text, message.content["via_bot"]["username"]) == ("Naruto", server.username)
        tap = await bob.taps(message, "👍")
        assert (await tap.answered()).text == "You said +"
        assert (await message.changed()).text == "You said +"
        await server.settled()


async def test_a_webhook_serves_the_library(server: TelegramServer, application: Built) -> None:
    async def take(request: web.BaseRequest) -> web.Response:
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return web.Response()

    runner = web.ServerRunner(web.Server(take), shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await application.bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="x" * 256)
    ann = server.person("Ann")
    await ann.private.says(ann, "hello")
    assert (await ann.private.next_message()).text == "hello"
    await application.bot.delete_webhook()
    await runner.cleanup()


async def test_pictures_and_documents(server: TelegramServer, application: Built) -> None:
    ann, bot = server.person("Ann"), application.bot
    await ann.private.says(ann, "/start")
    sent = await bot.send_photo(ann.id, picture(), caption="teal", has_spoiler=True)
    assert [(size.width, size.height) for size in sent.photo] == [(60, 90), (213, 320), (400, 600)]
    message = await ann.private.next_message()
    assert message.has_spoiler
    downloaded = await (await sent.photo[-1].get_file()).download_as_bytearray()
    assert bytes(downloaded) == picture()
    other = InputMediaPhoto(picture(90, 90, "JPEG"), caption="smaller")
    edited = await bot.edit_message_media(other, ann.id, sent.message_id)
    assert not isinstance(edited, bool)
    assert ([size.width for size in edited.photo], message.caption) == ([90], "smaller")
    document = await bot.send_document(ann.id, b"a,b", filename="list.csv")
    assert document.document is not None
    assert (document.document.file_name, document.document.mime_type) == ("list.csv", "text/csv")
    again = await bot.send_document(ann.id, document.document.file_id)
    assert again.document == document.document
    album = await bot.send_media_group(ann.id, [InputMediaPhoto(picture()), InputMediaPhoto("https://a.example/x.jpg")])
    assert len({one.media_group_id for one in album}) == 1


async def test_what_is_no_picture_is_refused(server: TelegramServer) -> None:
    ann = server.person("Ann")
    await ann.private.says(ann, "/start")
    async with built(server).bot as bot:
        for rubbish in (b"no picture", picture()[:-30], picture(2100, 100), picture(9_000, 1_001)):
            with pytest.raises(BadRequest, match=r"Image_process_failed|Photo_invalid_dimensions"):
                await bot.send_photo(ann.id, rubbish)
    assert len(server.problems) == 4


async def test_profile_menus_and_small_things(server: TelegramServer, application: Built) -> None:
    bot, ann = application.bot, server.person("Ann", language="de-AT")
    club = server.group("Anime club", ann, admins=[ann])
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([BotCommand("hilfe", "Hilfe")], language_code="de")
    await bot.set_my_commands([BotCommand("group", "Here")], BotCommandScopeAllGroupChats())
    assert [one["command"] for one in server.menu(ann.private, ann)] == ["hilfe"]
    assert [one["command"] for one in server.menu(club, ann)] == ["group"]
    assert (await bot.get_my_commands(language_code="de"))[0].command == "hilfe"
    await bot.delete_my_commands(BotCommandScopeAllGroupChats())
    assert [one["command"] for one in server.menu(club, ann)] == ["hilfe"]
    await bot.set_my_description("Finds anime", language_code="en")
    assert (await bot.get_my_description("en")).description == "Finds anime"
    assert await bot.set_my_short_description("Anime")
    assert await bot.set_my_name("Osusume")
    await ann.private.says(ann, "/start")
    await bot.send_message_draft(ann.id, 1, "thinking")
    await bot.send_chat_action(ann.id, "typing")
    assert ([one["text"] for one in ann.private.drafts], ann.private.actions) == (["thinking"], ["typing"])
    asked = await bot.send_message(ann.id, "Which?", reply_markup=ForceReply(), reply_parameters=ReplyParameters(1))
    assert ann.private.messages[asked.message_id].asks_reply
    await bot.delete_message(ann.id, asked.message_id)
    assert ann.private.messages[asked.message_id].deleted
    assert (await bot.get_chat(club.id)).title == "Anime club"
    assert (await bot.get_chat_member(club.id, ann.id)).status == "administrator"
    assert await bot.get_chat_member_count(club.id) == 2
    await bot.leave_chat(club.id)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(club.id, "x")
    assert (await bot.get_me()).supports_inline_queries


async def test_the_library_understands_trouble(
    server: TelegramServer, application: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    ann, bot = server.person("Ann"), application.bot
    await ann.private.says(ann, "/start")
    server.faults.next("sendMessage", TooManyRequests(retry_after=2))
    with pytest.raises(RetryAfter):
        await bot.send_message(ann.id, "x")
    server.faults.next("sendMessage", ServerError())
    with pytest.raises(NetworkError, match="Internal Server Error"):
        await bot.send_message(ann.id, "x")
    server.faults.next("sendMessage", Dropped())
    with pytest.raises(NetworkError, match="disconnected"):
        await bot.send_message(ann.id, "x")
    club = server.group("Anime club", ann)
    moved = await club.becomes_supergroup()
    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(club.id, "x")
    assert migrated.value.new_chat_id == moved.id
    await bot.set_webhook("https://a.example/hook")
    with pytest.raises(Conflict):
        await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)
    with pytest.raises(InvalidToken):
        await built(server, "1:wrong").bot.__aenter__()


async def test_a_deep_link_starts_the_bot(server: TelegramServer, application: Built) -> None:
    ann = server.person("Ann")
    async with polling(application):
        await ann.opens(f"https://t.me/{server.username}?start=a5114")
        assert (await ann.private.next_message()).text == "/start a5114"
        await server.settled()
    with pytest.raises(ValueError, match="ignore"):
        await ann.opens(f"https://t.me/{server.username}?start=a b")
    with pytest.raises(ValueError, match="lead"):
        await ann.opens("https://a.example/?start=x")


async def test_waiting_in_vain_says_what_did_not_come(server: TelegramServer) -> None:
    ann = server.person("Ann")
    with pytest.raises(TimeoutError, match="a message of the bot in"):
        await ann.private.next_message(timeout=0.01)
    with pytest.raises(TimeoutError, match="did not call getMe"):
        await server.called("getMe", timeout=0.01)
    await ann.private.says(ann, "/start")
    with pytest.raises(TimeoutError, match="left over 1 updates"):
        await server.settled(timeout=0.01)
