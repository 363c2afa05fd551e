"""What Telegram's client for phones shows of messages, from what the server keeps of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import telegram
from markupsafe import Markup

from docs.screenshots.pages import inlined, page
from tests.platforms.telegram.message import Message


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message as it was at one moment. command: what of its words is one, and blue."""

    mine: bool
    words: Markup
    command: str
    photo: str | None
    keyboard: list[list[dict[str, Any]]]
    at: datetime

    @classmethod
    def of(cls, message: Message) -> "Bubble":
        """Return the message with its entities applied."""
        read = telegram.Message.de_json(message.content, None)
        commands = read.parse_entities([telegram.MessageEntity.BOT_COMMAND]).values()
        photo = message.photo and message.chat.world.files.by_id(message.photo["file_id"])
        return cls(
            mine=not (read.from_user and read.from_user.is_bot),
            words=Markup(read.text_html or read.caption_html),  # noqa: S704  escaped by the library
            command="".join(commands),
            photo=inlined(photo.content) if photo else None,
            keyboard=message.keyboard,
            at=read.date.astimezone(UTC),
        )


@dataclass(frozen=True, slots=True)
class Screen:
    """A chat, scrolled down. toast: the line that fades over it."""

    bubbles: list[Bubble]
    toast: str

    @classmethod
    def of(cls, messages: Sequence[Message], toast: str = "") -> "Screen":
        """Return what is on the screen now; messages may change later."""
        return cls([Bubble.of(message) for message in messages], toast)


def telegram_page(screens: Sequence[Screen]) -> str:
    """Return a page with the screens beside each other."""
    return page("telegram.html", screens=screens)
