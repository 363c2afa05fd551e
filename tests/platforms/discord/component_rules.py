"""What Discord demands of components, in messages and in modals.

https://docs.discord.com/developers/components/reference
"""

from collections.abc import Collection
from enum import IntEnum
from urllib.parse import urlsplit

from tests.platforms.discord.refusals import Form, Json

MOST_COMPONENTS, MOST_ROWS, MOST_BUTTONS, MOST_OPTIONS, MOST_TEXT = 40, 5, 5, 25, 4000
LONGEST_ID, LONGEST_LABEL, LONGEST_OPTION, LONGEST_PLACEHOLDER, LONGEST_URL, LONGEST_ALT = 100, 80, 100, 150, 512, 1024
LONGEST_TITLE, LONGEST_FIELD_LABEL, LONGEST_FIELD_DESCRIPTION, LONGEST_FIELD_PLACEHOLDER = 45, 45, 100, 100


class Kind(IntEnum):
    """What a component is."""

    ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT = 10
    THUMBNAIL = 11
    GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18


SELECTS = (Kind.STRING_SELECT, Kind.USER_SELECT, Kind.ROLE_SELECT, Kind.MENTIONABLE_SELECT, Kind.CHANNEL_SELECT)
IN_CONTAINER = (Kind.ROW, Kind.SECTION, Kind.TEXT, Kind.GALLERY, Kind.FILE, Kind.SEPARATOR)
ON_TOP = (*IN_CONTAINER, Kind.CONTAINER)


class Style(IntEnum):
    """What a button looks like, and whether it opens an address."""

    PRIMARY = 1
    SECONDARY = 2
    SUCCESS = 3
    DANGER = 4
    LINK = 5
    PREMIUM = 6


def check_components(components: object, form: Form, *, v2: bool, attachments: Collection[str]) -> None:
    """Note what is wrong with a message's components; `attachments` are the names that it may show."""
    _Check(attachments).message(components, form, v2=v2)


def check_modal(modal: Json, form: Form) -> None:
    """Note what is wrong with a modal."""
    form.at("title").text(modal.get("title"), 1, LONGEST_TITLE)
    form.at("custom_id").text(modal.get("custom_id"), 1, LONGEST_ID)
    _Check(()).modal(modal.get("components"), form.at("components"))


