"""Every command and every button, on both platforms: asked for in each one's own form, meant and answered the same."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import count

import pytest

from bot.commands.all import registry
from bot.conversation.reply import Attachment, Heading, Reply
from bot.conversation.request import Chat, Identity, Request
from core.taste import Thumb
from storage.consent import set_consent
from storage.kinds import Consent
from storage.people import person_of
from storage.ratings import taste_of
from tests.bot.contract.driver import Outcome, Someone
from tests.bot.contract.scene import Scene, scene
from tests.bot.contract.seen import Key
from tests.bot.contract.stage import PLATFORMS, Stage

in_one_loop = pytest.mark.asyncio(loop_scope="module")  # servers and surfaces are shared by all tests of this file
on_both = pytest.mark.parametrize("platform", PLATFORMS)
in_both = pytest.mark.parametrize("private", [True, False], ids=["private", "group"])

FULL_WISH = {
    "mood": "exciting",
    "genre": "Action",
    "type": "tv",
    "length": "long",
    "adventure": "safe",
    "dislikes": "ignore",
}
CASES: dict[str, tuple[Mapping[str, str], ...]] = {
    "start": ({},),
    "help": ({}, {"command": "recommend"}, {"command": "nonsense"}),
    "recommend": ({}, {"mood": "cozy"}, FULL_WISH),
    "similar": ({"anime": "cowboy bebop"}, {"anime": "naurto"}, {"anime": "qqqqqqqq"}),
    "search": ({"title": "naruto"}, {"title": "qqqqqqqq"}),
    "anime": ({"anime": "cowboy bebop"}, {"anime": "silver moon"}),
    "recommend_for": ({},),
    "rate": ({"anime": "cowboy bebop", "score": "9"}, {"anime": "naruto"}),
    "why": ({}, {"anime": "cowboy bebop"}),
    "history": ({},),
    "settings": ({}, {"titles": "romaji"}, {"hide": "movie"}),
    "privacy": ({},),
    "export": ({},),
    "forget": ({},),
    "link": ({}, {"code": "AAAAA-AAAAA"}),
    "unlink": ({},),
    "admin": ({"task": "status"},),
}
ASKED = [(name, number) for name, options in CASES.items() for number in range(len(options))]

# What only buttons ask for: the way there, by the meanings of the buttons.
WAYS: dict[str, tuple[str, ...]] = {
    "up": ("/recommend", "up"),
    "down": ("/recommend", "down"),
    "seen": ("/recommend", "seen"),
    "pass": ("/recommend", "pass"),
    "undo": ("/recommend", "up", "undo"),
    "remove": ("/recommend", "up", "/history", "remove", "undo"),
    "because": ("/recommend", "because"),
    "without": ("/recommend", "up", "because", "without", "more"),
    "more": ("/recommend", "more", "more"),
    "leaf": ("/start", "leaf", "leaf"),
    "consent": ("/privacy", "consent", "consent"),
    "forget_all": ("/recommend", "up", "/forget", "forget_all", "/history"),
    "keep": ("/forget", "keep"),
}
ELSEWHERE = {"suits", "part"}  # which take two people or two platforms: see the tests below
_strangers = count()


def test_every_command_has_a_case_and_every_button_a_way() -> None:
    assert CASES.keys() == {command.name for command in registry.commands}
    for command in registry.commands:
        required = {parameter.name for parameter in command.parameters if parameter.required}
        assert all(required <= options.keys() for options in CASES[command.name])
    assert WAYS.keys() | ELSEWHERE == {action.name for action in registry.actions}
    assert all(name in way for name, way in WAYS.items())


@in_one_loop
@in_both
@pytest.mark.parametrize(("command", "case"), ASKED)
@on_both
async def test_a_command_and_each_kind_of_button_of_its_answer(
    stage: Stage, platform: str, command: str, case: int, *, private: bool
) -> None:
    here = scene(stage, platform, private=private)
    if command == "admin" and private:
        stage.house.admins |= {here.ann.who}
    options = CASES[command][case]
    expected = await neutral(here, command, options)
    reply, outcome = await here.says(command, options)
    assert plainly(reply, stage, here.ann.who) == expected
    for key in kinds(outcome):
        assert outcome is not None
        await here.taps(outcome, key)


@in_one_loop
@in_both
@pytest.mark.parametrize("name", WAYS)
@on_both
async def test_a_way_to_each_button(stage: Stage, platform: str, name: str, *, private: bool) -> None:
    here = scene(stage, platform, private=private)
    outcome: Outcome | None = None
    for step in WAYS[name]:
        if step.startswith("/"):
            _, outcome = await here.says(step[1:], {})
        else:
            assert outcome is not None, f"nothing to tap at {step}"
            _, outcome = await here.taps(outcome, key_of(outcome, step))


@in_one_loop
@on_both
async def test_what_would_suit_somebody_who_lets_others_ask(stage: Stage, platform: str) -> None:
    here = scene(stage, platform, private=False)
    request, refused, _ = await here.says_about_bob("recommend_for")
    assert (request.command, request.subject) == ("recommend_for", here.bob.who)
    async with stage.house.database.begin() as session:
        at = stage.house.clock()
        user_id = await person_of(session, stage.house.database.secrets, platform, here.bob.who.id, at=at)
        await set_consent(session, user_id, Consent.RECOMMENDED_FOR, given=True, at=at)
    _, picks, _ = await here.says_about_bob("recommend_for")
    assert len(picks.parts) > len(refused.parts) == 1


@in_one_loop
@on_both
async def test_a_tap_by_somebody_else_is_theirs_and_leaves_what_stands_there(stage: Stage, platform: str) -> None:
    here = scene(stage, platform, private=False)
    _, outcome = await here.says("similar", {"anime": "cowboy bebop"})
    assert outcome is not None
    before = outcome.seen
    await here.driver.taps(here.bob, here.room, outcome, key_of(outcome, "up"))
    request, _ = await here.exchange()
    assert request.person == here.bob.who
    assert await thumbs_of(here, here.bob) == [Thumb.UP]
    assert await thumbs_of(here, here.ann) == []
    assert outcome.seen == before


@in_one_loop
@pytest.mark.parametrize(("first", "second"), [PLATFORMS, PLATFORMS[::-1]])
async def test_whoever_is_linked_is_one_person_on_both_until_parted(stage: Stage, first: str, second: str) -> None:
    one, other = scene(stage, first, private=True), scene(stage, second, private=True)
    offer, _ = await one.says("link", {})
    assert isinstance(offer.parts[0], Heading)
    other.listen()
    await other.says("link", {"code": offer.parts[0].text})
    one.listen()
    _, outcome = await one.says("recommend", {})
    assert outcome is not None
    await one.taps(outcome, key_of(outcome, "up"))
    assert await thumbs_of(other, other.ann) == [Thumb.UP]
    other.listen()
    _, asked = await other.says("unlink", {})
    assert asked is not None
    await other.taps(asked, key_of(asked, "part"))
    _, history = await other.says("history", {})
    assert history is not None
    await other.taps(history, key_of(history, "remove"))
    assert await thumbs_of(other, other.ann) == []
    assert await thumbs_of(one, one.ann) == [Thumb.UP]


async def thumbs_of(here: Scene, someone: Someone) -> list[Thumb | None]:
    """Return the thumbs that are kept of somebody."""
    house, who = here.stage.house, someone.who
    async with house.database.begin() as session:
        user_id = await person_of(session, house.database.secrets, who.platform, who.id, at=house.clock())
        return [rating.thumb for rating in (await taste_of(session, user_id)).ratings.values()]


def key_of(outcome: Outcome, name: str) -> Key:
    """Return the first button of that meaning."""
    return next(key for key in outcome.seen.keys if key.meaning is not None and key.meaning.name == name)


def kinds(outcome: Outcome | None) -> list[Key]:
    """Return the buttons that are shown, one of each kind: the thumbs of one card stand for those of the others."""
    found: dict[object, Key] = {}
    for key in outcome.seen.keys if outcome else ():
        assert key.meaning is not None
        found.setdefault((key.meaning.name, key.asks, *map(bool, key.meaning.arguments)), key)
    return list(found.values())


async def neutral(here: Scene, command: str, options: Mapping[str, str]) -> str:
    """Return what the conversation itself answers to a stranger who asks the same."""
    stranger = Identity(here.driver.platform, f"stranger {next(_strangers)}")
    if here.ann.who in here.stage.house.admins:
        here.stage.house.admins |= {stranger}
    chat = Chat(stranger.platform, stranger.id, here.room.private, adult=_adult(here))
    request = Request(stranger, chat, command, options, cards=here.driver.cards, manager=True)
    reply = await here.stage.conversation.answer(request)
    here.listen()
    return plainly(reply, here.stage, stranger)


def plainly(reply: Reply, stage: Stage, person: Identity) -> str:
    """Return a reply in text without what differs from one person and moment to the next."""
    parts = tuple(
        replace(part, content=json.dumps(sorted(json.loads(part.content))).encode())  # what it tells of, not what
        if isinstance(part, Attachment)
        else part
        for part in reply.parts
    )
    text = repr(replace(reply, parts=parts)).replace(stage.conversation.alias(person), "ALIAS")
    text = re.sub(r"[A-Z2-9]{5}-[A-Z2-9]{5}", "CODE", text)
    return re.sub(r"(Up for|People:|Ratings:).*?\.", r"\1", text)


def _adult(here: Scene) -> bool | None:
    """Return what the platform says of the room: a server's channel is not adult, of all others nothing is said."""
    return False if here.driver.platform == "discord" and not here.room.private else None
