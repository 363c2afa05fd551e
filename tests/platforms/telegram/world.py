"""Everything that this Telegram knows."""

import hashlib
import json
import time
from collections.abc import Iterable
from itertools import count

from telegram.constants import ChatType, MessageLimit, UpdateType

from tests.platforms.telegram.call import Call
from tests.platforms.telegram.chat import Chat
from tests.platforms.telegram.files import Files
from tests.platforms.telegram.keyboard import inline_keyboard
from tests.platforms.telegram.message import Message
from tests.platforms.telegram.person import Person
from tests.platforms.telegram.profile import Profile
from tests.platforms.telegram.queries import InlineResults, Queries
from tests.platforms.telegram.refusal import Json, RefusalError
from tests.platforms.telegram.text import formatted
from tests.platforms.telegram.updates import Updates
from tests.platforms.telegram.webhook import Webhook


class World:
    """One bot and all that is around it.

    bot: its User; me: the same as getMe shows it. problems: what the bot did wrong, in words.
    """

    def __init__(self, token: str, username: str, answer_within: float) -> None:
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Osusume",
            "username": username,
        }
        self.me: Json = {
            **self.bot,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.through_bot: dict[str, Message] = {}
        self.files = Files()
        self.profile = Profile()
        self.problems: list[str] = []
        self.updates = Updates(self.problems)
        self.webhook = Webhook(self.updates)
        self.taps = Queries(answer_within)
        self.inline_queries = Queries(answer_within)
        self.message_ids = count(1)
        self._cached: dict[str, tuple[float, InlineResults]] = {}

    def add_person(self, name: str, language: str | None, username: str | None) -> Person:
        user: Json = {"id": 5_000_000_001 + len(self.people), "is_bot": False, "first_name": name}
        user |= {"language_code": language} if language else {}
        user |= {"username": username} if username else {}
        person = self.people[user["id"]] = Person(self, user)
        return person

    def add_chat(self, described: Json, *people: Person, admins: Iterable[int] = ()) -> Chat:
        chat = self.chats[described["id"]] = Chat(self, described, people)
        chat.admins = set(admins)
        return chat

    def private(self, person: Person) -> Chat:
        """Return somebody's chat with the bot."""
        known = self.chats.get(person.id)
        return known or self.add_chat({**person.named, "type": ChatType.PRIVATE.value}, person)

    def chat_of(self, call: Call) -> Chat:
        """Return the chat that a call names. Raises RefusalError for none."""
        wanted = call.parameters.get("chat_id")
        if wanted in (None, ""):
            raise RefusalError("Bad Request: chat_id is empty")
        chat = self.chats.get(wanted) if isinstance(wanted, int) else None
        if chat is None and isinstance(wanted, int) and (person := self.people.get(wanted)):
            chat = self.private(person)
        if chat is None:
            raise RefusalError("Bad Request: chat not found")
        return chat

    def open_chat(self, call: Call) -> Chat:
        """Return the chat that a call writes into. Raises RefusalError where the bot may not."""
        chat = self.chat_of(call)
        chat.check_open()
        return chat

    def chat_instance(self, message: Message) -> str:
        """Return the number that stands for a message's chat in taps."""
        return str(int.from_bytes(hashlib.blake2s(str(message.chat.id).encode(), digest_size=7).digest(), "big"))

    def send_through_bot(self, person: Person, result: Json, chat: Chat) -> Message:
        """Put an inline result into a chat as a message of the person who chose it."""
        content, source = self._content_of_result(result)
        message = chat.post(person, {**content, "via_bot": self.bot})
        message.html = source
        chosen: Json = {"result_id": result["id"], "from": person.user, "query": ""}
        if "reply_markup" in content:
            message.inline_message_id = chosen["inline_message_id"] = f"AgAAA{chat.id}x{message.id}"
            self.through_bot[message.inline_message_id] = message
        self.updates.push(UpdateType.CHOSEN_INLINE_RESULT, chosen)
        return message

    def cache(self, person: int, query: str, offset: str, results: InlineResults) -> None:
        """Keep results for as long as the bot allowed."""
        if results.cache_time > 0:
            key = _cache_key(person if results.is_personal else None, query, offset)
            self._cached[key] = (time.monotonic() + results.cache_time, results)

    def cached_results(self, person: int, query: str, offset: str) -> InlineResults | None:
        """Return results that are still kept for this person or for everybody."""
        for whose in (person, None):
            until, results = self._cached.get(_cache_key(whose, query, offset), (0.0, None))
            if time.monotonic() < until:
                return results
        return None

    def _content_of_result(self, result: Json) -> tuple[Json, str]:
        if written := result.get("input_message_content"):
            words = formatted(written, "message_text", MessageLimit.MAX_TEXT_LENGTH, "MESSAGE_TOO_LONG")
            content: Json = {"text": words.text, "entities": words.entities}
        else:
            words = formatted(result, "caption", MessageLimit.CAPTION_LENGTH, "MEDIA_CAPTION_TOO_LONG")
            picture = result.get("photo_file_id") or result["photo_url"]
            content = {"photo": self.files.photo(picture, Call("", {})), **words.content("caption")}
        keyboard = inline_keyboard(result.get("reply_markup"))
        return content | ({"reply_markup": keyboard} if keyboard else {}), words.source


def _cache_key(person: int | None, query: str, offset: str) -> str:
    return json.dumps([person, query, offset])
