"""What each command and button means for what is remembered, said as simply as it can be: the database has to agree."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import count

from bot.conversation.action import Action
from bot.conversation.deep_link import action_of
from bot.conversation.request import Chat, Identity, Request
from bot.words.english.facts import TYPES
from core.anime import AnimeType, TitleLanguage
from core.taste import Rating, Taste
from storage.consent import Consent
from storage.preferences import PersonSettings
from tests.bot.contract.judged import judged

NAMED = {"naruto": 20, "cowboy bebop": 1}
ADULT = 60_007
ASK_FIRST = frozenset({"help", "forget", "unlink", "keep"})  # they make nobody known


@dataclass(frozen=True)
class Remembered:
    """All that is kept of one person that they said themselves; noted: how often they answered to what was shown."""

    taste: Taste
    settings: PersonSettings
    agreed: frozenset[Consent]
    noted: Counter[str]


@dataclass(eq=False)
class Person:
    """One person, on however many platforms. Beside each word about an anime stands when it was said."""

    ratings: dict[int, tuple[int, Rating]] = field(default_factory=dict)
    waved: dict[int, int] = field(default_factory=dict)
    settings: PersonSettings | None = None
    agreed: set[Consent] = field(default_factory=set)
    noted: Counter[str] = field(default_factory=Counter)
    code: str = ""

    def rating(self, anime_id: int) -> Rating | None:
        return self.ratings.get(anime_id, (0, None))[1]

    def remembered(self) -> Remembered:
        taste = Taste({anime_id: rating for anime_id, (_, rating) in self.ratings.items()}, frozenset(self.waved))
        return Remembered(taste, self.settings or PersonSettings(), frozenset(self.agreed), self.noted)


@dataclass
class Place:
    """A chat: whose it is, if it is one person's, and whether adult titles may appear there."""

    owner: Person | None
    adult: bool = False


class Model:
    """Everybody we know, by account, and the places they asked in."""

    def __init__(self) -> None:
        self.people: dict[Identity, Person] = {}
        self.places: dict[tuple[str, str], Place] = {}
        self._moments = count()

    def remembered(self) -> dict[frozenset[Identity], Remembered]:
        """Return what is kept of each person, by the accounts they have."""
        accounts: dict[Person, set[Identity]] = {}
        for who, person in self.people.items():
            accounts.setdefault(person, set()).add(who)
        return {frozenset(whose): person.remembered() for person, whose in accounts.items()}

    def adult(self, chat: Chat) -> bool:
        """Return whether adult titles may appear in a chat: as the platform says, or as was set there."""
        place = self.places.get((chat.platform, chat.id), Place(None))
        return place.adult if chat.adult is None else chat.adult

    def gives(self, who: Identity, code: str) -> None:
        """Let somebody be given a code; the one they had ends."""
        self._known(who).code = code

    def ten_minutes_pass(self) -> None:
        """Let all codes end."""
        for person in self.people.values():
            person.code = ""

    def hears(self, request: Request, meant: Action, alias: str) -> None:  # noqa: C901, PLR0912  one case for each act
        """Let `meant` be done as `request` came. alias: of who asks, as it stands in their own questions."""
        who = request.person
        if meant.arguments and meant.arguments[0] == f"#{ADULT}" and not self.adult(request.chat):
            return  # as if there were no such anime
        match meant.name, meant.arguments:
            case ("start", (payload,)) if followed := action_of(payload):
                self.hears(request, followed, alias)
            case ("recommend_for", _) if request.subject is None:
                pass
            case ("link", (code,)):
                self._joins(self._known(who), code)
            case (("link" | "part" | "forget_all"), ()):
                pass  # a code is given, see `gives`; the others are never bare
            case ("part", (whose,)):
                if whose == alias:
                    self._parts(who)
            case ("forget_all", (whose,)):
                if whose == alias:
                    self._forgets(who)
            case (("up" | "down" | "seen" | "pass" | "undo" | "remove" | "rate"), (anime, *rest)):
                self._judges(self._met(request), meant.name, NAMED.get(anime) or int(anime[1:]), rest)
            case ("because", _):
                self._met(request).noted["why"] += 1
            case ("settings", said):
                self._sets(self._met(request), request, *said, *[""] * (4 - len(said)))
            case ("consent", (given, *to)):
                agreed, consent = self._met(request).agreed, Consent(to[0]) if to else Consent.TRAINING
                (agreed.add if given == "on" else agreed.discard)(consent)
            case (name, _) if name not in ASK_FIRST:
                self._met(request)

    def _known(self, who: Identity) -> Person:
        return self.people.setdefault(who, Person())

    def _met(self, request: Request) -> Person:
        person, chat = self._known(request.person), request.chat
        self.places.setdefault((chat.platform, chat.id), Place(None)).owner = person if chat.private else None
        return person

    def _judges(self, person: Person, kind: str, anime_id: int, rest: list[str]) -> None:
        """Change the rating or wave it away, once: what holds already is not noted again."""
        before = person.rating(anime_id), anime_id in person.waved
        after = judged(kind, rest, *before)
        if after == before:
            return
        now, (rating, waves) = next(self._moments), after
        person.noted["dismiss" if kind == "pass" else kind] += 1
        if rating is None:
            person.ratings.pop(anime_id, None)
        elif rating != before[0]:
            person.ratings[anime_id] = now, rating
        if waves:
            person.waved.setdefault(anime_id, now)
        else:
            person.waved.pop(anime_id, None)

    def _sets(self, person: Person, request: Request, titles: str, adult: str, show: str, hide: str) -> None:  # noqa: PLR0913, PLR0917  each is a setting
        before = person.settings or PersonSettings()
        shown = set(before.types or TYPES) | ({AnimeType(show)} if show else set())
        shown -= {AnimeType(hide)} if hide else set()
        types = before.types if not shown else None if shown == set(TYPES) else frozenset(shown)
        after = PersonSettings(TitleLanguage(titles) if titles else before.title_language, types)
        if after != before:
            person.settings = after
        if adult and request.chat.adult is None and (request.chat.private or request.manager):
            self.places[request.chat.platform, request.chat.id].adult = adult == "on"

    def _joins(self, person: Person, code: str) -> None:
        """Make one person of two: the newer word about an anime holds, and the consents that both gave."""
        giver = next((one for one in self.people.values() if one.code and one.code == code), None)
        if giver is None or giver is person:
            return
        for anime_id, said in person.ratings.items():
            giver.ratings[anime_id] = max(said, giver.ratings.get(anime_id, said), key=lambda one: one[0])
        for anime_id, at in person.waved.items():
            giver.waved[anime_id] = max(at, giver.waved.get(anime_id, at))
        giver.settings, giver.code = giver.settings or person.settings, ""
        giver.agreed &= person.agreed
        giver.noted += person.noted
        self.people = {who: giver if one is person else one for who, one in self.people.items()}
        for place in self.places.values():
            place.owner = giver if place.owner is person else place.owner

    def _parts(self, who: Identity) -> None:
        """Make a person of its own of an account, with a copy of the taste and the settings."""
        person = self.people.get(who)
        if person is None or list(self.people.values()).count(person) == 1:
            return
        person.code = ""
        self.people[who] = Person(dict(person.ratings), dict(person.waved), person.settings)

    def _forgets(self, who: Identity) -> None:
        """Forget a person in every place, and their private chats with them."""
        person = self.people.get(who)
        if person is None:
            return
        self.people = {one: known for one, known in self.people.items() if known is not person}
        self.places = {chat: place for chat, place in self.places.items() if place.owner is not person}
