"""Links that start a bot: https://core.telegram.org/bots/features#deep-linking."""

import re
from urllib.parse import parse_qs, urlsplit

from telegram.constants import MessageLimit

PAYLOAD = re.compile(rf"[A-Za-z0-9_-]{{1,{MessageLimit.DEEP_LINK_LENGTH.value}}}\Z")


def payload_in(url: str) -> str | None:
    """Return what a link gives to the bot that it starts; None for a link that starts none."""
    link = urlsplit(url)
    payloads = parse_qs(link.query, keep_blank_values=True).get("start")
    return payloads[0] if payloads and link.scheme == "https" and link.hostname == "t.me" else None


def names(url: str, username: str) -> bool:
    """Tell whether a link leads to this bot."""
    return urlsplit(url).path.strip("/").lower() == username.lower()