class _Check:
    """One walk through one tree; it remembers what may not come twice and what is counted in all."""

    def __init__(self, attachments: Collection[str]) -> None:
        self._attachments = attachments
        self._custom_ids: set[str] = set()
        self._ids: set[int] = set()
        self._count = 0
        self._text = 0

    def message(self, components: object, form: Form, *, v2: bool) -> None:
        listed = form.items(components, 0, MOST_COMPONENTS if v2 else MOST_ROWS)
        for place, component in enumerate(listed):
            if self._begin(component, form.at(place), ON_TOP if v2 else (Kind.ROW,)):
                self._component(component, form.at(place))
        self._close(form)

    def modal(self, components: object, form: Form) -> None:
        for place, component in enumerate(form.items(components, 1, MOST_ROWS)):
            if not self._begin(component, form.at(place), (Kind.ROW, Kind.LABEL, Kind.TEXT)):
                continue
            if component["type"] == Kind.LABEL:
                self._label(component, form.at(place))
            elif component["type"] == Kind.TEXT:
                self._shown(component, form.at(place))
            else:
                fields = form.at(place, "components").items(component.get("components"), 1, 1)
                for field in fields:
                    if self._begin(field, form.at(place, "components", 0), (Kind.TEXT_INPUT,)):
                        form.at(place, "components", 0, "label").text(field.get("label"), 1, LONGEST_FIELD_LABEL)
                        self._field(field, form.at(place, "components", 0))
        self._close(form)

    def _begin(self, component: object, form: Form, allowed: Collection[Kind]) -> bool:
        """Count a component, and say whether it may stand here."""
        self._count += 1
        if not isinstance(component, dict) or component.get("type") not in list(allowed):
            form.at("type").wrong(
                "UNION_TYPE_CHOICES", f'Value of field "type" must be one of {tuple(map(int, allowed))}.'
            )
            return False
        number = component.get("id")
        if number:
            if number in self._ids:
                form.at("id").wrong("COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
            self._ids.add(number)
        return True

    def _close(self, form: Form) -> None:
        if self._count > MOST_COMPONENTS:
            form.wrong(
                "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", f"Total number of components exceeds {MOST_COMPONENTS}"
            )
        if self._text > MOST_TEXT:
            form.wrong(
                "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
                f"Components displayable text size exceeds maximum size of {MOST_TEXT}",
            )

    def _component(self, component: Json, form: Form) -> None:
        match Kind(component["type"]):
            case Kind.ROW:
                self._row(component, form.at("components"))
            case Kind.SECTION:
                self._section(component, form)
            case Kind.TEXT:
                self._shown(component, form)
            case Kind.GALLERY:
                for place, item in enumerate(form.at("items").items(component.get("items"), 1, 10)):
                    self._media(item, form.at("items", place), "media")
            case Kind.FILE:
                self._media(component, form, "file")
            case Kind.SEPARATOR:
                form.at("spacing").one_of(component.get("spacing", 1), (1, 2))
            case Kind.CONTAINER:
                self._container(component, form)
            case _:
                raise AssertionError(component)

    def _container(self, component: Json, form: Form) -> None:
        if component.get("accent_color") is not None:
            form.at("accent_color").whole(component["accent_color"], 0, 0xFFFFFF)
        for place, inner in enumerate(form.at("components").items(component.get("components"), 1, MOST_COMPONENTS)):
            if self._begin(inner, form.at("components", place), IN_CONTAINER):
                self._component(inner, form.at("components", place))

    def _section(self, component: Json, form: Form) -> None:
        for place, text in enumerate(form.at("components").items(component.get("components"), 1, 3)):
            if self._begin(text, form.at("components", place), (Kind.TEXT,)):
                self._shown(text, form.at("components", place))
        accessory = component.get("accessory")
        if accessory is None:
            form.at("accessory").missing()
        elif self._begin(accessory, form.at("accessory"), (Kind.BUTTON, Kind.THUMBNAIL)):
            if accessory["type"] == Kind.BUTTON:
                self._button(accessory, form.at("accessory"))
            else:
                self._media(accessory, form.at("accessory"), "media")

    def _shown(self, component: Json, form: Form) -> None:
        if form.at("content").text(component.get("content"), 1, MOST_TEXT):
            self._text += len(component["content"])

    def _media(self, component: Json, form: Form, key: str) -> None:
        if component.get("description") is not None:
            form.at("description").text(component["description"], 0, LONGEST_ALT)
        media = component.get(key)
        url = media.get("url") if isinstance(media, dict) else None
        place = form.at(key, "url")
        if not place.text(url, 1, 2048):
            return
        address = urlsplit(url)
        if address.scheme == "attachment":
            if url.removeprefix("attachment://") not in self._attachments:
                place.wrong(
                    "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", "The referenced attachment was not found"
                )
        elif key == "file" or address.scheme not in ("http", "https") or not address.netloc:
            place.wrong("URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https', 'attachment').")

    def _row(self, row: Json, form: Form) -> None:
        listed = form.items(row.get("components"), 1, MOST_BUTTONS)
        selects = sum(component.get("type") in SELECTS for component in listed)
        if selects and len(listed) > 1:
            form.wrong("COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")
        for place, component in enumerate(listed):
            if self._begin(component, form.at(place), (Kind.BUTTON, *SELECTS)):
                if component["type"] == Kind.BUTTON:
                    self._button(component, form.at(place))
                else:
                    self._select(component, form.at(place))

    def _button(self, button: Json, form: Form) -> None:
        style = button.get("style")
        if not form.at("style").one_of(style, list(Style)):
            return
        if style == Style.PREMIUM:
            form.at("sku_id").missing()  # this application sells nothing
            return
        label, emoji = button.get("label"), button.get("emoji")
        if label:
            form.at("label").text(label, 0, LONGEST_LABEL)
        if emoji is not None:
            _check_emoji(emoji, form.at("emoji"))
        if not label and not emoji:
            form.wrong("BUTTON_COMPONENT_CUSTOM_ID_OR_LABEL_REQUIRED", "A button needs a label or an emoji")
        if style == Style.LINK:
            self._link(button, form)
        else:
            self._custom_id(button, form)
            if button.get("url"):
                form.at("url").wrong(
                    "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified"
                )

    def _link(self, button: Json, form: Form) -> None:
        if form.at("url").text(button.get("url"), 1, LONGEST_URL):
            address = urlsplit(button["url"])
            if address.scheme not in ("http", "https", "discord") or not address.netloc:
                form.at("url").wrong("URL_TYPE_INVALID_URL", "Not a well formed URL.")
        if button.get("custom_id"):
            form.at("custom_id").wrong(
                "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified"
            )

    def _custom_id(self, component: Json, form: Form) -> None:
        custom_id = component.get("custom_id")
        if form.at("custom_id").text(custom_id, 1, LONGEST_ID):
            if custom_id in self._custom_ids:
                form.at("custom_id").wrong("COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
            self._custom_ids.add(custom_id)

    def _select(self, select: Json, form: Form) -> None:
        self._custom_id(select, form)
        if select.get("placeholder") is not None:
            form.at("placeholder").text(select["placeholder"], 0, LONGEST_PLACEHOLDER)
        lowest, highest = select.get("min_values", 1), select.get("max_values", 1)
        form.at("min_values").whole(lowest, 0, MOST_OPTIONS)
        form.at("max_values").whole(highest, 1, MOST_OPTIONS)
        if select["type"] != Kind.STRING_SELECT:
            return
        options = form.at("options").items(select.get("options"), 1, MOST_OPTIONS)
        for place, option in enumerate(options):
            at = form.at("options", place)
            at.at("label").text(option.get("label"), 1, LONGEST_OPTION)
            at.at("value").text(option.get("value"), 1, LONGEST_OPTION)
            if option.get("description") is not None:
                at.at("description").text(option["description"], 0, LONGEST_OPTION)
            if option.get("emoji") is not None:
                _check_emoji(option["emoji"], at.at("emoji"))
        if len({str(option.get("value")) for option in options}) < len(options):
            form.at("options").wrong(
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used"
            )
        if isinstance(highest, int) and highest > len(options):
            form.at("max_values").wrong("SELECT_COMPONENT_MAX_VALUES", "Must not be more than there are options")
        chosen = sum(bool(option.get("default")) for option in options)
        if isinstance(highest, int) and chosen > highest:
            form.at("options").wrong("SELECT_COMPONENT_TOO_MANY_DEFAULTS", "More options are chosen than may be")

    def _label(self, label: Json, form: Form) -> None:
        form.at("label").text(label.get("label"), 1, LONGEST_FIELD_LABEL)
        if label.get("description") is not None:
            form.at("description").text(label["description"], 0, LONGEST_FIELD_DESCRIPTION)
        field = label.get("component")
        if field is None:
            form.at("component").missing()
        elif self._begin(field, form.at("component"), (Kind.TEXT_INPUT, *SELECTS)):
            if field["type"] == Kind.TEXT_INPUT:
                if field.get("label"):
                    form.at("component", "label").wrong(
                        "COMPONENT_LABEL_TWICE", "A field in a label has no label of its own"
                    )
                self._field(field, form.at("component"))
            else:
                self._select(field, form.at("component"))

    def _field(self, field: Json, form: Form) -> None:
        self._custom_id(field, form)
        form.at("style").one_of(field.get("style"), (1, 2))
        lowest, highest = field.get("min_length") or 0, field.get("max_length") or MOST_TEXT
        form.at("min_length").whole(lowest, 0, MOST_TEXT)
        form.at("max_length").whole(highest, 1, MOST_TEXT)
        if field.get("value") is not None:
            form.at("value").text(field["value"], lowest, highest)
        if field.get("placeholder") is not None:
            form.at("placeholder").text(field["placeholder"], 0, LONGEST_FIELD_PLACEHOLDER)


def _check_emoji(emoji: object, form: Form) -> None:
    """Demand a custom emoji's id, or one that Unicode has: something beyond ASCII, or a keycap."""
    name = emoji.get("name") if isinstance(emoji, dict) else None
    own = isinstance(emoji, dict) and emoji.get("id")
    if not own and not (
        isinstance(name, str) and name and not name.isascii() and ("\ufe0f" in name or not any(map(str.isalpha, name)))
    ):
        form.at("name").wrong("BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")
