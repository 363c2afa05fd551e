"""Anime as cards: the one place where a pick or a catalogue entry becomes what a surface shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from cachetools import LRUCache

from bot.commands.pages import One, Page, code_of
from bot.commands.visit import Visit
from bot.conversation.action import Action
from bot.conversation.parameters import shorten
from bot.conversation.reply import Button, Card, Cover, Look
from bot.words.voice import Voice
from core.anime import Anime, TitleLanguage
from core.pick import Pick, Prediction
from core.taste import Status, Thumb

ON_A_BUTTON = 30  # characters of a title
_MOST_LABELS = 6
_SHORT_STORY = 280  # characters of a synopsis in a list
_KEPT = 4_000  # of what is kept of cards, each some 2 KiB: more anime than most people are shown


@dataclass(frozen=True, slots=True)
class _Face:
    """What a card shows of `anime` to everybody who reads one language and titles in one: most of what it says."""

    anime: Anime
    name: str
    other_name: str
    cover: Cover
    facts: tuple[str, ...]
    labels: tuple[str, ...]
    story: str


_Key = tuple[int, TitleLanguage, Voice]

# By anime, and the languages. What an import changed is another object, for which the face is made anew.
_faces: LRUCache[_Key, _Face] = LRUCache(_KEPT)


def in_list(visit: Visit, pick: Pick, anime: Anime, place: tuple[Page, int], reason: str) -> Card:
    """Return the card of one pick of a list. place: which list, and where in it, from 0."""
    page, position = place
    face = _face(visit, anime)
    # A tap shows the page again, and where the card stands apart from its list that is the card.
    buttons = _verdicts(visit, face, One(anime.id) if visit.request.apart else page, position)
    return _card(
        face,
        buttons,
        rating="" if pick.predicted is None else expected(visit, pick.predicted),
        text=face.story,
        reason=f"{reason} {_newness(visit, anime)}".strip(),
    )


def alone(visit: Visit, anime: Anime, rating: str, text: str) -> Card:
    """Return the full card of one anime, with what this person said about it."""
    face, said = _face(visit, anime), visit.taste.ratings.get(anime.id)
    reason = f"You said: {visit.voice.rating(said)}." if said else _newness(visit, anime)
    return _card(face, _verdicts(visit, face, One(anime.id), None), rating=rating, text=text, reason=reason)


def found(visit: Visit, anime: Anime) -> Card:
    """Return the card of an anime that was searched for: open it, or ask for more like it."""
    face = _face(visit, anime)
    buttons = (
        Button("Open", Action("anime", (f"#{anime.id}",)), hint=f"Show all about {face.name}"),
        Button("Similar", Action("similar", (f"#{anime.id}",)), hint=f"Anime like {face.name}"),
    )
    return _card(face, buttons, text=face.story)


def _verdicts(visit: Visit, face: _Face, page: Page, position: int | None) -> tuple[Button, ...]:
    """Return the five buttons under a card. position: of the card in a list, from 0; None where it stands alone."""
    anime_id = face.anime.id
    said = visit.taste.ratings.get(anime_id)
    return _buttons(
        face.name,
        (f"#{anime_id}", code_of(page), "" if position is None else str(position)),
        said.thumb if said else None,
        seen=said is not None and said.status is Status.WATCHED,
        dismissed=anime_id in visit.taste.dismissed,
    )


@lru_cache(_KEPT)
def _buttons(
    name: str, where: tuple[str, ...], thumb: Thumb | None, *, seen: bool, dismissed: bool
) -> tuple[Button, ...]:
    """Return them by what they depend on, kept, since the first of a list is asked for most."""
    return (
        Button("👍", Action("up", where), _look(thumb is Thumb.UP), f"I like {name}"),
        Button("👎", Action("down", where), _look(thumb is Thumb.DOWN), f"I do not like {name}"),
        Button("Seen it", Action("seen", where), _look(seen), f"I have seen {name}"),
        Button("Not for me", Action("pass", where), _look(dismissed), f"Do not show {name} again"),
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


def _face(visit: Visit, anime: Anime) -> _Face:
    voice = visit.voice
    key = anime.id, visit.settings.title_language, voice
    face = _faces.get(key)
    if face is None or face.anime is not anime:
        name = visit.name(anime)
        face = _faces[key] = _Face(
            anime,
            name,
            other_name=visit.other_name(anime),
            cover=Cover(anime.id, name, anime.genres, anime.picture, risky=anime.risky),
            facts=voice.facts(anime),
            labels=(anime.genres + anime.themes)[:_MOST_LABELS],
            story=shorten(anime.synopsis or "", _SHORT_STORY),
        )
    return face


def _card(face: _Face, buttons: tuple[Button, ...], *, rating: str = "", text: str = "", reason: str = "") -> Card:
    return Card(
        anime_id=face.anime.id,
        title=face.name,
        cover=face.cover,
        subtitle=face.other_name,
        facts=face.facts,
        labels=face.labels,
        rating=rating,
        text=text,
        reason=reason,
        buttons=buttons,
    )


def _newness(visit: Visit, anime: Anime) -> str:
    try:
        audience = visit.house.engine.audience(anime.id)
    except KeyError:  # the model is older than the catalogue
        audience = None
    return visit.voice.newness(audience)


def _look(chosen: bool) -> Look:  # noqa: FBT001  a look is what the flag chooses
    return Look.CHOSEN if chosen else Look.PLAIN
