"""Buttons as Telegram shows them: in rows that a phone has room for, with a mark for what is chosen."""

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardMarkupLimit, KeyboardButtonStyle

from bot.conversation.parameters import shorten
from bot.conversation.reply import Button, Look
from bot.telegram.envelope import Way, seal
from bot.telegram.markup import units

_ROW_UNITS: Final = 34  # of labels and the space around each, in one row on a narrow phone
_AROUND_UNITS: Final = 4
_LONGEST_LABEL: Final = 48  # characters; longer ones are cut by every client
_STYLES: Final = {Look.PLAIN: None, Look.CHOSEN: KeyboardButtonStyle.SUCCESS, Look.DANGER: KeyboardButtonStyle.DANGER}

Row = tuple[InlineKeyboardButton, ...]


def key(button: Button, alias: str, way: Way) -> InlineKeyboardButton:
    """Return `button` in a message for the person of `alias`. way: how a tap is taken that asks for no text first."""
    label = shorten(button.label, _LONGEST_LABEL) or "…"
    data = seal(button.action, alias, Way.ASK if button.asks else way)
    # A mark besides the colour, for whoever does not see colours, and for older apps.
    text = f"✓ {label}" if button.look is Look.CHOSEN else label
    return InlineKeyboardButton(text, callback_data=data, style=_STYLES[button.look])


def rows(keys: Sequence[InlineKeyboardButton]) -> list[Row]:
    """Return `keys`, one or more, in as few rows as their labels allow, of equal length if that makes none too wide."""
    filled: list[Row] = []
    for one in keys:
        if filled and _fits((*filled[-1], one)):
            filled[-1] = (*filled[-1], one)
        else:
            filled.append((one,))
    even = ceil(len(keys) / len(filled))
    level = [tuple(keys[start : start + even]) for start in range(0, len(keys), even)]
    return level if all(map(_fits, level)) else filled


def markup(all_rows: Iterable[Row]) -> InlineKeyboardMarkup | None:
    """Return the keyboard of `all_rows`; None where there are none."""
    kept = list(all_rows)
    return InlineKeyboardMarkup(kept) if kept else None


def _fits(row: Sequence[InlineKeyboardButton]) -> bool:
    width = sum(units(one.text) + _AROUND_UNITS for one in row)
    return len(row) == 1 or (width <= _ROW_UNITS and len(row) <= InlineKeyboardMarkupLimit.BUTTONS_PER_ROW)
