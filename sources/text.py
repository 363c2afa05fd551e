"""Texts of other people's files, made comparable and presentable."""

import re
from functools import lru_cache
from html import unescape

_BREAK = re.compile(r"(?i)<br\s*/?>")
_MARKUP = re.compile(r"(?i)</?(?:i|b|em|strong|p|u)>")


@lru_cache(maxsize=1 << 16)
def key(text: str) -> str:
    """Return what is left of a text when case, blanks and signs do not count; a text of signs only keeps them."""
    folded = text.casefold()
    return "".join(filter(str.isalnum, folded)) or "".join(folded.split())


def clean(text: str) -> str:
    """Return a line of text without HTML entities and with single blanks; entities are resolved as often as nested."""
    return " ".join(_unescaped(text).split())


def clean_prose(text: str) -> str:
    """Return a text of several paragraphs like `clean`, without simple HTML markup; its line breaks stay."""
    plain = _MARKUP.sub("", _BREAK.sub("\n", _unescaped(text)))
    lines = [" ".join(line.split()) for line in plain.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _unescaped(text: str) -> str:
    while (plain := unescape(text)) != text:
        text = plain
    return text
