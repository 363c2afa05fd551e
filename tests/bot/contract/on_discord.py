"""People on Discord."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.conversation.declaration import Command
from bot.conversation.parameters import Whole
from bot.conversation.request import Identity
from bot.discord.envelope import opened
from bot.discord.incoming import CARDS
from tests.bot.contract.driver import Room, Someone
from tests.bot.contract.seen import Key, Seen
from tests.platforms.discord.component_rules import Kind as Component
from tests.platforms.discord.interactions import Interaction
from tests.platforms.discord.messages import Message
from tests.platforms.discord.refusals import Json
from tests.platforms.discord.server import DiscordServer

SUCCESS = 3  # the style of a chosen button
CHOSEN = "✅"  # the emoji of a chosen option


@dataclass
class DiscordOutcome:
    """What came of one interaction."""

    call: Interaction

    @property
    def messages(self) -> list[Message]:
        """What the person sees in the end."""
        return [message for message in self.call.messages if not message.loading]

    @property
    def seen(self) -> Seen:
        """Return what the messages show."""
        messages = self.messages
        return Seen(
            "\n".join(text for message in messages for part in message.every_component for text in texts_of(part)),
            tuple(key for message in messages for part in message.every_component for key in keys_of(part)),
            tuple(image for message in messages for image in images_of(message)),
            tuple(content for message in messages for content in files_of(message)),
            alone=self.call.where.guild is None or all(message.ephemeral for message in messages),
        )

    async def said(self) -> str:
        """Return nothing: no line pops up here. The call is acknowledged by then."""
        await self.call.acknowledged()
        return ""


class OnDiscord:
    """A `Driver`. commands: as they are declared, for the kinds of their options."""

    platform = "discord"
    cards = CARDS

    def __init__(self, server: DiscordServer, commands: tuple[Command[object], ...]) -> None:
        self.server = server
        self._commands = {command.name: command for command in commands}

    def person(self, name: str) -> Someone:
        """Return somebody new."""
        person = self.server.person(name)
        return Someone(Identity(self.platform, person.id), person)

    def private(self, someone: Someone) -> Room:
        """Return their chat with the bot."""
        channel = self.server.dm(someone.account)
        return Room(channel, channel.id, private=True)

    def club(self, *people: Someone) -> Room:
        """Return a channel of a server."""
        channel = self.server.guild("Club", *(someone.account for someone in people)).channel("general")
        return Room(channel, channel.id, private=False)

    async def says(self, someone: Someone, room: Room, command: str, options: Mapping[str, str]) -> DiscordOutcome:
        """Use a slash command and fill its options."""
        kinds = {parameter.name: parameter.kind for parameter in self._commands[command].parameters}
        filled = {name: int(text) if isinstance(kinds[name], Whole) else text for name, text in options.items()}
        return DiscordOutcome(await someone.account.uses(command, where=room.place, **filled))

    async def says_about(self, someone: Someone, room: Room, command: str, subject: Someone) -> DiscordOutcome:
        """Choose from the menu on a person."""
        about = self._commands[command].about
        return DiscordOutcome(await someone.account.opens_menu(about, on=subject.account, where=room.place))

    async def taps(self, someone: Someone, room: Room, outcome: DiscordOutcome, key: Key) -> DiscordOutcome:  # noqa: ARG002  where it is, its message says
        """Tap a button or choose an option, as long as it is shown; send the same after that."""
        for message in outcome.messages:
            for part in message.every_component:
                if key.handle in {one["value"] for one in part.get("options", ())}:
                    return DiscordOutcome(await someone.account.chooses(message, key.handle))
        return DiscordOutcome(await someone.account.sends_tap(outcome.messages[-1], key.handle))

    async def answers(
        self, someone: Someone, room: Room, outcome: DiscordOutcome, key: Key, line: str
    ) -> DiscordOutcome:
        """Tap, and fill the form that opens."""
        tapped = await self.taps(someone, room, outcome, key)
        return DiscordOutcome(await (await tapped.call.asked()).submits(line))

    def problems(self) -> list[str]:
        """Return what Discord found fault with, and what was left without an answer."""
        return [*self.server.problems, *self.server.unanswered]


def read(markdown: str) -> str:
    """Return what Discord shows of the surface's Markdown. Fails where anything but its own lines is formatted."""
    lines = [_read_line(line) for line in markdown.split("\n")]
    return "\n".join(lines)


def _read_line(line: str) -> str:
    line = re.sub(r"^(?:#{2,3}|-#) (?=\S)", "", line)
    if bold := re.fullmatch(r"\*\*(.+)(?<!\\)\*\*", line):
        line = bold[1]
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_~|`<>\[\]@]", line), f"formatted by what was only data: {line!r}"
    assert not re.match(r"\s*(?:[#+-]|\d+\.)(?:\s|$)", line), f"a heading or a list by what was only data: {line!r}"
    assert "://" not in line, f"a link by what was only data: {line!r}"
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", line)


def texts_of(part: Json) -> Iterator[str]:
    """Yield what is read of a component, or read out of its pictures; a cover's words are its card's."""
    if part["type"] == Component.TEXT:
        yield read(part["content"])
    elif part["type"] == Component.GALLERY:
        yield from (item["description"] for item in part["items"])


def keys_of(part: Json) -> Iterator[Key]:
    """Yield the buttons or options of a component, as its client shows them."""
    if part["type"] == Component.BUTTON:
        label = part.get("label") or ""
        if part.get("url"):
            yield Key(label, None, "", link=part["url"])
        else:
            yield _key(label, part["custom_id"], chosen=part["style"] == SUCCESS)
    for option in part.get("options", ()):
        emoji = (option.get("emoji") or {}).get("name")
        yield _key(option["label"], option["value"], chosen=emoji == CHOSEN)


def _key(label: str, custom_id: str, *, chosen: bool) -> Key:
    envelope = opened(custom_id)
    return Key(label, envelope.action, custom_id, chosen=chosen, asks=bool(envelope.asks))


def images_of(message: Message) -> Iterator[bytes]:
    """Yield the pictures of a message in order."""
    by_url = {one["url"]: message.files[one["filename"]] for one in message.attachments}
    for media in message.media:
        assert media.description, "a picture without words for those who cannot see it"
        yield by_url.get(media.url, b"")


def files_of(message: Message) -> Iterator[bytes]:
    """Yield the files to keep."""
    by_url = {one["url"]: message.files[one["filename"]] for one in message.attachments}
    for part in message.every_component:
        if part["type"] == Component.FILE:
            yield by_url[part["file"]["url"]]
