"""Lists of picks: worked out, shown as cards, and noted as shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.commands import cards
from bot.commands.feedback import CERTAIN
from bot.commands.pages import ForYou, Like, code_of
from bot.commands.visit import Visit
from bot.conversation.action import Action
from bot.conversation.parameters import shorten
from bot.conversation.reply import Audience, Button, Choices, Heading, Notice, Part, Text, Tone
from core.anime import Anime
from core.engine import Engine
from core.pick import Pick
from core.wish import Adventure, Dislikes, Wish
from storage.feedback import Impression

# Ratings. A list for somebody of so many takes 2 to 4 ms; in a thread it would take as long again, as both want the
# interpreter: see "A list is worked out on the event loop" in docs/decisions.md.
QUICK = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """The parts of a list and who may see them."""

    parts: tuple[Part, ...]
    audience: Audience


async def show_list(visit: Visit, page: ForYou | Like, command: str) -> Shown:
    """Return the list of `page`, and note its cards as shown by `command`."""
    engine = visit.house.engine
    picks = await _worked_out(engine, visit, page)
    asked_about = {page.anime_id} if isinstance(page, Like) else page.wish.without
    wanted = {pick.anime_id for pick in picks}.union(asked_about, *map(visit.voice.named, picks))
    anime = await visit.house.catalogue.anime(wanted)
    picks = [pick for pick in picks if pick.anime_id in anime]  # the catalogue may be newer than the model
    _note(visit, engine, picks, page.offset, command)
    if isinstance(page, Like):
        return _like(visit, page, picks, anime, engine)
    return _for_you(visit, page, picks, anime)


def _note(visit: Visit, engine: Engine, picks: Sequence[Pick], offset: int, command: str) -> None:
    at = visit.house.clock()
    visit.house.impressions.add(
        [
            Impression(
                user_id=visit.user_id,
                chat_id=visit.chat_id,
                anime_id=pick.anime_id,
                position=position,
                model_version=engine.version,
                arm=engine.manifest.blend,
                propensity=CERTAIN,
                command=command,
                at=at,
            )
            for position, pick in enumerate(picks, offset)
        ]
    )


async def _worked_out(engine: Engine, visit: Visit, page: ForYou | Like) -> list[Pick]:
    """Return the picks of `page`: at once where that is quick, else in a thread."""
    if isinstance(page, ForYou) and len(visit.taste.ratings) <= QUICK:
        return _picks(engine, visit, page)
    return await visit.house.think(lambda: _picks(engine, visit, page))


def _picks(engine: Engine, visit: Visit, page: ForYou | Like) -> list[Pick]:
    if isinstance(page, Like):
        return engine.similar(page.anime_id, visit.taste, visit.wish(Wish()), visit.request.cards, skip=page.offset)
    return engine.recommend(visit.taste, visit.wish(page.wish), visit.request.cards, skip=page.offset)


def _for_you(visit: Visit, page: ForYou, picks: Sequence[Pick], anime: dict[int, Anime]) -> Shown:
    name = cards.names(visit, anime)
    wished = visit.voice.wish(page.wish, name)
    heading = _heading(visit, f"For you: {wished}" if wished else "For you", page)
    if not picks:
        return Shown((heading, _nothing(visit, page)), visit.own)
    shown = tuple(
        cards.in_list(visit, pick, anime[pick.anime_id], (page, position), visit.voice.reason(pick, visit.taste, name))
        for position, pick in enumerate(picks, page.offset)
    )
    evidence = visit.voice.evidence(visit.taste) if page.offset == 0 else ""
    said = (Text(evidence),) if evidence else ()
    ways = (*_turns(visit, page), *_dial(page.wish), *_counting_again(page.wish, name))
    return Shown((heading, *said, *shown, Choices("", ways)), visit.own)


def _like(visit: Visit, page: Like, picks: Sequence[Pick], anime: dict[int, Anime], engine: Engine) -> Shown:
    name = cards.names(visit, anime)
    heading = _heading(visit, f"If you like {name(page.anime_id)}", page)
    if not picks:
        why = (
            "That was all I have."
            if page.anime_id in engine
            else "It is newer than my model. Please ask again in a week."
        )
        return Shown((heading, Notice(why, Tone.SORRY, buttons=_back(visit, page))), Audience.PUBLIC)
    if not visit.request.chat.private:  # others read along: nothing that tells of this person's taste
        picks = [replace(pick, predicted=None) for pick in picks]
    shown = tuple(
        cards.in_list(
            visit,
            pick,
            anime[pick.anime_id],
            (page, position),
            visit.voice.reason(pick, visit.taste, name, page.anime_id),
        )
        for position, pick in enumerate(picks, page.offset)
    )
    return Shown((heading, *shown, Choices("", _turns(visit, page))), Audience.PUBLIC)


def _heading(visit: Visit, text: str, page: ForYou | Like) -> Heading:
    """Return the heading of a list; a pager's says which place it shows."""
    return Heading(f"{text} · {page.offset + 1}" if _pager(visit) else text)


