"""A few people on both platforms, who do one thing after another; each is checked against the model and the screen."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from bot.conversation.action import Action
from bot.conversation.reply import Heading, Place, Reply
from bot.conversation.request import Request
from core.anime import Anime
from core.taste import Status, Thumb
from storage.catalogue import save_anime
from tests.bot.commands.rooms import NOW, opened_house
from tests.bot.contract.driver import Driver, Outcome, Room, Someone, until
from tests.bot.contract.kept import adult_places, kept_of_people
from tests.bot.contract.model import Model, Person
from tests.bot.contract.on_discord import DiscordOutcome
from tests.bot.contract.on_telegram import TelegramOutcome
from tests.bot.contract.scene import LINE, passes, tells
from tests.bot.contract.seen import Key, check_shown
from tests.bot.contract.stage import PLATFORMS, Stage, opened_stage
from tests.small_world import small_catalogue

T = TypeVar("T")

LATELY = 100  # buttons
SHOW_TO_ALL = "Show it here"
WHY, WHY_EVERY = "Why?", 8  # its picture takes longest to draw, so that only some of these buttons are tapped
JUDGING = frozenset({"up", "down", "seen", "pass", "undo", "remove", "rate"})


class Clock:
    """Goes on by a microsecond a look, and by minutes when told."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now


@dataclass(frozen=True)
class Shown:
    """A button that was shown once. asker: who got the message; alone: whether nobody else sees it."""

    asker: Someone
    room: Room
    outcome: Outcome
    key: Key
    alone: bool

    @property
    def judges(self) -> bool:
        return self.key.meaning is not None and self.key.meaning.name in JUDGING and not self.key.asks

    @property
    def about(self) -> str:
        """What it judges."""
        return self.key.meaning.arguments[0] if self.key.meaning else ""


@dataclass
class Crowd:
    """Two people on each platform, a place for both of them, all buttons and codes they ever saw, and the model."""

    stage: Stage
    clock: Clock
    model: Model = field(default_factory=Model)
    shown: list[Shown] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    people: dict[str, list[Someone]] = field(init=False)
    clubs: dict[str, Room] = field(init=False)
    _asked: int = 0

    def __post_init__(self) -> None:
        self.people = {name: [self.stage.drivers[name].person(f"{who} <b>") for who in "AB"] for name in PLATFORMS}
        self.clubs = {name: self.stage.drivers[name].club(*people) for name, people in self.people.items()}

    @property
    def everybody(self) -> list[Someone]:
        return [someone for people in self.people.values() for someone in people]

    @property
    def judging(self) -> list[Shown]:
        """The buttons of late that say something about an anime."""
        return [button for button in self.shown[-LATELY:] if button.judges]

    def room(self, someone: Someone, *, among: bool = False) -> Room:
        return self.clubs[someone.who.platform] if among else self._driver(someone).private(someone)

    def tapper(self, button: Shown, who: int) -> Someone:
        """Return who taps: where only one person sees the button, they do."""
        return button.asker if button.alone else chosen(self.people[button.asker.who.platform], who)

    async def ten_minutes(self) -> None:
        """Let time pass."""
        self.clock.now += timedelta(minutes=10)
        self.model.ten_minutes_pass()

    async def says(self, someone: Someone, room: Room, command: str, options: Mapping[str, str]) -> None:
        declared = next(one for one in self.stage.conversation.commands if one.name == command)
        arguments = [options.get(parameter.name, "") for parameter in declared.parameters]
        while arguments and not arguments[-1]:
            arguments.pop()
        driver = self._driver(someone)
        meant = Action(command, tuple(arguments))
        await self._act(someone, room, meant, lambda: driver.says(someone, room, command, options))

    async def asks_for(self, someone: Someone, subject: Someone) -> None:
        """Ask in the club what would suit another."""
        room, driver, command = self.room(someone, among=True), self._driver(someone), "recommend_for"
        await self._act(someone, room, Action(command), lambda: driver.says_about(someone, room, command, subject))

    async def taps(self, button: Shown, who: int, *, twice: bool = False) -> None:
        """Tap a button, whatever it wants then. twice: the platform tells of it twice."""
        someone, driver, key = self.tapper(button, who), self._driver(button.asker), button.key
        own = someone == button.asker
        place = (someone, button.room, button.outcome, key)
        if key.meaning is None:
            meant = Action("start", (key.link.partition("?start=")[2],))
            await self._act(someone, self.room(someone), meant, lambda: driver.taps(*place))
        elif key.asks:
            meant = replace(key.meaning, arguments=(*key.meaning.arguments, LINE))
            await self._act(someone, button.room, meant, lambda: driver.answers(*place, LINE))
        elif key.label == SHOW_TO_ALL and not own:
            refused = await driver.taps(*place)
            assert await refused.said()
        else:

            async def tapped() -> Outcome:
                outcome: Outcome = await driver.taps(*place)
                if twice:
                    self._arrives_again(outcome)
                return outcome

            await self._act(
                someone, button.room, key.meaning, tapped, own=own, shows=key.label == SHOW_TO_ALL, shown=key.shown
            )

    async def judge_at_once(self, *taps: tuple[Shown, int]) -> None:
        """Let different people judge different anime at the same moment; do nothing where they are not."""
        people = [self.tapper(*tap) for tap in taps]
        known = {self.model.people.get(one.who, one) for one in people}
        if len(known) == len({button.about for button, _ in taps}) == len(taps):
            await asyncio.gather(*(self.taps(*tap) for tap in taps))

    async def check(self) -> None:
        """Assert that the database holds what the model does, and nothing else of anybody."""
        database = self.stage.house.database
        assert await kept_of_people(database, [one.who for one in self.everybody]) == self.model.remembered()
        allowed = {
            (platform, database.secrets.fingerprint(platform, number))
            for (platform, number), place in self.model.places.items()
            if place.adult
        }
        assert await adult_places(database) == allowed

    async def leave(self) -> None:
        """Stop, and assert that everything was answered once, and well."""
        await self.stage.stop_all()  # what was under way is done by then
        await self.check()
        assert self.stage.problems() == []
        assert len(self.stage.conversation.asked) == self._asked, "something was asked twice, or by nobody"

    def _driver(self, someone: Someone) -> Driver[Any]:
        return self.stage.drivers[someone.who.platform]

    def _arrives_again(self, outcome: Outcome) -> None:
        match outcome:
            case TelegramOutcome(tap=tap) if tap is not None:
                self.stage.telegram.deliver_twice(tap)
            case DiscordOutcome(call=call):
                call.arrives_again()

    async def _act(  # noqa: PLR0913  who does what where, and how it is to be seen
        self,
        someone: Someone,
        room: Room,
        meant: Action,
        does: Callable[[], Awaitable[Outcome]],
        *,
        own: bool = True,
        shows: bool = False,
        shown: bool = False,
    ) -> None:
        """Do one thing, and wait until it is answered, as it should be, where it should be."""
        heard = len(self.stage.conversation.answered)
        outcome = await does()
        request, reply = await self._answer_to(someone, heard)
        self._asked += 1
        assert request.chat.id == room.id
        assert request.action == meant or request.command == meant.name
        self.model.hears(request, meant, self.stage.house.alias(someone.who))
        self._note_code(someone, reply)
        in_view = shows or (shown and reply.place is Place.SAME)
        if await is_shown(room, outcome, reply, own=own, shows=in_view):
            self._look_at(someone, room, outcome)

    async def _answer_to(self, someone: Someone, heard: int) -> tuple[Request, Reply]:
        answered = self.stage.conversation.answered

        def came() -> None:
            assert any(request.person == someone.who for request, _ in answered[heard:]), "nothing was asked"

        await until(came)
        return next((request, reply) for request, reply in answered[heard:] if request.person == someone.who)

    def _note_code(self, someone: Someone, reply: Reply) -> None:
        match reply.parts:
            case (Heading(code), *_) if re.fullmatch(r"\w{5}-\w{5}", code):
                self.codes.append(code)
                self.model.gives(someone.who, code)

    def _look_at(self, someone: Someone, room: Room, outcome: Outcome) -> None:
        """Note the buttons that came; those under an anime say what is remembered of it."""
        seen = outcome.seen
        person = self.model.people.get(someone.who) or Person()
        for key in seen.keys:
            if key.label != WHY or len(self.shown) % WHY_EVERY == 0:
                self.shown.append(Shown(someone, room, outcome, key, seen.alone))
            if key.meaning is not None and key.meaning.name in {"up", "down", "seen", "pass"}:
                assert key.chosen == is_said(person, key.meaning)


