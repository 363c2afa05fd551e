"""A message as it is now, and how it came to be so."""

from typing import TYPE_CHECKING

from tests.platforms.telegram.arrivals import Arrivals
from tests.platforms.telegram.refusal import Json

if TYPE_CHECKING:
    from tests.platforms.telegram.chat import Chat


class Message:
    """A message of a person or of the bot.

    content: the Bot API's Message. html: the text or caption as the bot sent it, before parsing.
    markup: the reply_markup as the bot sent it. update: what the bot was told of it, if anything.
    inline_message_id: set where it was sent through the bot and has a keyboard. former: what it was before its edits.
    """

    __slots__ = ("_edits", "chat", "content", "deleted", "former", "html", "inline_message_id", "markup", "update")

    def __init__(self, chat: "Chat", content: Json, *, html: str = "", markup: Json | None = None) -> None:
        self.chat = chat
        self.content = content
        self.html = html
        self.markup = markup
        self.inline_message_id: str | None = None
        self.update: Json | None = None
        self.deleted = False
        self.former: list[Json] = []
        self._edits: Arrivals[Json] | None = None

    def __repr__(self) -> str:
        return f"<message {self.id}: {self.words[:60]!r} {self.labels}>"

    @property
    def id(self) -> int:
        return int(self.content["message_id"])

    @property
    def text(self) -> str:
        return str(self.content.get("text", ""))

    @property
    def caption(self) -> str:
        return str(self.content.get("caption", ""))

    @property
    def words(self) -> str:
        """The text or the caption."""
        return self.text or self.caption

    @property
    def entities(self) -> list[Json]:
        return list(self.content.get("entities") or self.content.get("caption_entities") or ())

    @property
    def photo(self) -> Json | None:
        """The largest size of its picture."""
        sizes = self.content.get("photo")
        return dict(sizes[-1]) if sizes else None

    @property
    def document(self) -> Json | None:
        found: Json | None = self.content.get("document")
        return found

    @property
    def has_spoiler(self) -> bool:
        return bool(self.content.get("has_media_spoiler"))

    @property
    def keyboard(self) -> list[list[Json]]:
        """The rows of buttons under it now."""
        rows: list[list[Json]] = self.content.get("reply_markup", {}).get("inline_keyboard", [])
        return rows

    @property
    def buttons(self) -> list[Json]:
        return [button for row in self.keyboard for button in row]

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in self.buttons]

    @property
    def asks_reply(self) -> bool:
        """Whether a client opens the field for a reply to it (ForceReply)."""
        return bool(self.markup and self.markup.get("force_reply"))

    @property
    def reply_to(self) -> int | None:
        """The id of the message that it answers."""
        replied = self.content.get("reply_to_message")
        return int(replied["message_id"]) if replied else None

    @property
    def edits(self) -> list[Json]:
        """The contents that it was given after it was sent, oldest first."""
        return self._edits.all if self._edits else []

    def edit(self, content: Json, html: str) -> None:
        """Take on another content."""
        self.former.append(self.content)
        self.content, self.html = content, html
        self._changes.add(content)

    async def changed(self, timeout: float = 5) -> "Message":  # noqa: ASYNC109 -- see Arrivals.next
        """Wait for the next edit and return this message. Raises TimeoutError when none comes."""
        await self._changes.next(timeout, f"a change of {self}")
        return self

    def button(self, wanted: str) -> Json:
        """Return the button with this label or data: one of now, else one that was shown before.

        Raises LookupError when there is none.
        """
        for content in (self.content, *reversed(self.former)):
            for row in content.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if wanted in (button["text"], button.get("callback_data")):
                        return dict(button)
        raise LookupError(f"no button {wanted!r} under {self}")

    @property
    def _changes(self) -> Arrivals[Json]:
        if self._edits is None:
            self._edits = Arrivals()
        return self._edits
