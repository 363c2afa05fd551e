"""Thumbs as drawings, because not every machine has a font with emoji."""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup, escape

_HAND: Final = (
    "M2 10.5h4v10H2zM8 20.5V10.2l4-7.4c.3-.5.8-.6 1.3-.4 1 .4 1.5 1.4 1.3 2.5L14 9h5.6"
    "a2 2 0 0 1 2 2.4l-1.3 7a2.5 2.5 0 0 1-2.5 2.1z"
)


_UP: Final = "\N{THUMBS UP SIGN}"
_DOWN: Final = "\N{THUMBS DOWN SIGN}"


def _icon(words: str, turned: int) -> Markup:
    return Markup(
        '<svg class="icon" role="img" aria-label="{}" viewBox="0 0 24 24">'
        '<path transform="rotate({} 12 12)" d="{}"/></svg>'
    ).format(words, turned, _HAND)


def _silent(words: str, turned: int) -> Markup:
    return Markup(
        '<svg class="icon" aria-hidden="true" viewBox="0 0 24 24">'
        '<path transform="rotate({} 12 12)" d="{}"/></svg><span class="unseen">{}</span>'
    ).format(turned, _HAND, words)


_ICONS: Final = {_UP: _icon("thumbs up", 0), _DOWN: _icon("thumbs down", 180)}
_IN_WORDS: Final = {_UP: _silent("thumbs up", 0), _DOWN: _silent("thumbs down", 180)}


def with_icons(text: str) -> Markup:
    """Return a button's label, escaped, with its thumbs drawn; each is a picture with a name."""
    return _drawn(text, _ICONS)


def with_words(text: str) -> Markup:
    """Return a sentence, escaped, with its thumbs drawn and read aloud as words of it, not as something to tap."""
    return _drawn(text, _IN_WORDS)


def _drawn(text: str, icons: Mapping[str, Markup]) -> Markup:
    safe = escape(text)
    for emoji, icon in icons.items():
        safe = safe.replace(emoji, icon)
    return safe
