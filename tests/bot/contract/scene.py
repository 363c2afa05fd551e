"""Somebody in a room of a platform: what they ask is followed into the conversation, and its reply back to the room."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from bot.conversation.reply import Attachment, Audience, Card, Look, Notice, Picture, Place, Reply
from bot.conversation.request import Request
from tests.bot.contract.driver import Driver, Outcome, Room, Someone, until
from tests.bot.contract.seen import Key, Words, bare, buttons_of, check_read, check_shown, words_of
from tests.bot.contract.stage import Stage

LINE = "naruto"  # what is answered where a button asks for a line of text
# What stands in a Telegram group in place of an answer that tells of a person.
WHERE = "My answer tells of your taste. Where would you like it?"
PRIVATE_ONLY = "That is for you alone. Let us go on in private."


@dataclass
class Scene:
    """Ann in a room of a platform, with Bob where it holds many. Each act is checked, from request to screen."""

    stage: Stage
    driver: Driver[Any]
    ann: Someone
    bob: Someone
    room: Room
    _heard: int = field(init=False)

    def __post_init__(self) -> None:
        self.listen()

    def listen(self) -> None:
        """From now on is what `exchange` waits for."""
        self._heard = len(self.stage.conversation.answered)

    async def exchange(self) -> tuple[Request, Reply]:
        """Wait for the next request that was answered, and return it with the reply."""
        answered = self.stage.conversation.answered

        def came() -> None:
            assert len(answered) > self._heard, "the conversation was not asked"

        await until(came)
        self._heard += 1
        return answered[self._heard - 1]

    async def says(self, command: str, options: Mapping[str, str]) -> tuple[Reply, Outcome | None]:
        """Let Ann give a command; return the reply, and what shows it (see `shows`)."""
        outcome = await self.driver.says(self.ann, self.room, command, options)
        request, reply = await self.exchange()
        assert request.command == command
        self._check_where(request)
        return reply, await self.shows(outcome, reply)

    async def says_about_bob(self, command: str) -> tuple[Request, Reply, Outcome | None]:
        """Let Ann give a command that is about Bob; return the request too."""
        outcome = await self.driver.says_about(self.ann, self.room, command, self.bob)
        request, reply = await self.exchange()
        self._check_where(request)
        return request, reply, await self.shows(outcome, reply)

    async def taps(self, outcome: Outcome, key: Key) -> tuple[Reply, Outcome | None]:
        """Let Ann tap a button, and answer its question if it asks one; return as `says` does."""
        assert key.meaning is not None
        if key.asks:
            tapped = await self.driver.answers(self.ann, self.room, outcome, key, LINE)
            meant = replace(key.meaning, arguments=(*key.meaning.arguments, LINE))
        else:
            tapped = await self.driver.taps(self.ann, self.room, outcome, key)
            meant = key.meaning
        request, reply = await self.exchange()
        assert request.action == meant
        self._check_where(request)
        return reply, await self.shows(tapped, reply, in_view=key.shown and reply.place is Place.SAME)

    async def shows(self, outcome: Outcome, reply: Reply, *, in_view: bool = False) -> Outcome | None:
        """Assert that `reply` is shown, and to nobody whom it is not for.

        in_view: whether it takes the place of what Ann has shown to all.
        Returns what shows it in this room in the end; None where it was but a line that popped up, or is for private.
        """
        said = await outcome.said()
        if said:
            assert bare(said) == bare(_notice_of(reply))
            if passes(reply) and reply.place is Place.NEW:
                return None
        if self.driver.platform == "telegram" and not self.room.private and tells(reply) and not in_view:
            return await self._shows_after_asking(outcome, reply)
        await until(lambda: check_shown(outcome.seen, reply))
        if reply.audience is Audience.PERSONAL and self.driver.platform == "discord":
            assert outcome.seen.alone
        return outcome

    async def _shows_after_asking(self, outcome: Outcome, reply: Reply) -> Outcome | None:
        """Assert that a group sees a question in place of `reply`, and that each way on leads to what was asked."""

        done = list(takewhile(lambda part: isinstance(part, Notice), reply.parts))  # it is said here all the same
        asked = Words(WHERE if may_be_shown(reply) else PRIVATE_ONLY)

        def asks() -> None:
            assert [key.label for key in outcome.seen.keys] == (["Show it here"] if may_be_shown(reply) else []) + [
                "Only to me"
            ]
            assert not outcome.seen.images
            check_read(outcome.seen.text, [*(words for part in done for words in words_of(part)), asked])

        await until(asks)
        here: Outcome | None = None
        for key in reversed(outcome.seen.keys):
            led = await self.driver.taps(self.ann, self.room, outcome, key)
            request, again = await self.exchange()
            assert request.person == self.ann.who
            assert request.chat.private is bool(key.link)
            if not key.link:
                assert request.action == reply.again
                here = led
            await until(lambda: check_shown(led.seen, again))  # noqa: B023  waited for within the loop
        return here

    def _check_where(self, request: Request) -> None:
        said = (request.person, request.chat.id, request.chat.private, request.cards)
        assert said == (self.ann.who, self.room.id, self.room.private, self.driver.cards)
        assert request.manager or self.room.private


def scene(stage: Stage, platform: str, *, private: bool) -> Scene:
    """Return a scene of people whom nobody knows."""
    driver = stage.drivers[platform]
    ann, bob = driver.person("Ann"), driver.person("Bob <b>")
    room = driver.private(ann) if private else driver.club(ann, bob)
    return Scene(stage, driver, ann, bob, room)


def tells(reply: Reply) -> bool:
    """Return whether `reply` tells of the person, and not only says or asks something."""
    told = any(isinstance(part, Card | Picture | Attachment) for part in reply.parts)
    marked = any(button.look is Look.CHOSEN for part in reply.parts for button in buttons_of(part))
    return reply.audience is Audience.PERSONAL and (len(reply.parts) > 1 or told or marked)


def may_be_shown(reply: Reply) -> bool:
    """Return whether all may be shown what tells of who asked: it can be asked for again, and is no secret or file."""
    return (
        reply.again is not None and not reply.secret and not any(isinstance(part, Attachment) for part in reply.parts)
    )


def passes(reply: Reply) -> bool:
    """Return whether `reply` is but a sentence, without a way on and without a code to keep."""
    return all(isinstance(part, Notice) and not part.buttons and not part.code for part in reply.parts)


def _notice_of(reply: Reply) -> str:
    first = next((part for part in reply.parts if isinstance(part, Notice)), None)
    return "".join(words.text for words in words_of(first)) if first else ""
