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
    """Return the titles to choose from, none of them shown before; the third tap leads to the list for this person."""
    engine = visit.house.engine
    questions = await visit.house.think(lambda: engine.quiz(visit.taste, _TITLES, asked=page.asked, adult=visit.adult))
    anime = await visit.house.catalogue.anime(question.anime_id for question in questions)
    asked = page.asked | {question.number for question in questions}
    following: Page = FirstTaste(page.taps + 1, asked) if page.taps + 1 < TAPS else ForYou(Wish())
    titles = tuple(
        Button(
            visit.name(anime[question.anime_id]),
            Action("up", (f"#{question.anime_id}", code_of(following), str(position))),
            hint=f"I like {visit.name(anime[question.anime_id])}",
        )
        for position, question in enumerate(questions, len(page.asked))
        if question.anime_id in anime
    )
    if not titles:
        done = Button("Recommend", Action("recommend"))
        return Shown((Notice("You have told me about all that I ask. Shall we?", buttons=(done,)),), Audience.PUBLIC)
    others = Button("Other titles", Action("leaf", (code_of(FirstTaste(page.taps, asked)),)), hint="None of these")
    another = Button("Another title", Action("anime"), hint="Name one yourself", asks="Which anime?")
    prompt = _PROMPTS[min(page.taps, TAPS - 1)]
    return Shown((Choices(prompt, (*titles, others, another)),), visit.own)
