"""What a person says about an anime: thumbs, seen, not for me, a rating from 1 to 10; and taking it back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated

from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.feedback import note
from bot.commands.house import House
from bot.commands.pages import LAST, One, Page, PageCode, code_of
from bot.commands.registry import registry
from bot.commands.showing import in_place
from bot.commands.standing import Standing, StandingCode, standing_in, with_standing
from bot.commands.visit import Visit, meet, welcome
from bot.conversation.action import Action
from bot.conversation.parameters import Title, Whole
from bot.conversation.reply import Button, Choices, Look, Notice, Place, Reply, Tone
from bot.conversation.request import Request
from core.taste import Rating, Status, Thumb
from storage.ratings import dismiss, put_rating, undismiss

_LOWEST, _HIGHEST = 1, 10
_MIDDLE = 5  # a score up to here says no, one above it yes
_BUTTON, _COMMAND = "button", "command"  # where a rating was said

AnyAnime = Annotated[int, Title("Which anime?")]
Where = Annotated[Page, PageCode()]
Position = Annotated[int | None, Whole("Its place in the list", 0, LAST)]


@dataclass(frozen=True, slots=True)
class Tap:
    """What was said: its kind as feedback, about which anime, under which page and where in it."""

    kind: str
    anime_id: int
    page: Page
    position: int | None = None


@registry.action("up")
async def up(request: Request, house: House, anime: AnyAnime, page: Where, position: Position = None) -> Reply:
    """Note a thumb up."""
    return await _judge(request, house, Tap("up", anime, page, position), _thumb(Thumb.UP))


@registry.action("down")
async def down(request: Request, house: House, anime: AnyAnime, page: Where, position: Position = None) -> Reply:
    """Note a thumb down."""
    return await _judge(request, house, Tap("down", anime, page, position), _thumb(Thumb.DOWN))


@registry.action("seen")
async def seen(request: Request, house: House, anime: AnyAnime, page: Where, position: Position = None) -> Reply:
    """Note that it was watched, without a word on how it was."""
    return await _judge(request, house, Tap("seen", anime, page, position), _watched)


@registry.action("pass")
async def not_for_me(request: Request, house: House, anime: AnyAnime, page: Where, position: Position = None) -> Reply:
    """Wave it away: it is not shown again, and nothing is learned from it."""
    return await _judge(request, house, Tap("dismiss", anime, page, position), _wave)


@registry.action("undo")
async def undo(
    request: Request, house: House, anime: AnyAnime, back_to: Annotated[Standing, StandingCode()], page: Where
) -> Reply:
    """Put back what stood there before."""
    return await _judge(request, house, Tap("undo", anime, page), lambda _now: back_to)


@registry.action("remove")
async def remove(request: Request, house: House, anime: AnyAnime, page: Where) -> Reply:
    """Delete all that was said about it."""
    return await _judge(request, house, Tap("remove", anime, page), lambda _now: Standing())


@registry.command("rate", "Rate an anime from 1 to 10", family="Your taste", example="/rate Cowboy Bebop 9")
async def rate(
    request: Request,
    house: House,
    anime: AnyAnime,
    score: Annotated[int | None, Whole("How good was it, from 1 to 10?", _LOWEST, _HIGHEST)] = None,
) -> Reply:
    """Note a score, or ask for it with ten buttons."""
    if score is None:
        return await _ask_for_score(request, house, anime)
    tap = Tap("rate", anime, One(anime))
    reply = await _judge(request, house, tap, lambda one: replace(one, rating=_scored(one, score)))
    return reply if request.action else replace(reply, place=Place.NEW)


async def _judge(request: Request, house: House, tap: Tap, change: Callable[[Standing], Standing]) -> Reply:
    """Change where this person stands, once, note the feedback, and show the page again with a way back on top."""
    anime = (await house.catalogue.anime([tap.anime_id]))[tap.anime_id]
    async with house.database.begin() as session:
        visit = await meet(session, request, house)
        before = standing_in(visit.taste, tap.anime_id)
        after = change(before)
        if after != before:
            await _save(session, visit, tap, before, after)
    visit = replace(visit, taste=with_standing(visit.taste, tap.anime_id, after))
    return await in_place(visit, tap.page, _notice(visit, visit.name(anime), tap, before, after))


async def _save(session: AsyncSession, visit: Visit, tap: Tap, before: Standing, after: Standing) -> None:
    at, anime_id = visit.house.clock(), tap.anime_id
    if after.rating != before.rating:
        origin = _BUTTON if visit.request.action else _COMMAND
        await put_rating(session, visit.user_id, anime_id, after.rating, origin=origin, at=at)
    if after.dismissed and not before.dismissed:
        await dismiss(session, visit.user_id, anime_id, at=at)
    if before.dismissed and not after.dismissed:
        await undismiss(session, visit.user_id, anime_id)
    await note(session, visit, tap.kind, anime_id, tap.position)


def _notice(visit: Visit, name: str, tap: Tap, before: Standing, after: Standing) -> Notice:
    if tap.kind == "undo":
        return Notice(f"{name}: taken back." if before != after else f"{name} is back as it was.")
    # A tap that arrives twice changed nothing the second time; its way back leads to before it was said at all.
    back_to = before if before != after else _without(tap.kind, after)
    undo_button = Button(
        "Undo",
        Action("undo", (f"#{tap.anime_id}", StandingCode().write(back_to), code_of(tap.page))),
        hint=f"Take back what you said about {name}",
    )
    said = {
        "up": f"👍 {name}: noted.",
        "down": f"👎 {name}: noted.",
        "seen": f"{name}: noted as seen.",
        "dismiss": f"{name}: you will not see it again.",
        "remove": f"{name}: removed.",
        "rate": f"{name}: {visit.voice.rating(after.rating)}. Noted." if after.rating else "",
    }[tap.kind]
    return Notice(said, Tone.GOOD, buttons=(undo_button,) if back_to != after else ())


def _wave(standing: Standing) -> Standing:
    return replace(standing, dismissed=True)


def _thumb(thumb: Thumb) -> Callable[[Standing], Standing]:
    return lambda standing: replace(standing, rating=_thumbed(standing.rating, thumb))


def _thumbed(before: Rating | None, thumb: Thumb) -> Rating:
    """Return the rating with that thumb; a score that says the opposite was the older word and goes."""
    if before is None:
        return Rating(thumb=thumb)
    agrees = before.score is None or (before.score > _MIDDLE) == (thumb is Thumb.UP)
    return replace(before, thumb=thumb, score=before.score if agrees else None)


def _scored(standing: Standing, score: int) -> Rating:
    """Return the rating with that score; a thumb that says the opposite goes, and whoever scores has watched it."""
    before = standing.rating or Rating(status=Status.WATCHED)
    agrees = before.thumb is None or (score > _MIDDLE) == (before.thumb is Thumb.UP)
    status = Status.DROPPED if before.status is Status.DROPPED else Status.WATCHED
    return replace(before, score=score, status=status, thumb=before.thumb if agrees else None)


def _watched(standing: Standing) -> Standing:
    before = standing.rating
    rating = Rating(status=Status.WATCHED) if before is None else replace(before, status=Status.WATCHED)
    return replace(standing, rating=rating)


def _without(kind: str, standing: Standing) -> Standing:
    """Return `standing` without what a tap of that kind said."""
    if kind == "dismiss":
        return replace(standing, dismissed=False)
    rating = standing.rating
    if rating is None:
        return standing
    score = None if kind == "rate" else rating.score
    thumb = None if kind in {"up", "down"} else rating.thumb
    status = None if kind in {"seen", "rate"} else rating.status
    nothing = score is None and thumb is None and status is None
    return replace(standing, rating=None if nothing else Rating(score, thumb, status))


async def _ask_for_score(request: Request, house: House, anime_id: int) -> Reply:
    visit = await welcome(request, house)
    name = visit.name((await house.catalogue.anime([anime_id]))[anime_id])
    said = visit.taste.ratings.get(anime_id)
    chosen = said.score if said else None
    buttons = tuple(
        Button(
            str(score),
            Action("rate", (f"#{anime_id}", str(score))),
            Look.CHOSEN if score == chosen else Look.PLAIN,
            f"{score} of {_HIGHEST} for {name}",
        )
        for score in range(_LOWEST, _HIGHEST + 1)
    )
    return Reply((Choices(f"How good was {name}, from {_LOWEST} to {_HIGHEST}?", buttons),), visit.own)
