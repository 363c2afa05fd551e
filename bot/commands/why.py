"""Why a pick was picked: the parts of its score as a picture and in words."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated

from bot.commands import cards
from bot.commands.feedback import note
from bot.commands.house import House
from bot.commands.lists import show_list
from bot.commands.pages import LAST, ForYou, Like, Page, PageCode, can_leave_out, code_of
from bot.commands.registry import registry
from bot.commands.showing import again
from bot.commands.visit import Visit, meet, welcome
from bot.conversation.action import Action, OldButton
from bot.conversation.parameters import Title, Whole, shorten
from bot.conversation.reply import Audience, Button, Choices, Notice, Part, Picture, Reply, Text, Tone
from bot.conversation.request import Request
from bot.pictures.bars import Bar, bars
from core.engine import Engine
from core.leave_one_out import LeftOut, explained, influences
from core.pick import Pick
from core.wish import Dislikes, Wish

_INFLUENCES = 3  # with a button each; more would be a wall


@dataclass(frozen=True, slots=True)
class _Explained:
    """One pick with all its reasons.

    wish: what was said of the list for a taste that it stands in; None in a list of what is like an anime.
    """

    pick: Pick
    wish: Wish | None
    left_out: tuple[LeftOut, ...] = ()


@registry.command("why", "Why I recommend an anime to you", family="Your taste", example="/why Mushishi")
async def why(
    request: Request,
    house: House,
    anime: Annotated[int | None, Title("Which anime? Without one: your top pick")] = None,
) -> Reply:
    """Return the breakdown of an anime's score for this person."""
    visit = await welcome(request, house)
    return await _explain(visit, anime, ForYou(Wish()))


@registry.action("because")
async def because(
    request: Request,
    house: House,
    anime: Annotated[int, Title("Which anime?")],
    page: Annotated[Page, PageCode()],
    position: Annotated[int | None, Whole("Its place in the list", 0, LAST)] = None,
) -> Reply:
    """Return the breakdown of a card's score in the list it stands in, and note that it was asked for."""
    async with house.database.begin() as session:
        visit = await meet(session, request, house)
        await note(session, visit, "why", anime, position)
    return replace(await _explain(visit, anime, page), again=request.action)


@registry.action("without")
async def without(request: Request, house: House, page: Annotated[Page, PageCode()]) -> Reply:
    """Return the list anew, below the breakdown whose button says what does not count in it."""
    if not isinstance(page, ForYou):
        raise OldButton(f"no list for a taste: {page}")
    visit = await welcome(request, house)
    shown = await show_list(visit, page, "without")
    return Reply(shown.parts, shown.audience, again=again(page))


async def _explain(visit: Visit, anime_id: int | None, page: Page) -> Reply:
    engine = visit.house.engine
    found = await visit.house.think(lambda: _explained(engine, visit, anime_id, page))
    if found is None:
        text = "There is nothing to explain yet: this anime is newer than my model."
        if anime_id is None:
            text = "There is nothing left that I could recommend."
        return Reply((Notice(text, Tone.SORRY),), Audience.PERSONAL)
    pick = found.pick
    spoken_of = {reason.because for reason in pick.reasons if reason.because is not None}
    anime = await visit.house.catalogue.anime({pick.anime_id} | spoken_of)
    name = cards.names(visit, anime)
    parts = await _parts(visit, found, name)
    if found.wish is not None:
        parts += _ways_without(visit, pick, name, found.wish)
    return Reply(parts, Audience.PERSONAL)


def _ways_without(visit: Visit, pick: Pick, name: Callable[[int], str], wish: Wish) -> tuple[Part, ...]:
    """Return a button for each strongest influence, which asks for the list without it, as far as one can carry it."""
    amounts = influences(pick, visit.taste)
    carried = [anime_id for anime_id in amounts if can_leave_out(wish, anime_id)][:_INFLUENCES]
    ways = [(name(anime_id), replace(wish, without=wish.without | {anime_id})) for anime_id in carried]
    if min(amounts.values(), default=0) < 0:
        ways.append(("my dislikes", replace(wish, dislikes=Dislikes.IGNORE)))
    buttons = tuple(
        Button(
            f"Without {shorten(what, cards.ON_A_BUTTON)}",
            Action("without", (code_of(ForYou(less)),)),
            hint=f"My list, not counting {what}; nothing is forgotten",
        )
        for what, less in ways
    )
    return (Choices("", buttons),) if buttons else ()


async def _parts(visit: Visit, found: _Explained, name: Callable[[int], str]) -> tuple[Part, ...]:
    pick = found.pick
    title = f"Why {name(pick.anime_id)}?"
    rows = visit.voice.rows(pick, visit.taste, name)
    told = visit.voice.told(rows)
    if not told:
        return (Notice(f"{title} I know nothing that speaks for it or against it.", Tone.SORRY),)
    picture = await visit.house.think(lambda: bars(title, [Bar(row.label, row.amount) for row in rows]))
    without = [visit.voice.without(one, visit.taste, name) for one in found.left_out]
    predicted = ""
    if pick.predicted is not None:
        predicted = f"My guess: {visit.voice.prediction(pick.predicted, simulated=cards.simulated(visit))}."
    known = visit.voice.evidence(visit.taste) if found.wish is not None else ""
    words = "\n".join(part for part in (*told, *without, predicted, known) if part)
    return (Picture(picture, f"{title} The parts of its score as bars, said below in words."), Text(words))


def _explained(engine: Engine, visit: Visit, anime_id: int | None, page: Page) -> _Explained | None:
    if anime_id is not None and anime_id not in engine:
        return None
    if isinstance(page, Like):
        if anime_id is None or page.anime_id not in engine:
            return None
        return _Explained(engine.explain(anime_id, visit.taste, visit.wish(Wish()), similar_to=page.anime_id), None)
    said = page.wish if isinstance(page, ForYou) else Wish()
    wish = visit.wish(said)
    if anime_id is None:
        top = engine.recommend(visit.taste, wish, 1)
        if not top:
            return None
        anime_id = top[0].anime_id
    pick, left_out = explained(engine, anime_id, visit.taste, wish)
    return _Explained(pick, said, left_out)
