"""What must hold for every command there is and every one to come."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands.all import registry
from bot.commands.house import House
from bot.commands.pages import ForYou, PageCode
from bot.commands.standing import Standing, StandingCode
from bot.conversation.action import Action, encode
from bot.conversation.declaration import Command, Permission
from bot.conversation.parameters import Choice, Kind, Title, Whole, Words
from bot.conversation.reply import Heading, Notice
from bot.conversation.request import Identity
from core.anime import AnimeType
from core.taste import Rating, Status, Thumb
from core.wish import Adventure, Dislikes, Length, Mood, Wish
from tests.bot.commands.rooms import ADMIN, BOB, Talk, buttons_of, words_of

TELEGRAM_DESCRIPTION, DISCORD_DESCRIPTION, DISCORD_CHOICE, DISCORD_OPTIONS = 256, 100, 100, 25
HUGE = 2**31 - 1


def test_names_and_texts_fit_both_platforms() -> None:
    names = [declared.name for declared in (*registry.commands, *registry.actions)]
    assert len(set(names)) == len(names)
    assert len(registry.commands) <= 100
    for command in registry.commands:
        assert len(command.description) <= min(TELEGRAM_DESCRIPTION, DISCORD_DESCRIPTION)
        assert command.example.startswith(f"/{command.name}")
        assert len(command.parameters) <= DISCORD_OPTIONS
        for parameter in command.parameters:
            assert len(parameter.kind.prompt) <= DISCORD_DESCRIPTION
            if isinstance(parameter.kind, Choice):
                assert len(parameter.kind.options) <= DISCORD_OPTIONS
                assert all(len(label) <= DISCORD_CHOICE for label in parameter.kind.options.values())


def test_the_commands_that_every_platform_expects_are_there() -> None:
    assert {"start", "help", "settings", "privacy", "forget", "export"} <= {one.name for one in registry.commands}
    assert [one.name for one in registry.commands if one.permission is Permission.ADMIN] == ["admin"]


async def test_a_command_says_beforehand_who_may_see_its_answer(house: House) -> None:
    in_a_group = Talk(house, ADMIN, private=False)
    for command in registry.commands:
        text = command.example.partition(" ")[2].replace("Cowboy Bebop", "Naruto").replace("Spirited Away", "Naruto")
        assert (await in_a_group.say(command.name, text)).audience is command.audience, command.name


def _extremes(kind: Kind[Any]) -> list[str]:
    match kind:
        case Title():
            return [kind.write(HUGE)]
        case Whole():
            return [kind.write(kind.highest), kind.write(kind.lowest)]
        case Choice():
            return [kind.write(option) for option in kind.options]
        case PageCode():
            wish = Wish(mood=Mood.EPIC, genre="x" * 99, type=AnimeType.TV, length=Length.LONG, adventure=Adventure.SAFE)
            return [kind.write(ForYou(replace(wish, dislikes=Dislikes.IGNORE, without=frozenset({HUGE})), 9999))]
        case StandingCode():
            return [kind.write(Standing(Rating(10, Thumb.DOWN, Status.LISTED), dismissed=True))]
        case Words():
            return ["f" * 10]  # an alias: the only words that an action takes
    raise AssertionError(f"no extreme known for {kind}")


def test_every_action_fits_its_button_with_the_longest_arguments() -> None:
    for declared in registry.actions:
        longest = [max(_extremes(parameter.kind), key=len) for parameter in declared.parameters]
        assert len(encode(Action(declared.name, tuple(longest))).encode()) <= 64


def test_every_command_that_a_button_repeats_fits_with_any_anime_and_options() -> None:
    for declared in registry.commands:
        kinds = [parameter.kind for parameter in declared.parameters]
        if all(isinstance(kind, Title | Whole | Choice) for kind in kinds):
            encode(Action(declared.name, tuple(max(_extremes(kind), key=len) for kind in kinds)))


async def test_every_example_works(house: House) -> None:
    boss = Talk(house, ADMIN)
    for command in registry.commands:
        _, _, text = command.example.partition(" ")
        reply = await boss.say(command.name, text)
        assert reply.parts
        assert not any(isinstance(part, Notice) and part.code for part in reply.parts), command.name


async def test_every_command_answers_without_any_words(house: House) -> None:
    for command in registry.commands:
        reply = await Talk(house, ADMIN).say(command.name)
        assert reply.parts
        assert not any(isinstance(part, Notice) and part.code for part in reply.parts), command.name


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(command=st.sampled_from([*(one.name for one in registry.commands), ""]), text=st.text(max_size=200))
async def test_every_command_answers_on_nonsense(house: House, command: str, text: str) -> None:
    reply = await Talk(house, ADMIN).say(command, text)
    assert reply.parts
    assert not any(isinstance(part, Notice) and part.code for part in reply.parts)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from([one.name for one in (*registry.actions, *registry.commands) if one.name != "admin"]),
    arguments=st.lists(
        st.sampled_from(
            ["", "#20", "#999999", "r....0", "s20.0", "a20", "h0", "q1.0", "-", "9+w", "on", "3", "tv", "?"]
        ),
        max_size=4,
    ),
)
async def test_every_button_answers_on_nonsense(house: House, name: str, arguments: list[str]) -> None:
    reply = await Talk(house).tap(Action(name, tuple(arguments)))
    assert reply.parts
    assert not any(isinstance(part, Notice) and part.code for part in reply.parts)


async def test_a_long_message_is_answered_shortly(house: House) -> None:
    for command in registry.commands:
        reply = await Talk(house, ADMIN).say(command.name, "ab " * 1700)
        assert len(words_of(reply)) < 4000


async def test_a_walk_over_every_button_meets_no_failure(house: House) -> None:
    """Taps one button of every action that can be reached, in one person's conversation, and asks for each again."""
    bob, ann = Talk(house, BOB), Talk(house, subject=BOB)
    await bob.tap(Action("consent", ("on", "recommended_for")))
    code = (await ann.say("link")).parts[0]
    assert isinstance(code, Heading)
    await Talk(house, Identity("telegram", "ann")).say("link", code.text)
    tapped: set[str] = set()
    for command in registry.commands:
        replies = [await ann.say(command.name, command.example.partition(" ")[2])]
        while replies:
            reply = replies.pop()
            for action in (*(one.action for one in buttons_of(reply)), *((reply.again,) if reply.again else ())):
                if action.name in tapped:
                    continue
                tapped.add(action.name)
                answer = await ann.tap(action)
                assert not any(isinstance(part, Notice) and part.code for part in answer.parts), action
                replies.append(answer)
    assert {declared.name for declared in registry.actions} <= tapped


async def test_two_people_at_once_get_their_own_answers(house: House) -> None:
    people = [Talk(house, Identity("web", f"person {number}")) for number in range(8)]
    await asyncio.gather(*(one.say("rate", f"naruto {number + 1}") for number, one in enumerate(people)))
    tastes = await asyncio.gather(*(one.taste() for one in people))
    assert [taste.ratings[20].score for taste in tastes] == list(range(1, 9))


def test_a_new_file_is_all_that_a_new_command_needs() -> None:
    files = {path.stem for path in Path(__import__("bot.commands").commands.__file__).parent.glob("*.py")}
    declared = {one.handler.__module__.rpartition(".")[2] for one in (*registry.commands, *registry.actions)}
    assert declared <= files
    assert all(isinstance(one, Command) for one in registry.commands)
