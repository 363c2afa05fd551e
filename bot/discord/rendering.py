"""A reply as messages of components, each within Discord's limits: a pure function.

Parts become blocks (`bot/discord/blocks.py`), and blocks go into as few messages as hold them, in reading order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from discord import File, ui

from bot.conversation.reply import Cover, Reply
from bot.discord import limits
from bot.discord.blocks import BLANK, Block, Blocks, Upload, block


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its components and the files they show."""

    items: tuple[ui.Item[Any], ...]
    uploads: tuple[Upload, ...] = ()

    def view(self) -> ui.LayoutView:
        """Return the components as the library sends them.

        The view is stopped, so that the library does not keep it for as long as its message may be tapped: taps find
        their meaning in the custom id.
        """
        view = ui.LayoutView(timeout=None)
        for item in self.items:
            view.add_item(item)
        view.stop()
        return view

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
    return [*messages, _message(kept or [block(ui.TextDisplay(BLANK))])]


def _fits(blocks: list[Block]) -> bool:
    return (
        sum(block.components for block in blocks) <= limits.COMPONENTS
        and sum(block.characters for block in blocks) <= limits.CHARACTERS
        and sum(len(block.uploads) for block in blocks) <= limits.FILES
    )


def _message(blocks: list[Block]) -> Message:
    return Message(tuple(block.item for block in blocks), tuple(upload for block in blocks for upload in block.uploads))