async def is_shown(room: Room, outcome: Outcome, reply: Reply, *, own: bool, shows: bool) -> bool:
    """Wait until `reply` is seen: whole, or the question where it may be. Return False for a line that popped up.

    own: whether who tapped had asked for the message. shows: whether they want it shown to all.
    """
    said = await outcome.said()
    in_place = reply.place is Place.SAME
    if isinstance(outcome, TelegramOutcome):
        if (said and passes(reply) and not in_place) or (in_place and not own):
            return False
        if not in_place and not shows:
            await until(lambda: has_new(outcome))
        if not room.private and tells(reply) and not shows:
            await until(lambda: asks_where(outcome))
            return True
    await until(lambda: check_shown(outcome.seen, reply))
    return True


def has_new(outcome: TelegramOutcome) -> None:
    assert outcome.chat.bot_messages[outcome.after :], "no message came"


def asks_where(outcome: Outcome) -> None:
    assert [key.label for key in outcome.seen.keys][-1:] == ["Only to me"]


def is_said(person: Person, meaning: Action) -> bool:
    """Return whether a person has said what a button means."""
    anime_id = int(meaning.arguments[0][1:])
    rating = person.rating(anime_id)
    match meaning.name:
        case "pass":
            return anime_id in person.waved
        case "seen":
            return rating is not None and rating.status is Status.WATCHED
        case name:
            return rating is not None and rating.thumb is Thumb[name.upper()]


def chosen(many: Sequence[T], number: int) -> T:
    return many[number % len(many)]


@asynccontextmanager
async def opened_crowd(folder: Path) -> AsyncIterator[Crowd]:
    """Give a crowd that nobody knows yet, on a stage of its own."""
    clock = Clock()
    async with opened_house(folder) as house:
        house.clock = clock
        async with house.database.begin() as session:  # covers to fetch: drawing them takes longer than all the rest
            await save_anime(session, [with_cover(anime) for anime in small_catalogue()], origin="tests", at=NOW)
        async with opened_stage(folder, house=house, checked=False) as stage:
            yield Crowd(stage, clock)


def with_cover(anime: Anime) -> Anime:
    return replace(anime, picture=f"https://covers.example/{anime.id}.jpg")
