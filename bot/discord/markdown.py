"""Untrusted text as Discord's Markdown that shows it as it is: nothing in it becomes bold, a link, a list or a mention.

The library's `escape_markdown` leaves mentions, addresses and what stands inside a masked link as they are, so this is
done here. In Discord's Markdown a backslash takes its meaning from any character but letters, digits and spaces.
"""

import re
from typing import Final

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]"  # control characters and lone surrogates
    "|[\u200b\u2060\ufeff\u2028\u2029]"  # of no width
    "|[\u061c\u202a-\u202e\u2066-\u2069]"  # they turn round what follows
)
_SPECIAL: Final = re.compile(
    r"[\\*_~|`<>\[\]@]"  # styles, spoilers, code, quotes, masked links, mentions, emoji, dates
    r"|/(?<=:/)(?=/)"  # addresses
    r"|^(?P<before>[^\S\n]*\d*)(?P<mark>[#+-]|(?<=\d)\.)",  # headings, small print and lists begin a line
    re.MULTILINE,
)
_SPACE_WHERE_WORDS_END: Final = 0.8  # of the length: a cut looks no further back for a space


def seen(text: str) -> str:
    """Return `text` without what cannot be seen or sent: control characters, lone surrogates, changes of direction."""
    return text if text.isprintable() else _UNSEEN.sub("", text).replace("\t", " ")


def line(text: str) -> str:
    """Return `text` on one line, without what cannot be seen."""
    return " ".join(seen(text).split())


def escaped(text: str) -> str:
    """Return the Markdown that shows `text`, with its line breaks."""
    return _SPECIAL.sub(_taken, seen(text).strip())


def cut(markdown: str, longest: int) -> str:
    """Return `markdown`, made by `escaped`, in at most `longest` characters; what is left out becomes an ellipsis."""
    if len(markdown) <= longest:
        return markdown
    kept = markdown[: longest - 1]
    space = max(kept.rfind(" "), kept.rfind("\n"))
    if space >= len(kept) * _SPACE_WHERE_WORDS_END:
        kept = kept[:space]
    return _whole(kept).rstrip() + "…"


def pieces(markdown: str, longest: int) -> list[str]:
    """Return `markdown`, made by `escaped`, in pieces of at most `longest` characters, apart at lines or words."""
    found = []
    while len(markdown) > longest:
        window = markdown[:longest]
        end = max(window.rfind("\n"), window.rfind(" ") if "\n" not in window else -1)
        piece = window[:end] if end > 0 else _whole(window)
        found.append(piece)
        markdown = markdown[len(piece) :].strip()
    return [*(piece for piece in found if piece.strip()), *([markdown] if markdown.strip() else [])]


def _taken(found: re.Match[str]) -> str:
    if found["mark"]:
        return f"{found['before']}\\{found['mark']}"
    return f"\\{found[0]}"


def _whole(kept: str) -> str:
    """Return `kept` without a backslash at its end whose character was cut off."""
    backslashes = len(kept) - len(kept.rstrip("\\"))
    return kept[:-1] if backslashes % 2 else kept
