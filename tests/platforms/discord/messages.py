"""Messages of the bot, as people see them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.platforms.discord.component_rules import SELECTS, Kind
from tests.platforms.discord.kept import kept_components, kept_embed, walk
from tests.platforms.discord.message_rules import (
    COMPONENTS_V2,
    EPHEMERAL,
    LARGEST_UPLOAD,
    LOADING,
    MOST_FILES,
    SUPPRESS_EMBEDS,
    check_message,
)
from tests.platforms.discord.refusals import Form, Json, Refusal

if TYPE_CHECKING:
    from tests.platforms.discord.people import Person
    from tests.platforms.discord.places import Channel
    from tests.platforms.discord.server import DiscordServer


@dataclass(frozen=True)
class ButtonShown:
    """A button under a message."""

    label: str
    emoji: str
    custom_id: str | None
    url: str | None
    style: int
    disabled: bool


@dataclass(frozen=True)
class MediaShown:
    """A picture in a message."""

    url: str
    description: str | None
    spoiler: bool


@dataclass(frozen=True)
class Upload:
    """What a bot sends: a body, and the files beside it by their number."""

    body: Json
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)


class Message:
    """A message of the bot, as it stands now; what the bot edits is seen here at once."""

    def __init__(self, server: "DiscordServer", where: "Channel", seen_by: "Person | None" = None) -> None:
        self.server = server
        self.where = where
        self.seen_by = seen_by
        self.id = server.clock.snowflake()
        self.deleted = False
        self.edits = 0
        self.files: dict[str, bytes] = {}
        self.payload: Json = {
            "type": 0,
            "content": "",
            "mentions": [],
            "mention_roles": [],
            "mention_everyone": False,
            "attachments": [],
            "embeds": [],
            "components": [],
            "timestamp": server.clock.timestamp(),
            "edited_timestamp": None,
            "flags": EPHEMERAL if seen_by else 0,
            "id": self.id,
            "channel_id": where.id,
            "author": server.bot_user,
            "application_id": server.application_id,
            "pinned": False,
            "tts": False,
        }

    @property
    def content(self) -> str:
        """The text of a message without components v2."""
        return str(self.payload["content"])

    @property
    def embeds(self) -> list[Json]:
        """The embeds, as Discord keeps them."""
        return list(self.payload["embeds"])

    @property
    def components(self) -> list[Json]:
        """The components, as Discord keeps them."""
        return list(self.payload["components"])

    @property
    def attachments(self) -> list[Json]:
        """What is attached, as Discord keeps it; `files` has the bytes by name."""
        return list(self.payload["attachments"])

    @property
    def ephemeral(self) -> bool:
        """Whether one person alone sees it."""
        return bool(self.payload["flags"] & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether the bot "is thinking"."""
        return bool(self.payload["flags"] & LOADING)

    @property
    def v2(self) -> bool:
        """Whether it is made of components alone."""
        return bool(self.payload["flags"] & COMPONENTS_V2)

    @property
    def every_component(self) -> list[Json]:
        """All components, nested ones after the one that holds them."""
        return list(walk(self.payload["components"]))

    @property
    def texts(self) -> list[str]:
        """Everything that can be read in it, from top to bottom, without labels of buttons."""
        texts = [self.content] if self.content else []
        for embed in self.embeds:
            texts += [embed[key] for key in ("title", "description") if embed.get(key)]
            texts += [text for line in embed.get("fields", []) for text in (line["name"], line["value"])]
            texts += [embed["footer"]["text"]] if embed.get("footer") else []
        return texts + [part["content"] for part in self.every_component if part["type"] == Kind.TEXT]

    @property
    def text(self) -> str:
        """The same as one text."""
        return "\n".join(self.texts)

    @property
    def buttons(self) -> list[ButtonShown]:
        """Every button, from top to bottom."""
        return [_button(part) for part in self.every_component if part["type"] == Kind.BUTTON]

    @property
    def selects(self) -> list[Json]:
        """Every select menu."""
        return [part for part in self.every_component if part["type"] in SELECTS]

    @property
    def media(self) -> list[MediaShown]:
        """Every picture of its components and embeds."""
        shown = []
        for part in self.every_component:
            if part["type"] == Kind.THUMBNAIL:
                shown.append(_picture(part))
            elif part["type"] == Kind.GALLERY:
                shown += map(_picture, part["items"])
        pictures = [embed[key] for embed in self.embeds for key in ("image", "thumbnail") if embed.get(key)]
        return shown + [MediaShown(picture["url"], None, spoiler=False) for picture in pictures]

    def button(self, label: str) -> ButtonShown:
        """Return the first button with this label, emoji, both of them, or custom_id; raises LookupError."""
        for button in self.buttons:
            if label in {button.label, button.emoji, f"{button.emoji} {button.label}", button.custom_id}:
                return button
        raise LookupError(f"no button {label!r} among {[button.label or button.emoji for button in self.buttons]}")

    def fill(self, upload: Upload, *, creating: bool) -> None:
        """Let it be what a bot sent; raises Refusal, and then it stays what it was."""
        body = upload.body
        attachments = self._attachments(upload)
        flags = self._flags(body, creating=creating)
        wanted: Json = {"flags": flags & ~LOADING}
        for key, empty in (("content", ""), ("embeds", []), ("components", [])):
            wanted[key] = (body[key] or empty) if key in body else self.payload[key]
        names = [attachment["filename"] for attachment in attachments]
        check_message(wanted | {key: body[key] for key in ("poll", "sticker_ids") if key in body}, names)
        self.files = {name: data for name, data in self._files(upload).items() if name in names}
        urls = {f"attachment://{attachment['filename']}": attachment for attachment in attachments}
        wanted["attachments"] = attachments
        wanted["components"] = kept_components(wanted["components"], urls)
        wanted["embeds"] = [kept_embed(embed, urls) for embed in wanted["embeds"]]
        if not creating and not self.loading:
            self.edits += 1
            wanted["edited_timestamp"] = self.server.clock.timestamp()
        self.payload = self.payload | wanted

    def _flags(self, body: Json, *, creating: bool) -> int:
        """Return the flags it will have: whom it is for is fixed, and components v2 cannot be taken off."""
        asked = body.get("flags") or 0
        if not isinstance(asked, int):
            form = Form()
            form.at("flags").whole(asked, 0, 1 << 32)
            form.close()
        if creating:
            return asked & ~EPHEMERAL | (EPHEMERAL if self.seen_by else 0)
        flags: int = self.payload["flags"]
        return flags | asked & (COMPONENTS_V2 | SUPPRESS_EMBEDS)

    def _attachments(self, upload: Upload) -> list[Json]:
        old = {attachment["id"]: attachment for attachment in self.payload["attachments"]}
        form = Form()
        if upload.body.get("attachments") is None:
            kept = list(old.values())
            asked: list[Json] = [{"id": number} for number in upload.files]
        else:
            listed = form.at("attachments").items(upload.body["attachments"], 0, MOST_FILES)
            kept = [old[str(item.get("id"))] for item in listed if str(item.get("id")) in old]
            asked = [item for item in listed if str(item.get("id")) not in old]
        made = []
        for place, item in enumerate(asked):
            number = str(item.get("id"))
            if number not in upload.files:
                form.at("attachments", place, "id").wrong("ATTACHMENT_NOT_FOUND", "Attachment not found")
                continue
            if item.get("description") is not None:
                form.at("attachments", place, "description").text(item["description"], 0, 1024)
            made.append(self._attachment(item, *upload.files[number]))
        form.close()
        if len(kept) + len(made) > MOST_FILES:
            raise Refusal(400, 30015, "Maximum number of attachments in a message reached (10)")
        return kept + made

    def _attachment(self, item: Json, name: str, data: bytes) -> Json:
        if len(data) > LARGEST_UPLOAD:
            raise Refusal(413, 40005, "Request entity too large")
        number = self.server.clock.snowflake()
        name = str(item.get("filename") or name)
        url = f"{self.server.cdn_url}/attachments/{self.where.id}/{number}/{name}"
        described = {"description": item["description"]} if item.get("description") else {}
        ephemeral = {"ephemeral": True} if self.ephemeral else {}
        return {"id": number, "filename": name, "size": len(data), "url": url, "proxy_url": url} | described | ephemeral

    def _files(self, upload: Upload) -> dict[str, bytes]:
        asked = upload.body.get("attachments") or []
        renamed = {str(item.get("id")): item.get("filename") for item in asked if isinstance(item, dict)}
        return self.files | {renamed.get(number) or name: data for number, (name, data) in upload.files.items()}


def _button(part: Json) -> ButtonShown:
    return ButtonShown(
        label=part.get("label") or "",
        emoji=(part.get("emoji") or {}).get("name") or "",
        custom_id=part.get("custom_id"),
        url=part.get("url"),
        style=part["style"],
        disabled=bool(part.get("disabled")),
    )


def _picture(part: Json) -> MediaShown:
    return MediaShown(part["media"]["url"], part.get("description"), bool(part.get("spoiler")))
