"""What Discord demands of a message that is sent, or of what an edit makes of one.

https://docs.discord.com/developers/resources/message
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from tests.platforms.discord.component_rules import check_components
from tests.platforms.discord.refusals import Form, Json, Refusal

EPHEMERAL, COMPONENTS_V2 = 1 << 6, 1 << 15
SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, LOADING = 1 << 2, 1 << 12, 1 << 7
SENDABLE = EPHEMERAL | COMPONENTS_V2 | SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS

LONGEST_CONTENT, MOST_EMBEDS, MOST_EMBED_TEXT, MOST_FIELDS, MOST_FILES = 2000, 10, 6000, 25, 10
LARGEST_UPLOAD = 10 << 20
LEGACY = ("content", "embeds", "sticker_ids", "poll")
"""What a message of components v2 does not have."""


def check_message(message: Json, attachments: Collection[str]) -> None:
    """Refuse a message as it would be: `content`, `embeds`, `components`, `flags`, and the names of its attachments."""
    form = Form()
    v2 = bool(message["flags"] & COMPONENTS_V2)
    if message["flags"] & ~(SENDABLE | LOADING):
        form.at("flags").wrong("BITFIELD_ANNOTATED_TYPE", "These flags cannot be set")
    if v2:
        for key in LEGACY:
            if message.get(key):
                form.at(key).wrong(
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
                )
    form.at("content").text(message["content"], 0, LONGEST_CONTENT)
    _check_embeds(message["embeds"], form.at("embeds"), attachments)
    check_components(message["components"], form.at("components"), v2=v2, attachments=attachments)
    form.close()
    if not (message["content"].strip() or message["embeds"] or message["components"] or (attachments and not v2)):
        raise Refusal(400, 50006, "Cannot send an empty message")


def ping_of(body: Json) -> str:
    """Return how a body that is sent could call people, or nothing where it cannot."""
    allowed = body.get("allowed_mentions")
    if not isinstance(allowed, dict):
        return "allowed_mentions is missing"
    for key in ("parse", "users", "roles", "replied_user"):
        if allowed.get(key):
            return f"allowed_mentions allows {key}"
    return "" if "parse" in allowed else "allowed_mentions allows what it does not name"


def _check_embeds(embeds: object, form: Form, attachments: Collection[str]) -> None:
    listed = form.items(embeds, 0, MOST_EMBEDS)
    for place, embed in enumerate(listed):
        _check_embed(embed, form.at(place), attachments)
    if sum(map(_length, listed)) > MOST_EMBED_TEXT:
        form.wrong("MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {MOST_EMBED_TEXT}")


def _check_embed(embed: Json, form: Form, attachments: Collection[str]) -> None:
    for key, longest in (("title", 256), ("description", 4096)):
        if embed.get(key) is not None:
            form.at(key).text(embed[key], 0, longest)
    for key, inner, longest in (("footer", "text", 2048), ("author", "name", 256)):
        if embed.get(key) is not None:
            form.at(key, inner).text(embed[key].get(inner), 1, longest)
    for place, field in enumerate(form.at("fields").items(embed.get("fields", []), 0, MOST_FIELDS)):
        form.at("fields", place, "name").text(field.get("name"), 1, 256)
        form.at("fields", place, "value").text(field.get("value"), 1, 1024)
    if embed.get("color") is not None:
        form.at("color").whole(embed["color"], 0, 0xFFFFFF)
    _check_addresses(embed, form, attachments)
    if not any(embed.get(key) for key in ("title", "description", "fields", "image", "thumbnail", "footer", "author")):
        form.at("description").missing()


def _check_addresses(embed: Json, form: Form, attachments: Collection[str]) -> None:
    if embed.get("url"):
        _check_address(embed["url"], form.at("url"), ())
    for key in ("image", "thumbnail"):
        if embed.get(key):
            _check_address(embed[key].get("url"), form.at(key, "url"), attachments)


def _check_address(url: object, form: Form, attachments: Collection[str]) -> None:
    if not form.text(url, 1, 2048):
        return
    address = urlsplit(url)
    if address.scheme == "attachment" and url.removeprefix("attachment://") in attachments:
        return
    if address.scheme not in ("http", "https") or not address.netloc:
        form.wrong("URL_TYPE_INVALID_SCHEME", f"Scheme \"{address.scheme}\" must be one of ('http', 'https').")


def _length(embed: Json) -> int:
    fields = sum(len(str(field.get(key) or "")) for field in embed.get("fields", []) for key in ("name", "value"))
    inner = sum(
        len(str((embed.get(key) or {}).get(name) or "")) for key, name in (("footer", "text"), ("author", "name"))
    )
    return fields + inner + sum(len(str(embed.get(key) or "")) for key in ("title", "description"))
