"""Text and captions as they arrive: parsed, measured, trimmed."""

import re
from typing import NamedTuple

from telegram.constants import MessageEntityType, MessageLimit, ParseMode

from tests.platforms.telegram.markup import parse_html, utf16_length
from tests.platforms.telegram.refusal import Json, RefusalError

_command = re.compile(r"(?<![^\s(])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?(?![\w@/])")


class Formatted(NamedTuple):
    """A text with its entities, and the source that the bot sent."""

    text: str
    entities: list[Json]
    source: str

    def content(self, name: str) -> Json:
        """Return the fields of a message, `name` being "text" or "caption"."""
        if not self.text:
            return {}
        entities = {"entities" if name == "text" else f"{name}_entities": self.entities} if self.entities else {}
        return {name: self.text, **entities}


def formatted(parameters: Json, name: str, longest: int, too_long: str) -> Formatted:
    """Return the text of a call or a media object.

    Raises RefusalError for one that is too long after parsing, for markup that Telegram cannot parse, for another style
    than HTML (Telegram knows three, this server one), and for more entities than are shown (Telegram would leave out
    the rest in silence).
    """
    source = str(parameters.get(name, ""))
    mode = parameters.get("parse_mode", "")
    if not mode:
        text, entities = source, list(parameters.get("entities" if name == "text" else f"{name}_entities") or ())
    elif str(mode).lower() == ParseMode.HTML.lower():
        text, entities = parse_html(source)
    else:
        raise RefusalError("Bad Request: unsupported parse_mode")
    if utf16_length(text) > longest:
        raise RefusalError(f"Bad Request: {too_long}")
    if len(entities) > MessageLimit.MESSAGE_ENTITIES:
        raise RefusalError("Bad Request: ENTITIES_TOO_LONG")
    return _trimmed(text, entities, source)


def commands_in(text: str) -> list[Json]:
    """Return the bot_command entities that a client marks in what a person writes."""
    return [
        {
            "type": MessageEntityType.BOT_COMMAND.value,
            "offset": utf16_length(text[: found.start()]),
            "length": len(found[0]),
        }
        for found in _command.finditer(text)
    ]


def _trimmed(text: str, entities: list[Json], source: str) -> Formatted:
    trimmed = text.strip()
    if len(trimmed) == len(text):
        return Formatted(text, entities, source)
    shift, end = utf16_length(text[: len(text) - len(text.lstrip())]), utf16_length(trimmed)
    kept = []
    for entity in entities:
        first = max(0, entity["offset"] - shift)
        last = min(end, entity["offset"] + entity["length"] - shift)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return Formatted(trimmed, kept, source)
