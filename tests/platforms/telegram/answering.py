"""Methods that answer taps and inline queries."""

from telegram.constants import CallbackQueryLimit, InlineQueryLimit, InlineQueryResultLimit, MessageLimit

from tests.platforms.telegram.call import Call
from tests.platforms.telegram.keyboard import inline_keyboard
from tests.platforms.telegram.links import PAYLOAD, names, payload_in
from tests.platforms.telegram.markup import utf16_length
from tests.platforms.telegram.queries import Answer, InlineResults
from tests.platforms.telegram.refusal import Json, RefusalError
from tests.platforms.telegram.text import formatted
from tests.platforms.telegram.world import World

DEFAULT_CACHE_TIME = 300
NEEDED = {
    "article": ("title", "input_message_content"),
    "photo": (),
}


def answer_callback_query(world: World, call: Call) -> bool:
    text, url = call.text("text"), call.text("url")
    if utf16_length(text) > CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH:
        raise RefusalError("Bad Request: MESSAGE_TOO_LONG")
    if url and not _starts_bot(world, url):
        raise RefusalError("Bad Request: URL_INVALID")
    world.taps.answer(call.text("callback_query_id"), Answer(text, call.flag("show_alert"), url))
    return True


def answer_inline_query(world: World, call: Call) -> bool:
    results = call.parameters.get("results") or []
    _check_results(world, call, results)
    if len(call.text("next_offset").encode()) > InlineQueryLimit.MAX_OFFSET_LENGTH:
        raise RefusalError("Bad Request: NEXT_OFFSET_INVALID")
    cache_time = call.whole("cache_time", DEFAULT_CACHE_TIME)
    if cache_time < 0:
        raise RefusalError("Bad Request: CACHE_TIME_INVALID")
    button = call.parameters.get("button")
    _check_button(button)
    answer = InlineResults(results, call.text("next_offset"), button, call.flag("is_personal"), cache_time)
    asked = world.inline_queries.answer(call.text("inline_query_id"), answer).content
    world.cache(asked["from"]["id"], asked["query"], asked["offset"], answer)
    return True


def _starts_bot(world: World, url: str) -> bool:
    payload = payload_in(url)
    return payload is not None and bool(PAYLOAD.match(payload)) and names(url, world.bot["username"])


def _check_button(button: Json | None) -> None:
    if button is None:
        return
    if not button.get("text"):
        raise RefusalError("Bad Request: SWITCH_PM_TEXT_EMPTY")
    if "web_app" not in button and not PAYLOAD.match(str(button.get("start_parameter", ""))):
        raise RefusalError("Bad Request: START_PARAM_INVALID")


def _check_results(world: World, call: Call, results: list[Json]) -> None:
    if len(results) > InlineQueryLimit.RESULTS:
        raise RefusalError("Bad Request: RESULTS_TOO_MUCH")
    names = [str(result.get("id", "")) for result in results]
    if not all(
        InlineQueryResultLimit.MIN_ID_LENGTH <= len(name.encode()) <= InlineQueryResultLimit.MAX_ID_LENGTH
        for name in names
    ):
        raise RefusalError("Bad Request: RESULT_ID_INVALID")
    if len(set(names)) < len(names):
        raise RefusalError("Bad Request: RESULT_ID_DUPLICATE")
    for result in results:
        _check_result(world, call, result)


def _check_result(world: World, call: Call, result: Json) -> None:
    kind = str(result.get("type"))
    if kind not in NEEDED:
        raise RefusalError(
            f"Bad Request: can't parse inline query result: results of the type {kind} are not known here"
        )
    for name in NEEDED[kind]:
        if not result.get(name):
            raise RefusalError(f"Bad Request: can't parse inline query result: Can't find field \"{name}\"")
    if kind == "photo":
        _check_picture(world, call, result)
    inline_keyboard(result.get("reply_markup"))
    if written := result.get("input_message_content"):
        words = formatted(written, "message_text", MessageLimit.MAX_TEXT_LENGTH, "MESSAGE_TOO_LONG")
        if not words.text:
            raise RefusalError("Bad Request: MESSAGE_EMPTY")
    formatted(result, "caption", MessageLimit.CAPTION_LENGTH, "MEDIA_CAPTION_TOO_LONG")


def _check_picture(world: World, call: Call, result: Json) -> None:
    if known := result.get("photo_file_id"):
        world.files.photo(known, call)
        return
    for name, trouble in (("photo_url", "PHOTO_CONTENT_URL_EMPTY"), ("thumbnail_url", "PHOTO_THUMB_URL_EMPTY")):
        if not str(result.get(name, "")).startswith(("http://", "https://")):
            raise RefusalError(f"Bad Request: {trouble}")
