"""The first taste: well known titles to tap, other ones after every tap, until there is something to go by."""

from bot.commands.lists import Shown
from bot.commands.pages import FirstTaste, ForYou, Page, code_of
from bot.commands.visit import Visit
from bot.conversation.action import Action
from bot.conversation.reply import Audience, Button, Choices, Notice
from core.wish import Wish

TAPS = 3
_TITLES = 8
_PROMPTS = ("Tap three anime you like:", "Two more:", "One more:")


async def show_first_taste(visit: Visit, page: FirstTaste) -> Shown:
    """Return the titles to choose from; after the third tap a button leads to the list for this person."""
    engine, until = visit.house.engine, page.offset + _TITLES
    ids = await visit.house.think(lambda: engine.quiz(visit.taste, until, adult=visit.adult))
    anime = await visit.house.catalogue.anime(ids[page.offset :])
    following: Page = FirstTaste(page.taps + 1) if page.taps + 1 < TAPS else ForYou(Wish())
    titles = tuple(
        Button(
            visit.name(anime[anime_id]),
            Action("up", (f"#{anime_id}", code_of(following), str(position))),
            hint=f"I like {visit.name(anime[anime_id])}",
        )
        for position, anime_id in enumerate(ids[page.offset :], page.offset)
        if anime_id in anime
    )
    if not titles:
        done = Button("Recommend", Action("recommend"))
        return Shown((Notice("You have told me about all that I ask. Shall we?", buttons=(done,)),), Audience.PUBLIC)
    others = Button("Other titles", Action("leaf", (code_of(FirstTaste(page.taps, until)),)), hint="None of these")
    another = Button("Another title", Action("anime"), hint="Name one yourself", asks="Which anime?")
    prompt = _PROMPTS[min(page.taps, TAPS - 1)]
    return Shown((Choices(prompt, (*titles, others, another)),), visit.own)
