"""One request of the bot, decoded as Telegram decodes it."""

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl

from aiohttp.web import BaseRequest

from tests.platforms.telegram.refusal import Json, RefusalError

if TYPE_CHECKING:
    from aiohttp import BodyPartReader

WHOLE = frozenset(
    [
        "cache_time",
        "chat_id",
        "draft_id",
        "limit",
        "max_connections",
        "message_id",
        "message_thread_id",
        "offset",
        "timeout",
        "user_id",
    ]
)
FLAGS = frozenset(
    [
        "allow_paid_broadcast",
        "disable_content_type_detection",
        "return_bots",
        "disable_notification",
        "drop_pending_updates",
        "has_spoiler",
        "is_anonymous",
        "is_personal",
        "protect_content",
        "show_alert",
        "show_caption_above_media",
    ]
)
FILES = frozenset({"certificate", "document", "photo", "thumbnail"})
OBJECTS = frozenset(
    [
        "allowed_updates",
        "button",
        "caption_entities",
        "commands",
        "entities",
        "link_preview_options",
        "media",
        "menu_button",
        "message_ids",
        "reply_markup",
        "reply_parameters",
        "results",
        "scope",
    ]
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart body."""

    name: str
    content: bytes


@dataclass(slots=True)
class Call:
    """A method and what it was called with: numbers, flags and objects decoded, everything else as text."""

    method: str
    parameters: Json
    files: dict[str, Upload] = field(default_factory=dict)
    at: float = field(default_factory=time.monotonic)

    def text(self, name: str) -> str:
        return str(self.parameters.get(name, ""))

    def whole(self, name: str, default: int = 0) -> int:
        """Return a number. Raises RefusalError for what is none."""
        value = self.parameters.get(name, default)
        if not isinstance(value, int):
            raise RefusalError(f"Bad Request: {name} must be a number")
        return value

    def flag(self, name: str) -> bool:
        return bool(self.parameters.get(name, False))


async def read_call(request: BaseRequest, method: str) -> Call:
    """Return the call that a request makes. Raises RefusalError for a body that Telegram cannot read."""
    raw: Json = dict(parse_qsl(request.query_string, keep_blank_values=True))
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        raw |= _json(await request.read())
    elif request.content_type == "multipart/form-data":
        await _read_parts(request, raw, files)
    elif request.content_type == "application/x-www-form-urlencoded":
        raw |= parse_qsl((await request.read()).decode(), keep_blank_values=True)
    return Call(method, {name: _decoded(name, value) for name, value in raw.items() if value is not None}, files)


async def _read_parts(request: BaseRequest, raw: Json, files: dict[str, Upload]) -> None:
    async for part in await request.multipart():
        part = cast("BodyPartReader", part)
        name, content = part.name or "", bytes(await part.read(decode=True))
        if part.filename is None:
            raw[name] = content.decode()
        else:
            files[name] = Upload(part.filename, content)
            raw |= {name: f"attach://{name}"} if name in FILES else {}


def _json(body: bytes) -> Json:
    try:
        decoded = json.loads(body)
    except ValueError:
        raise RefusalError("Bad Request: can't parse JSON object") from None
    if not isinstance(decoded, dict):
        raise RefusalError("Bad Request: object expected")
    if b"\\ud" in body and not _is_unicode(decoded):
        raise RefusalError("Bad Request: strings must be encoded in UTF-8")
    return decoded


def _is_unicode(decoded: Json) -> bool:
    try:
        json.dumps(decoded, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _decoded(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if name in WHOLE:
        return int(value) if value.removeprefix("-").isdecimal() else value
    if name in FLAGS:
        return value.lower() in {"true", "1", "yes"}
    if name in OBJECTS:
        try:
            return json.loads(value)
        except ValueError:
            raise RefusalError(f"Bad Request: can't parse {name} JSON object") from None
    return value
