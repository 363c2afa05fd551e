"""Chats: who is in them and what was said."""

import time
from typing import TYPE_CHECKING

from telegram.constants import ChatMemberStatus, ChatType, UpdateType

from tests.platforms.telegram.arrivals import Arrivals
from tests.platforms.telegram.message import Message
from tests.platforms.telegram.refusal import CircumstanceError, Json
from tests.platforms.telegram.text import commands_in

if TYPE_CHECKING:
    from tests.platforms.telegram.person import Person
    from tests.platforms.telegram.world import World


class Chat:
    """A private chat with the bot, or a group that the bot is in.

    drafts and actions: what the bot showed meanwhile ("typing"), oldest first.
    is_open: whether the bot may write here; in a private chat not before the person has written first.
    """

    def __init__(self, world: "World", described: Json, people: "tuple[Person, ...]" = ()) -> None:
        self.world = world
        self.described = described
        self.members = {person.id: person for person in people}
        self.admins: set[int] = set()
        self.messages: dict[int, Message] = {}
        self.drafts: list[Json] = []
        self.actions: list[str] = []
        self.is_open = described["type"] != ChatType.PRIVATE
        self.closed_because = "Forbidden: bot can't initiate conversation with a user"
        self.moved_to: int | None = None
        self._from_bot: Arrivals[Message] = Arrivals()

    @property
    def id(self) -> int:
        return int(self.described["id"])

    @property
    def is_private(self) -> bool:
        return bool(self.described["type"] == ChatType.PRIVATE)

    @property
    def bot_messages(self) -> list[Message]:
        """All messages of the bot here, oldest first."""
        return self._from_bot.all

    @property
    def unseen(self) -> list[Message]:
        """The bot's messages that `next_message` has not given yet."""
        return self._from_bot.waiting

    async def next_message(self, timeout: float = 5) -> Message:  # noqa: ASYNC109 -- see Arrivals.next
        """Return the bot's next message here, in order. Raises TimeoutError when none comes."""
        return await self._from_bot.next(timeout, f"a message of the bot in {self.described}")

    async def says(self, person: "Person", text: str, *, reply_to: Message | None = None) -> Message:
        """Let a person write here; the bot is told of it if it may read it."""
        content: Json = {"text": text}
        if marked := commands_in(text):
            content["entities"] = marked
        return self.post(person, content, reply_to=reply_to)

    def post(self, person: "Person", content: Json, *, reply_to: Message | None = None) -> Message:
        """Put a message of a person here, with any content."""
        if reply_to is not None:
            content = {"reply_to_message": without_reply(reply_to.content), **content}
        message = self.put(person.user, content)
        if self.is_private and not person.has_blocked:
            self.is_open = True
        if self._reaches_bot(message):
            message.update = self.world.updates.push(UpdateType.MESSAGE, message.content)
        return message

    def put(self, sender: Json, content: Json, *, html: str = "", markup: Json | None = None) -> Message:
        """Put a message here and tell nobody."""
        number = next(self.world.message_ids)
        described = {"message_id": number, "date": int(time.time()), "chat": self.described, "from": sender}
        message = self.messages[number] = Message(self, described | content, html=html, markup=markup)
        if sender is self.world.bot:
            self._from_bot.add(message)
        return message

    def check_open(self) -> None:
        """Raise CircumstanceError where the bot may not write."""
        if self.moved_to is not None:
            raise CircumstanceError(
                "Bad Request: group chat was upgraded to a supergroup chat",
                parameters={"migrate_to_chat_id": self.moved_to},
            )
        if not self.is_open:
            raise CircumstanceError(self.closed_because, 403)

    async def becomes_supergroup(self) -> "Chat":
        """Move this group: it lives on under another id. Returns the new chat; the bot is told twice."""
        moved = self.world.add_chat(
            {**self.described, "id": -1_000_000_000_000 + self.id, "type": ChatType.SUPERGROUP.value},
            *self.members.values(),
            admins=self.admins,
        )
        self.moved_to = moved.id
        owner = next(iter(self.members.values())).user
        for chat, content in ((self, {"migrate_to_chat_id": moved.id}), (moved, {"migrate_from_chat_id": self.id})):
            message = chat.put(owner, content)
            message.update = self.world.updates.push(UpdateType.MESSAGE, message.content)
        return moved

    async def adds_bot(self, by: "Person") -> Json:
        """Let somebody add the bot. Returns the update."""
        self.is_open = True
        return self._bot_becomes(by, ChatMemberStatus.LEFT, ChatMemberStatus.MEMBER)

    async def removes_bot(self, by: "Person") -> Json:
        """Let somebody remove the bot. Returns the update."""
        self.is_open = False
        self.closed_because = f"Forbidden: bot was kicked from the {self.described['type']} chat"
        return self._bot_becomes(by, ChatMemberStatus.MEMBER, ChatMemberStatus.LEFT)

    def blocked_by(self, person: "Person") -> Json:
        """Shut a private chat. Returns the update."""
        self.is_open = False
        self.closed_because = "Forbidden: bot was blocked by the user"
        return self._bot_becomes(person, ChatMemberStatus.MEMBER, ChatMemberStatus.BANNED)

    def unblocked_by(self, person: "Person") -> Json:
        """Open a private chat again. Returns the update."""
        self.is_open = True
        return self._bot_becomes(person, ChatMemberStatus.BANNED, ChatMemberStatus.MEMBER)

    def _bot_becomes(self, by: "Person", was: ChatMemberStatus, now: ChatMemberStatus) -> Json:
        return self.world.updates.push(
            UpdateType.MY_CHAT_MEMBER,
            {
                "chat": self.described,
                "from": by.user,
                "date": int(time.time()),
                "old_chat_member": _membership(self.world.bot, was),
                "new_chat_member": _membership(self.world.bot, now),
            },
        )

    def _reaches_bot(self, message: Message) -> bool:
        """Tell whether privacy mode lets the bot read this: https://core.telegram.org/bots/features#privacy-mode."""
        if self.is_private or self.world.me["can_read_all_group_messages"]:
            return True
        if not self.is_open:
            return False
        replied = message.content.get("reply_to_message", {}).get("from", {})
        if self.world.bot["id"] in (replied.get("id"), message.content.get("via_bot", {}).get("id")):
            return True
        mention = f"@{self.world.bot['username']}".lower()
        first = message.text.split(maxsplit=1)[0].lower() if message.text.strip() else ""
        return first.startswith("/") and ("@" not in first or first.endswith(mention))


def without_reply(content: Json) -> Json:
    """Return a message as it stands in `reply_to_message`, which is never nested."""
    return {name: value for name, value in content.items() if name != "reply_to_message"}


def _membership(user: Json, status: ChatMemberStatus) -> Json:
    return {"user": user, "status": status, **({"until_date": 0} if status is ChatMemberStatus.BANNED else {})}
