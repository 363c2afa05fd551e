"""Anime as cards: the one place where a pick or a catalogue entry becomes what a surface shows."""

from collections.abc import Callable, Mapping

from bot.commands.pages import One, Page, code_of
from bot.commands.visit import Visit
from bot.conversation.action import Action
from bot.conversation.parameters import shorten
from bot.conversation.reply import Button, Card, Cover, Look
from core.anime import Anime
from core.pick import Pick, Prediction
from core.taste import Status, Thumb

ON_A_BUTTON = 30  # characters of a title
_MOST_LABELS = 6
_SHORT_STORY = 280  # characters of a synopsis in a list


def in_list(visit: Visit, pick: Pick, anime: Anime, place: tuple[Page, int], reason: str) -> Card:
    """Return the card of one pick of a list. place: which list, and where in it, from 0."""
    page, position = place
    # A tap shows the page again, and where the card stands apart from its list that is the card.
    buttons = verdicts(visit, anime, One(anime.id) if visit.request.apart else page, position)
    return _card(
        visit,
        anime,
        buttons,
        rating="" if pick.predicted is None else expected(visit, pick.predicted),
        text=shorten(anime.synopsis or "", _SHORT_STORY),
        reason=f"{reason} {_newness(visit, anime)}".strip(),
    )


def alone(visit: Visit, anime: Anime, rating: str, text: str) -> Card:
    """Return the full card of one anime, with what this person said about it."""
    said = visit.taste.ratings.get(anime.id)
    reason = f"You said: {visit.voice.rating(said)}." if said else _newness(visit, anime)
    return _card(visit, anime, verdicts(visit, anime, One(anime.id), None), rating=rating, text=text, reason=reason)


def found(visit: Visit, anime: Anime) -> Card:
    """Return the card of an anime that was searched for: open it, or ask for more like it."""
    name = visit.name(anime)
    buttons = (
        Button("Open", Action("anime", (f"#{anime.id}",)), hint=f"Show all about {name}"),
        Button("Similar", Action("similar", (f"#{anime.id}",)), hint=f"Anime like {name}"),
    )
    return _card(visit, anime, buttons, text=shorten(anime.synopsis or "", _SHORT_STORY))


def verdicts(visit: Visit, anime: Anime, page: Page, position: int | None) -> tuple[Button, ...]:
    """Return the five buttons under a card. position: of the card in a list, from 0; None where it stands alone."""
    name, said = visit.name(anime), visit.taste.ratings.get(anime.id)
    thumb = said.thumb if said else None
    seen = said is not None and said.status is Status.WATCHED
    where = (f"#{anime.id}", code_of(page), "" if position is None else str(position))
    return (
        Button("👍", Action("up", where), _look(thumb is Thumb.UP), f"I like {name}"),
        Button("👎", Action("down", where), _look(thumb is Thumb.DOWN), f"I do not like {name}"),
        Button("Seen it", Action("seen", where), _look(seen), f"I have seen {name}"),
        Button(
            "Not for me", Action("pass", where), _look(anime.id in visit.taste.dismissed), f"Do not show {name} again"
        ),
        Button("Why?", Action("because", where), hint=f"Why {name}?"),
    )


def names(visit: Visit, anime: Mapping[int, Anime]) -> Callable[[int], str]:
    """Return what gives an anime's title in this person's language, from `anime`."""
    return lambda anime_id: visit.name(anime[anime_id]) if anime_id in anime else "an anime that is gone"


def expected(visit: Visit, predicted: Prediction) -> str:
    """Return the predicted rating as a card says it: with its margin, and with a word where little is known."""
    words = (visit.voice.prediction(predicted, simulated=simulated(visit)), visit.voice.doubt(predicted))
    return "; ".join(word for word in words if word)


def simulated(visit: Visit) -> bool:
    """Return whether the live model was trained on simulated ratings, which has to be said wherever one shows."""
    return "simulated" in visit.house.engine.manifest.data


def _card(  # noqa: PLR0913  each is a field of the card
    visit: Visit, anime: Anime, buttons: tuple[Button, ...], *, rating: str = "", text: str = "", reason: str = ""
) -> Card:
    name = visit.name(anime)
    return Card(
        anime_id=anime.id,
        title=name,
        cover=Cover(anime.id, name, anime.genres, anime.picture, risky=anime.risky),
        subtitle=visit.other_name(anime),
        facts=visit.voice.facts(anime),
        labels=(anime.genres + anime.themes)[:_MOST_LABELS],
        rating=rating,
        text=text,
        reason=reason,
        buttons=buttons,
    )


def _newness(visit: Visit, anime: Anime) -> str:
    engine = visit.house.engine
    return visit.voice.newness(engine.audience(anime.id) if anime.id in engine else None)


def _look(chosen: bool) -> Look:  # noqa: FBT001  a look is what the flag chooses
    return Look.CHOSEN if chosen else Look.PLAIN
