"""People, and what they do with the bot."""

import time
from typing import TYPE_CHECKING

from telegram.constants import ChatMemberStatus, InlineQueryLimit, UpdateType

from tests.platforms.telegram.links import PAYLOAD, names, payload_in
from tests.platforms.telegram.message import Message
from tests.platforms.telegram.queries import InlineResults, Tap
from tests.platforms.telegram.refusal import Json

if TYPE_CHECKING:
    from tests.platforms.telegram.chat import Chat
    from tests.platforms.telegram.world import World


class Person:
    """Somebody with Telegram."""

    def __init__(self, world: "World", user: Json) -> None:
        self.world = world
        self.user = user
        self.has_blocked = False

    @property
    def id(self) -> int:
        return int(self.user["id"])

    @property
    def named(self) -> Json:
        """What a private chat shows of this person."""
        return {name: value for name, value in self.user.items() if name in {"id", "first_name", "username"}}

    @property
    def private(self) -> "Chat":
        """The private chat with the bot."""
        return self.world.private(self)

    async def taps(self, message: Message, button: str, *, too_late: bool = False) -> Tap:
        """Tap a button, named by its label or its data; `too_late`: so old that no answer is taken any more.

        Raises LookupError where there is no such button, ValueError for one that leads elsewhere.
        """
        found = message.button(button)
        if "callback_data" not in found:
            raise ValueError(f"{button!r} is no button that asks the bot: {found}")
        return await self.taps_data(message, found["callback_data"], too_late=too_late)

    async def taps_data(
        self, message: Message, data: str, *, too_late: bool = False, inaccessible: bool = False
    ) -> Tap:
        """Send any data as if from a button under a message, which may be too old for the bot to be shown."""
        content: Json = {"from": self.user, "data": data, "chat_instance": self.world.chat_instance(message)}
        if message.inline_message_id is not None:
            content["inline_message_id"] = message.inline_message_id
        elif inaccessible:
            content["message"] = {"chat": message.content["chat"], "message_id": message.id, "date": 0}
        else:
            content["message"] = message.content
        query = self.world.taps.ask(content, too_late=too_late)
        query.update = self.world.updates.push(UpdateType.CALLBACK_QUERY, content)
        return Tap(query)

    async def opens(self, url: str) -> Message:
        """Follow a link to the bot and start it. Raises ValueError for a link that leads elsewhere."""
        payload = payload_in(url)
        if payload is None or not names(url, self.world.bot["username"]):
            raise ValueError(f"{url!r} does not lead to the bot")
        if not PAYLOAD.match(payload):
            raise ValueError(f"clients ignore the payload of {url!r}")
        return await self.private.says(self, f"/start {payload}")

    async def edits(self, message: Message, text: str) -> Json:
        """Change what was written before. Returns the update."""
        message.edit({**message.content, "text": text, "edit_date": int(time.time())}, "")
        return self.world.updates.push(UpdateType.EDITED_MESSAGE, message.content)

    async def asks_inline(
        self,
        query: str,
        *,
        offset: str = "",
        chat_type: str = "sender",
        timeout: float = 5,  # noqa: ASYNC109 -- see Arrivals.next
    ) -> InlineResults:
        """Type behind the bot's name in some chat; an answer may come from Telegram's cache, as the bot allowed.

        Raises TimeoutError when none comes.
        """
        if cached := self.world.cached_results(self.id, query, offset):
            return cached
        content: Json = {
            "from": self.user,
            "query": query[: InlineQueryLimit.MAX_QUERY_LENGTH],
            "offset": offset,
            "chat_type": chat_type,
        }
        asked = self.world.inline_queries.ask(content)
        asked.update = self.world.updates.push(UpdateType.INLINE_QUERY, content)
        answer = await asked.answers.next(timeout, f"the results for {query!r}")
        if not isinstance(answer, InlineResults):
            raise TypeError("an inline query was answered as if it were a tap")
        return answer

    async def chooses(self, result: Json, chat: "Chat") -> Message:
        """Send a result into a chat; the bot may go on editing it if it has a keyboard."""
        return self.world.send_through_bot(self, result, chat)

    async def blocks(self) -> Json:
        """Block the bot. Returns the update."""
        self.has_blocked = True
        return self.private.blocked_by(self)

    async def unblocks(self) -> Json:
        """Let the bot write again. Returns the update."""
        self.has_blocked = False
        return self.private.unblocked_by(self)

    def membership(self, chat: "Chat") -> Json:
        """Return the ChatMember of this person in a chat."""
        if self.id not in chat.members:
            return {"user": self.user, "status": ChatMemberStatus.LEFT}
        if self.id not in chat.admins:
            return {"user": self.user, "status": ChatMemberStatus.MEMBER}
        rights = """can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_promote_members
            can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"""
        return {
            "user": self.user,
            "status": ChatMemberStatus.ADMINISTRATOR,
            "can_be_edited": False,
            "is_anonymous": False,
            **dict.fromkeys(rights.split(), True),
        }
