"""Finding something to watch: for a taste and a wish, like one anime, or by name."""

from typing import Annotated

from bot.commands import cards
from bot.commands.full_card import show_one
from bot.commands.house import House
from bot.commands.lists import show_list
from bot.commands.pages import ForYou, Like, Page, PageCode
from bot.commands.registry import registry
from bot.commands.showing import again
from bot.commands.visit import welcome
from bot.conversation.action import Action, OldButton
from bot.conversation.parameters import Choice, Genre, Name, Title, no_such_title, shorten
from bot.conversation.reply import Audience, Button, Choices, Heading, Place, Reply
from bot.conversation.request import Request
from bot.words.english import wishes
from core.anime import AnimeType
from core.wish import Adventure, Dislikes, Length, Mood, Wish

_FAMILY = "Discover"
_ALL = Audience.PUBLIC


@registry.command(
    "recommend", "What to watch next, for your taste", family=_FAMILY, example="/recommend cozy short movie"
)
async def recommend(  # noqa: PLR0913, PLR0917  each is something to wish for
    request: Request,
    house: House,
    mood: Annotated[Mood | None, Choice("How should it feel?", wishes.MOODS, wishes.MOOD_WORDS)] = None,
    genre: Annotated[str | None, Genre("Which genre or theme?", wishes.GENRE_WORDS)] = None,
    type: Annotated[AnimeType | None, Choice("Which format?", wishes.TYPES, wishes.TYPE_WORDS)] = None,  # noqa: A002  what people call it
    length: Annotated[Length | None, Choice("How long may it be?", wishes.LENGTHS)] = None,
    adventure: Annotated[
        Adventure, Choice("How far off the usual path?", wishes.ADVENTURES, wishes.ADVENTURE_WORDS)
    ] = Adventure.BALANCED,
    dislikes: Annotated[
        Dislikes, Choice("Shall your dislikes count?", wishes.DISLIKES, wishes.DISLIKE_WORDS)
    ] = Dislikes.COUNT,
) -> Reply:
    """Return the beginning of the list for this person and wish."""
    visit = await welcome(request, house)
    wish = Wish(mood=mood, genre=genre, type=type, length=length, adventure=adventure, dislikes=dislikes)
    shown = await show_list(visit, ForYou(wish), "recommend")
    return Reply(shown.parts, shown.audience)


@registry.command(
    "similar", "Anime like the one you name", family=_FAMILY, example="/similar Cowboy Bebop", audience=_ALL
)
async def similar(request: Request, house: House, anime: Annotated[int, Title("Which anime?")]) -> Reply:
    """Return the beginning of the list of anime like that one."""
    visit = await welcome(request, house)
    shown = await show_list(visit, Like(anime), "similar")
    return Reply(shown.parts, shown.audience)


@registry.command("search", "Find an anime by any of its titles", family=_FAMILY, example="/search fmab", audience=_ALL)
async def search(request: Request, house: House, title: Annotated[str, Name("What is it called?")]) -> Reply:
    """Return the anime whose titles are most like the words, even where the first is certain."""
    found = await house.find_titles(title, request)
    if not found.matches:
        known = await house.suggest_titles(request)
        buttons = tuple(Button(one.title, Action("anime", (f"#{one.anime_id}",))) for one in known)
        another = Button("Another title", Action("search"), asks="What is it called?")
        return Reply((Choices(no_such_title(title), (*buttons, another)),))
    visit = await welcome(request, house)
    anime = await house.catalogue.anime(match.anime_id for match in found.matches)
    heading = f"Nothing is called “{shorten(title)}”. The nearest:" if found.far else f"Found for “{shorten(title)}”"
    shown = [
        cards.found(visit, anime[match.anime_id]) for match in found.matches[: request.cards] if match.anime_id in anime
    ]
    return Reply((Heading(heading), *shown))


@registry.command("anime", "All about one anime", family=_FAMILY, example="/anime Spirited Away")
async def anime_card(request: Request, house: House, anime: Annotated[int, Title("Which anime?")]) -> Reply:
    """Return the full card of one anime."""
    visit = await welcome(request, house)
    shown = await show_one(visit, anime)
    return Reply(shown.parts, shown.audience)


@registry.action("more")
async def more(request: Request, house: House, page: Annotated[Page, PageCode()]) -> Reply:
    """Return a list from where the button says: below the one it sits under, or as the next page of a pager."""
    if not isinstance(page, ForYou | Like):
        raise OldButton(f"no list: {page}")
    visit = await welcome(request, house)
    shown = await show_list(visit, page, "more")
    return Reply(shown.parts, shown.audience, Place.SAME if request.cards == 1 else Place.NEW, again(page))
