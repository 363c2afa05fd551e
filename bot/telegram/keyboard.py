"""Buttons as Telegram shows them: in rows that a phone has room for, with a mark for what is chosen."""

from collections.abc import Sequence
from math import ceil
from typing import Final, Required, TypedDict

from telegram.constants import InlineKeyboardMarkupLimit, KeyboardButtonStyle

from bot.conversation.parameters import shorten
from bot.conversation.reply import Button, Look
from bot.telegram.envelope import Way, seal
from bot.telegram.markup import units

_ROW_UNITS: Final = 34  # of labels and the space around each, in one row on a narrow phone
_AROUND_UNITS: Final = 4
_LONGEST_LABEL: Final = 48  # characters; longer ones are cut by every client
_STYLES: Final = {Look.CHOSEN: KeyboardButtonStyle.SUCCESS, Look.DANGER: KeyboardButtonStyle.DANGER}


class Key(TypedDict, total=False):
    """A button in Telegram's JSON. It does one thing: give us its data back, or open its address."""

    text: Required[str]
    callback_data: str
    url: str
    style: str


Row = tuple[Key, ...]


class Keyboard(TypedDict):
    """The keyboard of a message in Telegram's JSON."""

    inline_keyboard: Sequence[Row]


def key(button: Button, alias: str, way: Way) -> Key:
    """Return `button` in a message for the person of `alias`. way: how a tap is taken that asks for no text first."""
    label = shorten(button.label, _LONGEST_LABEL) or "…"
    data = seal(button.action, alias, Way.ASK if button.asks else way)
    # A mark besides the colour, for whoever does not see colours, and for older apps.
    text = f"✓ {label}" if button.look is Look.CHOSEN else label
    made = Key(text=text, callback_data=data)
    if (style := _STYLES.get(button.look)) is not None:
        made["style"] = style
    return made


def rows(keys: Sequence[Key]) -> list[Row]:
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


def markup(all_rows: Sequence[Row]) -> Keyboard | None:
    """Return the keyboard of `all_rows`; None where there are none."""
    return Keyboard(inline_keyboard=all_rows) if all_rows else None


def _fits(row: Sequence[Key]) -> bool:
    width = sum(units(one["text"]) + _AROUND_UNITS for one in row)
    return len(row) == 1 or (width <= _ROW_UNITS and len(row) <= InlineKeyboardMarkupLimit.BUTTONS_PER_ROW)
