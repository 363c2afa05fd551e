"""People on Telegram."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversation.action import OldButton
from bot.conversation.request import Identity
from bot.telegram.arrivals import CARDS
from bot.telegram.envelope import Way, unseal
from tests.bot.contract.driver import Room, Someone
from tests.bot.contract.seen import Key, Seen
from tests.platforms.telegram.chat import Chat
from tests.platforms.telegram.message import Message
from tests.platforms.telegram.queries import Tap
from tests.platforms.telegram.refusal import Json
from tests.platforms.telegram.server import TelegramServer

CHOSEN = "✓ "
BY_NAME = {"hide"}  # its values without its name would be taken for those of `show`
OWN_ENTITIES = {"bold", "italic", "code"}  # how the surface sets its lines; nothing else comes of data


@dataclass
class TelegramOutcome:
    """What the bot said in a chat after so many messages, and the message that was tapped, as it was before."""

    chat: Chat
    after: int
    tap: Tap | None = None
    tapped: Message | None = None
    before: str = ""

    @property
    def messages(self) -> list[Message]:
        """The new messages, after the one that was tapped if something else is in its place."""
        new = self.chat.bot_messages[self.after :]
        return [self.tapped, *new] if self.tapped and (not new or self.tapped.words != self.before) else new

    @property
    def seen(self) -> Seen:
        """Return what the messages show."""
        messages, files = self.messages, self.chat.world.files
        assert {entity["type"] for message in messages for entity in message.entities} <= OWN_ENTITIES
        return Seen(
            "\n".join(message.words for message in messages),
            tuple(key_of(button) for message in messages for button in message.buttons),
            tuple(files.by_id(message.photo["file_id"]).content for message in messages if message.photo),
            tuple(files.by_id(message.document["file_id"]).content for message in messages if message.document),
            alone=self.chat.is_private,
        )

    async def said(self) -> str:
        """Return what popped up."""
        return (await self.tap.answered()).text if self.tap else ""


class OnTelegram:
    """A `Driver`."""

    platform = "telegram"
    cards = CARDS

    def __init__(self, server: TelegramServer) -> None:
        self.server = server

    def person(self, name: str) -> Someone:
        """Return somebody new."""
        person = self.server.person(name)
        return Someone(Identity(self.platform, str(person.id)), person)

    def private(self, someone: Someone) -> Room:
        """Return their chat with the bot."""
        chat = someone.account.private
        return Room(chat, str(chat.id), private=True)

    def club(self, *people: Someone) -> Room:
        """Return a group."""
        accounts = [someone.account for someone in people]
        chat = self.server.group("Club", *accounts, admins=accounts[:1])
        return Room(chat, str(chat.id), private=False)

    async def says(self, someone: Someone, room: Room, command: str, options: Mapping[str, str]) -> TelegramOutcome:
        """Write a command and what belongs to it in one line."""
        outcome = since(room.place)
        given = (f"{name}={value}" if name in BY_NAME else value for name, value in options.items())
        await room.place.says(someone.account, " ".join([f"/{command}", *given]))
        return outcome

    async def says_about(self, someone: Someone, room: Room, command: str, subject: Someone) -> TelegramOutcome:
        """Answer a message of theirs with the command."""
        message = await room.place.says(subject.account, "Hello everybody")
        outcome = since(room.place)
        await room.place.says(someone.account, f"/{command}", reply_to=message)
        return outcome

    async def taps(self, someone: Someone, room: Room, outcome: TelegramOutcome, key: Key) -> TelegramOutcome:
        """Tap a button, or follow its link into the private chat."""
        if key.link:
            opened = since(someone.account.private)
            await someone.account.opens(key.link)
            return opened
        shown = (*outcome.messages, outcome.tapped)  # the last one where it is again what it was before
        message = next(one for one in shown if one is not None and holds(one, key.handle))
        tapped = since(room.place)
        tapped.tapped, tapped.before = message, message.words
        tapped.tap = await someone.account.taps(message, key.handle)
        return tapped

    async def answers(
        self, someone: Someone, room: Room, outcome: TelegramOutcome, key: Key, line: str
    ) -> TelegramOutcome:
        """Tap, wait for the question, and reply to it."""
        asked = len(room.place.bot_messages)
        await self.taps(someone, room, outcome, key)
        while len(room.place.bot_messages) == asked:
            await room.place.next_message()
        question = room.place.bot_messages[asked]
        assert question.asks_reply
        answered = since(room.place)
        await room.place.says(someone.account, line, reply_to=question)
        return answered

    def problems(self) -> list[str]:
        """Return what Telegram found fault with, and what was left without an answer."""
        return [*self.server.problems, *map(str, self.server.unanswered)]


def since(chat: Chat) -> TelegramOutcome:
    """Return what comes from now on."""
    return TelegramOutcome(chat, len(chat.bot_messages))


def holds(message: Message, data: str) -> bool:
    """Return whether a message has a button with that data, or had one."""
    try:
        message.button(data)
    except LookupError:
        return False
    return True


def key_of(button: Json) -> Key:
    """Return a button as its client shows it."""
    if "url" in button:
        return Key(button["text"], None, "", link=button["url"])
    label, data = button["text"], button["callback_data"]
    chosen = label.startswith(CHOSEN)
    try:
        sealed: Any = unseal(data)
    except OldButton:
        raise AssertionError(f"a button that means nothing: {data!r}") from None
    way = sealed.way
    return Key(
        label.removeprefix(CHOSEN), sealed.action, data, chosen=chosen, asks=way is Way.ASK, shown=way is Way.SHOWN
    )
