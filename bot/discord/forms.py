"""Forms with one line of text, for a button that has to know something first."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from discord import ui

from bot.conversation.parameters import LONGEST_QUERY, shorten
from bot.discord import limits

_FIELD: Final = "line"


def form(custom_id: str, asks: str) -> ui.Modal:
    """Return the form that asks `asks`; it carries the custom id of the button that opened it.

    It is stopped, so that the library does not keep it: its meaning is found in the custom id, after a restart too.
    """
    modal = ui.Modal(title=shorten(asks, limits.MODAL_LABEL), custom_id=custom_id, timeout=None)
    field = ui.TextInput[Any](
        custom_id=_FIELD, placeholder=shorten(asks, limits.PLACEHOLDER), min_length=1, max_length=LONGEST_QUERY
    )
    modal.add_item(ui.Label(text=shorten(asks, limits.MODAL_LABEL), component=field))
    modal.stop()
    return modal


def line_in(components: Iterator[Mapping[str, Any]]) -> str:
    """Return the line that was written into a form, from the components it was sent with."""
    for component in components:
        field = component.get("component", component)
        if field.get("custom_id") == _FIELD:
            return str(field["value"])
    return ""
