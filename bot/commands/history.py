"""What a person told us, page by page."""

from typing import Annotated

from bot.commands.house import House
from bot.commands.pages import FirstTaste, Page, PageCode, Past
from bot.commands.registry import registry
from bot.commands.showing import again, show
from bot.commands.visit import welcome
from bot.conversation.action import OldButton
from bot.conversation.reply import Place, Reply
from bot.conversation.request import Request


@registry.command("history", "What you told me, with a way to remove it", family="Your taste", example="/history")
async def history(request: Request, house: House) -> Reply:
    """Return the newest entries."""
    visit = await welcome(request, house)
    shown = await show(visit, Past())
    return Reply(shown.parts, shown.audience)


@registry.action("leaf")
async def leaf(request: Request, house: House, page: Annotated[Page, PageCode()]) -> Reply:
    """Turn to another page of the history, or to other titles of the first taste, in the same message."""
    if not isinstance(page, Past | FirstTaste):
        raise OldButton(f"not to be leafed through: {page}")
    visit = await welcome(request, house)
    shown = await show(visit, page)
    return Reply(shown.parts, shown.audience, Place.SAME, again(page))
