"""Discord's components, as they are sent: https://docs.discord.com/developers/components/reference.

The library has a class for each, whose objects can be changed, tapped and kept. An answer's forty are sent once, and a
tap on one is known by its custom id alone; making those objects took longer than working out what they say.
"""

from collections.abc import Sequence
from typing import Any, Final

from discord import ButtonStyle, ComponentType, ui

Component = dict[str, Any]

_ROW: Final = ComponentType.action_row.value
_BUTTON: Final = ComponentType.button.value
_SELECT: Final = ComponentType.select.value
_SECTION: Final = ComponentType.section.value
_TEXT: Final = ComponentType.text_display.value
_THUMBNAIL: Final = ComponentType.thumbnail.value
_GALLERY: Final = ComponentType.media_gallery.value
_FILE: Final = ComponentType.file.value
_CONTAINER: Final = ComponentType.container.value


class View(ui.LayoutView):
    """Components that are made already.

    It is stopped, so that the library does not keep it for as long as its message may be tapped: taps find their
    meaning in the custom id.
    """

    def __init__(self, components: Sequence[Component]) -> None:
        super().__init__(timeout=None)
        self._components = list(components)
        self.stop()

    def to_components(self) -> list[Component]:
        """Return them as they are."""
        return self._components

    def has_components_v2(self) -> bool:
        """Return that they are, which the library would look for among objects."""
        return True


def text(markdown: str) -> Component:
    """Return a paragraph."""
    return {"type": _TEXT, "content": markdown}


def section(markdown: str, accessory: Component) -> Component:
    """Return a paragraph with a thumbnail or a button beside it."""
    return {"type": _SECTION, "components": [text(markdown)], "accessory": accessory}


def thumbnail(address: str, description: str, *, spoiler: bool) -> Component:
    """Return a small picture. description: what it is, for those who cannot see it."""
    return {"type": _THUMBNAIL, "media": {"url": address}, "description": description, "spoiler": spoiler}


def picture(address: str, description: str) -> Component:
    """Return a large picture."""
    return {"type": _GALLERY, "items": [{"media": {"url": address}, "description": description}]}


def file(address: str) -> Component:
    """Return a file to take along."""
    return {"type": _FILE, "file": {"url": address}}


def container(components: Sequence[Component], colour: int) -> Component:
    """Return components in a frame. colour: of its edge, 0xRRGGBB."""
    return {"type": _CONTAINER, "accent_color": colour, "components": list(components)}


def row(components: Sequence[Component]) -> Component:
    """Return buttons beside each other, or one list that opens."""
    return {"type": _ROW, "components": list(components)}


def button(label: str, style: ButtonStyle, custom_id: str) -> Component:
    """Return a button."""
    return {"type": _BUTTON, "label": label, "style": style.value, "custom_id": custom_id}


def select(custom_id: str, placeholder: str, options: Sequence[Component]) -> Component:
    """Return a list that opens, to choose one option from."""
    return {"type": _SELECT, "custom_id": custom_id, "placeholder": placeholder, "options": list(options)}


def option(label: str, value: str, description: str, emoji: str) -> Component:
    """Return an option of a select; without a description or an emoji where that is "".

    value: what choosing it sends.
    """
    made: Component = {"label": label, "value": value}
    if description:
        made["description"] = description
    if emoji:
        made["emoji"] = {"name": emoji}
    return made


def measured(component: Component) -> tuple[int, int]:
    """Return how many components it is, with those inside of it, and how long their texts are together."""
    if component["type"] == _ROW:  # most components stand in one, and none of those holds others or a text
        return 1 + len(component["components"]), 0
    count, characters = 1 + ("accessory" in component), len(component.get("content", ""))
    for inner in component.get("components", ()):
        more, longer = measured(inner)
        count += more
        characters += longer
    return count, characters
