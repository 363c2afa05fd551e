"""Thumbs as drawings, because not every machine has a font with emoji."""

from typing import Final

from markupsafe import Markup, escape

_HAND: Final = (
    "M2 10.5h4v10H2zM8 20.5V10.2l4-7.4c.3-.5.8-.6 1.3-.4 1 .4 1.5 1.4 1.3 2.5L14 9h5.6"
    "a2 2 0 0 1 2 2.4l-1.3 7a2.5 2.5 0 0 1-2.5 2.1z"
)


def _icon(words: str, turned: int) -> Markup:
    return Markup(
        '<svg class="icon" role="img" aria-label="{}" viewBox="0 0 24 24">'
        '<path transform="rotate({} 12 12)" d="{}"/></svg>'
    ).format(words, turned, _HAND)


_ICONS: Final = {"\N{THUMBS UP SIGN}": _icon("thumbs up", 0), "\N{THUMBS DOWN SIGN}": _icon("thumbs down", 180)}


def with_icons(text: str) -> Markup:
    """Return `text`, escaped, with its thumbs drawn."""
    safe = escape(text)
    for emoji, icon in _ICONS.items():
        safe = safe.replace(emoji, icon)
    return safe
