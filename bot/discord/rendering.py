"""A reply as messages of components, each within Discord's limits: a pure function.

Parts become blocks (`bot/discord/blocks.py`), and blocks go into as few messages as hold them, in reading order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from discord import File

from bot.conversation.reply import Cover, Reply
from bot.discord import limits
from bot.discord.blocks import BLANK, Block, Blocks, Upload, block
from bot.discord.components import Component, View, text


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its components and the files they show."""

    components: tuple[Component, ...]
    uploads: tuple[Upload, ...] = ()

    def view(self) -> View:
        """Return the components as the library takes them."""
        return View(self.components)

    def files(self) -> list[File]:
        """Return the files, to be read once."""
        return [File(BytesIO(upload.content), upload.name) for upload in self.uploads]


def rendered(reply: Reply, who: str, *, hidden: bool, drawn: Mapping[Cover, bytes]) -> list[Message]:
    """Return `reply` as messages, at least one.

    who: the alias of whoever asked, for the buttons. hidden: whether risky covers hide behind a spoiler. drawn: a PNG
    for each cover that Discord cannot fetch.
    """
    messages: list[Message] = []
    kept: list[Block] = []
    for following in Blocks(who, hidden=hidden, drawn=drawn).of(reply.parts):
        if kept and not _fits([*kept, following]):
            messages.append(_message(kept))
            kept = []
        kept.append(following)
    return [*messages, _message(kept or [block(text(BLANK))])]


def _fits(blocks: list[Block]) -> bool:
    return (
        sum(block.components for block in blocks) <= limits.COMPONENTS
        and sum(block.characters for block in blocks) <= limits.CHARACTERS
        and sum(len(block.uploads) for block in blocks) <= limits.FILES
    )


def _message(blocks: list[Block]) -> Message:
    return Message(
        tuple(block.component for block in blocks), tuple(upload for block in blocks for upload in block.uploads)
    )
