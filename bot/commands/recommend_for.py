"""Picks for somebody else, who allowed that others ask."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Final

from bot.commands import cards
from bot.commands.discover import recommend
from bot.commands.house import House
from bot.commands.registry import registry
from bot.commands.visit import Visit, welcome
from bot.conversation.action import Action, OldButton
from bot.conversation.parameters import Words, shorten
from bot.conversation.reply import Audience, Button, Choices, Heading, Notice, Part, Reply, Tone
from bot.conversation.request import Request
from core.anime import Anime
from core.wish import Wish
from storage.consent import Consent, consents
from storage.people import person_known, person_of_prefix
from storage.preferences import person_settings
from storage.ratings import taste_of

_PICKS: Final = 5
_ALIAS: Final = re.compile(r"[0-9a-f]{10}")
_POINT = (
    "Whom do you mean? Answer a message of theirs with /recommend_for, or choose “Recommend for …” in the menu on "
    "their name. It works for people who allow it in /privacy."
)
_REFUSED = (
    "I cannot say what would suit them: I only do that for people who let others ask. "
    "If they like, they can allow it in /privacy."
)


@registry.command(
    "recommend_for",
    "What would suit someone who lets others ask",
    family="Discover",
    example="/recommend_for",
    about="Recommend for …",
)
async def recommend_for(request: Request, house: House) -> Reply:
    """Return picks for the person who was pointed at; one's own list where that is oneself."""
    subject = request.subject
    if subject is None:
        return Reply((Notice(_POINT),), Audience.PERSONAL)
    async with house.database.read() as session:
        user_id = await person_known(session, house.database.secrets, subject.platform, subject.id)
    return await _for(request, house, user_id, house.alias(subject))


@registry.action("suits")
async def suits(request: Request, house: House, whom: Annotated[str, Words("Whom?", longest=20)]) -> Reply:
    """Return the picks for the person of that alias once more, if they still allow it."""
    if not _ALIAS.fullmatch(whom):
        raise OldButton(f"no alias: {whom}")
    async with house.database.read() as session:
        user_id = await person_of_prefix(session, request.person.platform, bytes.fromhex(whom))
    return await _for(request, house, user_id, whom)


async def _for(request: Request, house: House, user_id: int | None, alias: str) -> Reply:
    """Return the picks; the same sentence for those who do not allow it, for strangers and for bots.

    Nothing is noted as shown: impressions measure the lists that people get for themselves.
    """
    visit = await welcome(request, house)
    if request.subject == request.person or user_id == visit.user_id:
        return replace(await recommend(request, house), again=Action("recommend"))
    async with house.database.read() as session:
        if user_id is None or Consent.RECOMMENDED_FOR not in await consents(session, user_id):
            return Reply((Notice(_REFUSED),), Audience.PERSONAL)
        taste, types = await taste_of(session, user_id), (await person_settings(session, user_id)).types
    engine, wish = house.engine, Wish(types=types, adult=visit.adult)
    picks = await house.think(lambda: engine.recommend(taste, wish, _PICKS))
    known = await house.catalogue.anime(pick.anime_id for pick in picks)
    anime = [known[pick.anime_id] for pick in picks if pick.anime_id in known]
    return Reply(_parts(visit, anime), Audience.PERSONAL, again=Action("suits", (alias,)))


def _parts(visit: Visit, anime: Sequence[Anime]) -> tuple[Part, ...]:
    """Return as many cards as a message holds, and a button for each other pick: titles, and nothing of a taste."""
    heading = Heading("What would suit them")
    if not anime:
        return (heading, Notice("They know all that I could name.", Tone.SORRY))
    shown, others = anime[: visit.request.cards], anime[visit.request.cards :]
    buttons = tuple(
        Button(shorten(visit.name(one)), Action("anime", (f"#{one.id}",)), hint=f"Show all about {visit.name(one)}")
        for one in others
    )
    rest = (Choices("These would suit them too:", buttons),) if buttons else ()
    return (heading, *(cards.found(visit, one) for one in shown), *rest)
