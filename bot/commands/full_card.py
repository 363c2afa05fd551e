"""One anime's full card: facts, synopsis, the predicted rating, and where it stands in its franchise."""

from bot.commands import cards
from bot.commands.lists import Shown
from bot.commands.visit import Visit
from bot.conversation.action import Action
from bot.conversation.reply import Audience, Button, Choices, Notice, Tone
from core.anime import Anime, RelationKind

_MOST_RELATED = 6
_ORDER = list(RelationKind)  # the sequel first


async def show_one(visit: Visit, anime_id: int) -> Shown:
    """Return the card of an anime and the ways on from it."""
    catalogue = visit.house.catalogue
    this = (await catalogue.anime([anime_id])).get(anime_id)
    if this is None or (this.adult and not visit.adult):
        return Shown((Notice("I have no such anime to show here.", Tone.SORRY),), Audience.PUBLIC)
    related = await catalogue.anime(relation.anime_id for relation in this.relations)
    text = "\n".join(part for part in (this.synopsis, visit.voice.background(this)) if part)
    said = visit.taste.ratings.get(this.id)
    rating = "" if said and said.score is not None else await _rating(visit, this)  # whoever gave one needs no guess
    card = cards.alone(visit, this, rating, text)
    return Shown((card, Choices("", (*_ways_on(this), *_related(visit, this, related)))), visit.own)


async def _rating(visit: Visit, anime: Anime) -> str:
    engine = visit.house.engine
    if anime.id not in engine:
        return ""
    predicted = await visit.house.think(lambda: engine.guess(visit.taste, anime.id))
    if predicted.known:
        return cards.expected(visit, predicted)
    return visit.voice.everyone(predicted.rating, simulated=cards.simulated(visit))


def _ways_on(anime: Anime) -> tuple[Button, ...]:
    return (
        Button("Similar", Action("similar", (f"#{anime.id}",)), hint="Anime like this one"),
        Button("Rate it", Action("rate", (f"#{anime.id}",)), hint="Rate it from 1 to 10"),
    )


def _related(visit: Visit, anime: Anime, related: dict[int, Anime]) -> tuple[Button, ...]:
    shown = sorted(
        (
            relation
            for relation in anime.relations
            if relation.anime_id in related and (visit.adult or not related[relation.anime_id].adult)
        ),
        key=lambda relation: _ORDER.index(relation.kind),
    )
    return tuple(
        Button(
            f"{relation.kind.capitalize()}: {visit.name(related[relation.anime_id])}",
            Action("anime", (f"#{relation.anime_id}",)),
        )
        for relation in shown[:_MOST_RELATED]
    )