def _pager(visit: Visit) -> bool:
    return visit.request.cards == 1


def _turns(visit: Visit, page: ForYou | Like) -> tuple[Button, ...]:
    following = replace(page, offset=page.offset + visit.request.cards)
    more = Button("More", Action("more", (code_of(following),)), hint="The next of this list")
    return (*_back(visit, page), more)


def _back(visit: Visit, page: ForYou | Like) -> tuple[Button, ...]:
    """Return a pager's way to the pick before; elsewhere it still stands in the message above."""
    if not _pager(visit) or not page.offset:
        return ()
    before = replace(page, offset=page.offset - 1)
    return (Button("Back", Action("more", (code_of(before),)), hint="The one before"),)


def _dial(wish: Wish) -> tuple[Button, ...]:
    """Return the ways to turn the dial from where it is."""
    ways = {Adventure.SAFE: "Safer", Adventure.ADVENTUROUS: "More adventurous"}
    if wish.adventure is not Adventure.BALANCED:
        ways = {Adventure.BALANCED: "Balanced"}
    return tuple(
        Button(label, Action("more", (code_of(ForYou(replace(wish, adventure=adventure))),)))
        for adventure, label in ways.items()
    )


def _counting_again(wish: Wish, name: Callable[[int], str]) -> tuple[Button, ...]:
    """Return the ways back from what does not count."""
    ways = [(name(anime_id), replace(wish, without=wish.without - {anime_id})) for anime_id in sorted(wish.without)]
    if wish.dislikes is Dislikes.IGNORE:
        ways.append(("my dislikes", replace(wish, dislikes=Dislikes.COUNT)))
    return tuple(
        Button(f"Count {shorten(what, cards.ON_A_BUTTON)} again", Action("more", (code_of(ForYou(more)),)))
        for what, more in ways
    )


def _nothing(visit: Visit, page: ForYou) -> Choices | Notice:
    """Return the way out of a wish that nothing fulfils: each of its limits can be dropped by a tap."""
    wish = page.wish
    drops: tuple[tuple[bool, str, Wish], ...] = (
        (wish.mood is not None, "Any mood", replace(wish, mood=None)),
        (wish.genre is not None, "Any genre", replace(wish, genre=None)),
        (wish.type is not None, "Any format", replace(wish, type=None)),
        (wish.length is not None, "Any length", replace(wish, length=None)),
        (wish.adventure is not Adventure.BALANCED, "Balanced", replace(wish, adventure=Adventure.BALANCED)),
    )
    buttons = tuple(Button(label, Action("more", (code_of(ForYou(less)),))) for said, label, less in drops if said)
    if page.offset:
        text = "That was all that fits. A few thumbs, or another wish, bring new ones."
        return Notice(text, Tone.INFO, buttons=_back(visit, page))
    if not buttons:
        return Notice("You know all that I could show you. See /settings for more formats.", Tone.SORRY)
    return Choices("Nothing fits all of that. Leave something out:", buttons)
