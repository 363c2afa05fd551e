"""Keyboards under messages, and what a client can be shown instead of one."""

import re

from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit, KeyboardButtonStyle, ReplyLimit

from tests.platforms.telegram.links import PAYLOAD, payload_in
from tests.platforms.telegram.refusal import Json, RefusalError

ACTIONS = frozenset(
    [
        "callback_data",
        "callback_game",
        "copy_text",
        "login_url",
        "pay",
        "switch_inline_query",
        "switch_inline_query_chosen_chat",
        "switch_inline_query_current_chat",
        "url",
        "web_app",
    ]
)
STYLES = {style.value for style in KeyboardButtonStyle}

_url = re.compile(r"(?:https?://|tg://)[^\s/?#]+\S*\Z", re.IGNORECASE)


def inline_keyboard(markup: object) -> Json | None:
    """Return the keyboard that stays with a message, or None. Raises RefusalError for one that Telegram refuses."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise RefusalError("Bad Request: object expected as reply markup")
    if "inline_keyboard" not in markup:
        _check_other(markup)
        return None
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER:
        raise RefusalError("Bad Request: REPLY_MARKUP_TOO_LONG")
    for row in rows:
        if len(row) > InlineKeyboardMarkupLimit.BUTTONS_PER_ROW:
            raise RefusalError("Bad Request: REPLY_MARKUP_TOO_LONG")
        for button in row:
            _check_button(button)
    return {"inline_keyboard": rows} if rows else None


def _check_other(markup: Json) -> None:
    if not markup.keys() & {"force_reply", "keyboard", "remove_keyboard"}:
        raise RefusalError("Bad Request: can't parse reply keyboard markup JSON object")
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not (
        ReplyLimit.MIN_INPUT_FIELD_PLACEHOLDER <= len(placeholder) <= ReplyLimit.MAX_INPUT_FIELD_PLACEHOLDER
    ):
        raise RefusalError("Bad Request: REPLY_MARKUP_PLACEHOLDER_INVALID")


def _check_button(button: Json) -> None:
    trouble = "Bad Request: can't parse inline keyboard button"
    if not str(button.get("text", "")).strip():
        raise RefusalError(f'{trouble}: Field "text" must be non-empty')
    actions = ACTIONS & button.keys()
    if not actions:
        raise RefusalError(f"{trouble}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise RefusalError(f"{trouble}: {' and '.join(sorted(actions))} exclude each other")
    if button.get("style", "primary") not in STYLES:
        raise RefusalError("Bad Request: BUTTON_STYLE_INVALID")
    if "callback_data" in button:
        _check_data(button["callback_data"])
    elif "url" in button:
        _check_url(button["url"])


def _check_data(data: object) -> None:
    if not isinstance(data, str) or not (
        InlineKeyboardButtonLimit.MIN_CALLBACK_DATA <= len(data.encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
    ):
        raise RefusalError("Bad Request: BUTTON_DATA_INVALID")


def _check_url(url: str) -> None:
    """Raise RefusalError for no URL, and for a link that starts a bot with a payload that clients ignore."""
    payload = payload_in(url)
    if not _url.match(url) or (payload is not None and not PAYLOAD.match(payload)):
        raise RefusalError(f"Bad Request: inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
