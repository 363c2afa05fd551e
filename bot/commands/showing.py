"""Pages shown again: what stands in a message after a tap under it."""

from bot.commands.first_taste import show_first_taste
from bot.commands.full_card import show_one
from bot.commands.lists import Shown, show_list
from bot.commands.pages import FirstTaste, ForYou, Like, One, Page, Past, code_of
from bot.commands.past import show_past
from bot.commands.visit import Visit
from bot.conversation.action import Action
from bot.conversation.reply import Notice, Place, Reply

AFTER_A_TAP = "tap"  # the command noted for the cards of a list worked out anew


async def in_place(visit: Visit, page: Page, notice: Notice) -> Reply:
    """Return `page`, worked out anew, with `notice` on top, to take the place of the message that was tapped."""
    shown = await show(visit, page)
    return Reply((notice, *shown.parts), shown.audience, Place.SAME, again(page))


def again(page: Page) -> Action:
    """Return what asks for `page` once more."""
    match page:
        case ForYou() | Like():
            return Action("more", (code_of(page),))
        case One(anime_id):
            return Action("anime", (f"#{anime_id}",))
        case Past() | FirstTaste():
            return Action("leaf", (code_of(page),))


async def show(visit: Visit, page: Page) -> Shown:
    """Return the parts of any page and who may see them."""
    match page:
        case ForYou() | Like():
            return await show_list(visit, page, AFTER_A_TAP)
        case One(anime_id):
            return await show_one(visit, anime_id)
        case Past():
            return await show_past(visit, page)
        case FirstTaste():
            return await show_first_taste(visit, page)
