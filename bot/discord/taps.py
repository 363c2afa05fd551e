"""Taps on buttons and choices from lists, of any message and age: their meaning stands in the custom id."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self

from discord import ui

from bot.discord.incoming import Call

Tapped = Callable[[Call, str], Awaitable[None]]


def tappable(tapped: Tapped) -> type[ui.DynamicItem[ui.Item[Any]]]:
    """Return the item that hands every tap, with what its button or option means, to `tapped`.

    It stands for all custom ids: one that this program did not make must be answered too.
    """

    class Tappable(ui.DynamicItem[ui.Item[Any]], template=re.compile(".*", re.DOTALL)):
        @classmethod
        async def from_custom_id(cls, call: Call, item: ui.Item[Any], match: re.Match[str], /) -> Self:  # noqa: ARG003
            return cls(item)

        async def callback(self, call: Call) -> None:
            sent: Any = call.data
            await tapped(call, meaning(sent))

    return Tappable


def meaning(sent: Mapping[str, Any]) -> str:
    """Return what the tapped button, or the option that was chosen, was sealed with, from what Discord sent."""
    return str((sent.get("values") or [sent["custom_id"]])[0])
