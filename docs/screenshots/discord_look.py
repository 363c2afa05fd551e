"""What Discord's client shows of a message, from what the server keeps of it."""

import re
from collections.abc import Iterator
from datetime import datetime

from markupsafe import Markup, escape

from docs.screenshots.pages import inlined, page
from tests.platforms.discord.component_rules import Kind
from tests.platforms.discord.messages import Message

TAGS = {"##": "h2", "###": "h3", "-#": "small"}


def discord_page(command: str, message: Message) -> str:
    """Return a page with the message that answers a slash command."""
    return page(
        "discord.html",
        command=command,
        person=message.payload["interaction_metadata"]["user"]["global_name"],
        bot=message.payload["author"]["username"],
        channel=message.where.name,
        at=datetime.fromisoformat(message.payload["timestamp"]),
        ephemeral=message.ephemeral,
        components=message.components,
        kinds=Kind.__members__,
        images={one["url"]: inlined(message.files[one["filename"]]) for one in message.attachments},
        shown=shown,
    )


def shown(markdown: str) -> Markup:
    """Return the HTML of the Markdown that our messages use: headings, small print, bold lines, escapes."""
    return Markup("").join(_lines(markdown))


def _lines(markdowns: str) -> Iterator[Markup]:
    for text in markdowns.split("\n"):
        mark = re.match(r"(#{2,3}|-#) ", text)
        bold = re.fullmatch(r"\*\*(.+)\*\*", text)
        tag = TAGS[mark[1]] if mark else "b" if bold else "p"
        markdown = text[mark.end() :] if mark else bold[1] if bold else text
        words = escape(re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown))
        yield Markup("<{0}>{1}</{0}>").format(Markup(tag), words)  # noqa: S704  one of ours
