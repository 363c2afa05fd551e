"""Rubbish in messages, names and titles: what is shown is what was meant, sign by sign, and never a fault."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from typing import Any, Final, TypeVar

import pytest
import pytest_asyncio
from telegram import User

from bot.conversation.reply import Card, Notice, Reply
from bot.discord.rendering import rendered
from bot.telegram.arrivals import Asked, arrival
from bot.telegram.layout import messages as laid_out
from bot.telegram.told import Update, update_in
from tests.bot.contract.driver import Outcome, Room, Someone, until
from tests.bot.contract.on_discord import texts_of
from tests.bot.contract.on_telegram import OWN_ENTITIES, since
from tests.bot.contract.rubbish import MARKUP, messages, opened_hostile_house, options
from tests.bot.contract.seen import check_read, check_shown, words_of
from tests.bot.contract.stage import PLATFORMS, Stage, opened_stage
from tests.platforms.discord.kept import walk
from tests.platforms.telegram.markup import parse_html

T = TypeVar("T")

in_one_loop = pytest.mark.asyncio(loop_scope="module")
OVER_TELEGRAM, OVER_DISCORD, WITHOUT_SOCKETS = 2_500, 1_500, 16_000
AT_ONCE = 8
ME = User(42, "Osusume", is_bot=True, username="osusume_bot")
BROWSED: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("recommend", {}),
    ("similar", {"anime": "#1"}),
    ("anime", {"anime": "#20"}),
    ("why", {"anime": "#20"}),
    ("rate", {"anime": "#20"}),
    ("rate", {"anime": "#20", "score": "9"}),
    ("history", {}),
    ("start", {}),
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hostile(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A stage whose catalogue is rubbish too; nothing is logged as an error on it, and no platform finds fault."""
    folder = tmp_path_factory.mktemp("hostile")
    async with (
        opened_hostile_house(folder) as house,
        opened_stage(folder, house=house, checked=False) as stage,
    ):
        yield stage
        problems = stage.problems()
    assert problems == []


@in_one_loop
@pytest.mark.parametrize("platform", PLATFORMS)
async def test_hostile_titles_are_shown_as_they_are(hostile: Stage, platform: str) -> None:
    driver = hostile.drivers[platform]
    person = driver.person("".join(MARKUP))
    room = driver.private(person)
    for command, given in BROWSED:
        await check(hostile, person, driver.says(person, room, command, given))


@in_one_loop
async def test_rubbish_is_answered_over_telegram(hostile: Stage) -> None:
    driver = hostile.drivers["telegram"]

    async def one(said: Iterable[str]) -> None:
        person = driver.person(MARKUP[0])
        room = driver.private(person)
        for text in said:
            if text.strip():
                await check(hostile, person, writes(person, room, text))

    await all_at_once(one, list(messages(1, OVER_TELEGRAM)))


@in_one_loop
async def test_rubbish_is_answered_over_discord(hostile: Stage) -> None:
    driver = hostile.drivers["discord"]

    async def one(said: Iterable[tuple[str, dict[str, str]]]) -> None:
        person = driver.person(MARKUP[0])
        room = driver.private(person)
        for command, given in said:
            await check(hostile, person, driver.says(person, room, command, given))

    await all_at_once(one, list(options(2, OVER_DISCORD)))


@in_one_loop
async def test_rubbish_is_read_and_laid_out_without_sockets(hostile: Stage) -> None:
    """The bulk: all that a surface does but the sending."""
    names = frozenset(command.name for command in hostile.conversation.commands)

    async def one(said: Iterable[str]) -> None:
        for text in said:
            asked = arrival(told(text), ME, names)
            if isinstance(asked, Asked):
                reply = await hostile.conversation.answer(asked.request)
                assert not faults(reply)
                check_on_telegram(reply)
                check_on_discord(reply)

    await all_at_once(one, list(messages(3, WITHOUT_SOCKETS)))


async def writes(person: Someone, room: Room, text: str) -> Outcome:
    """Write anything into a chat on Telegram."""
    outcome = since(room.place)
    await room.place.says(person.account, text)
    return outcome


async def check(stage: Stage, someone: Someone, act: Awaitable[Outcome]) -> None:
    """Assert that what comes of an act is shown as it is meant, and is no fault."""
    answered = stage.conversation.answered
    before = len(answered)
    outcome = await act

    def came() -> None:
        assert any(request.person == someone.who for request, _ in answered[before:]), "nothing was asked"

    await until(came)
    reply = next(reply for request, reply in answered[before:] if request.person == someone.who)
    assert not faults(reply)
    await until(lambda: check_shown(outcome.seen, reply))


def check_on_telegram(reply: Reply) -> None:
    parsed = [parse_html(message.html) for message in laid_out(reply, "0a1b2c3d4e", watched=False)]
    assert {entity["type"] for _, entities in parsed for entity in entities} <= OWN_ENTITIES
    check_read("\n".join(text for text, _ in parsed), words(reply))


def check_on_discord(reply: Reply) -> None:
    drawn = {part.cover: b"a cover" for part in reply.parts if isinstance(part, Card)}
    shown = rendered(reply, "0a1b2c3d4e", hidden=False, drawn=drawn)
    views: list[Any] = [message.view() for message in shown]  # the library's own typing is incomplete there
    parts = [part for view in views for part in walk(view.to_components())]
    check_read("\n".join(text for part in parts for text in texts_of(part)), words(reply))


def words(reply: Reply) -> list[Any]:
    return [said for part in reply.parts for said in words_of(part)]


def faults(reply: Reply) -> list[str]:
    return [part.code for part in reply.parts if isinstance(part, Notice) and part.code]


def told(text: str) -> Update:
    """Return an update that tells of a message in a private chat."""
    chat = {"id": 7, "type": "private", "first_name": "<b>Ann</b>"}
    sender = {"id": 7, "is_bot": False, "first_name": "<b>Ann</b>", "language_code": "en"}
    message = {"message_id": 5, "date": 1, "chat": chat, "from": sender, "text": text}
    return update_in({"update_id": 1, "message": message})


async def all_at_once(one: Callable[[Iterable[T]], Coroutine[Any, Any, None]], what: list[T]) -> None:
    """Share `what` out among people who speak at once."""
    async with asyncio.TaskGroup() as people:
        for at in range(AT_ONCE):
            people.create_task(one(what[at::AT_ONCE]))
