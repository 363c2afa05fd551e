from typing import Any

from tests.platforms.discord.kinds import Callback
from tests.platforms.discord.server import DiscordServer

STRING, INTEGER = 3, 4


def the(discord: DiscordServer, name: str) -> dict[str, Any]:
    return next(command for command in discord.commands.all() if command["name"] == name)


def test_every_command_is_there_for_servers_and_people_everywhere(discord: DiscordServer) -> None:
    for command in discord.commands.all():
        assert command["integration_types"] == [0, 1]
        assert command["contexts"] == [0, 1, 2]
        assert not command["nsfw"]


def test_options_have_the_types_of_their_parameters(discord: DiscordServer) -> None:
    anime, score = the(discord, "rate")["options"]
    assert (anime["type"], anime["required"], anime["autocomplete"]) == (STRING, True, True)
    assert anime["description"] == "Which anime?"
    assert (score["type"], score["min_value"], score["max_value"]) == (INTEGER, 1, 10)
    assert not score.get("required")
    color, genre = the(discord, "paint")["options"]
    assert [(choice["name"], choice["value"]) for choice in color["choices"]] == [("Red", "red"), ("Navy", "dark blue")]
    assert genre["autocomplete"]
    [words] = the(discord, "note")["options"]
    assert (words["type"], words["max_length"]) == (STRING, 20)
    assert not words.get("autocomplete")


def test_what_is_for_admins_is_not_in_everybodys_menu(discord: DiscordServer) -> None:
    assert int(the(discord, "close")["default_member_permissions"]) == 1 << 3
    assert the(discord, "rate")["default_member_permissions"] is None


def test_a_command_about_somebody_is_in_the_menu_on_a_person_too(discord: DiscordServer) -> None:
    assert the(discord, "Listen to …")["type"] == 2
    assert the(discord, "heard")["type"] == 1


async def test_options_arrive_as_they_were_given(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    dm = discord.dm(ann)
    assert (await (await ann.uses("rate", where=dm, anime="naruto", score=9)).answered()).texts == ["rate 20 9"]
    painted = await (await ann.uses("paint", where=dm, color="dark blue")).answered()
    assert painted.texts == ["paint dark blue None"]


async def test_a_command_that_is_no_more_is_answered_politely(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    command = the(discord, "heard")
    command["name"] = "herd"
    try:
        answer = await (await ann.uses("herd", where=discord.dm(ann))).answered()
    finally:
        command["name"] = "heard"
    assert answer.text == "That command has changed. Please try it again in a minute."


async def test_an_option_that_is_no_more_is_offered_nothing(discord: DiscordServer) -> None:
    ann = discord.person("Ann")
    option = the(discord, "similar")["options"][0]
    option["name"] = "series"
    try:
        typing = await ann.begins_to_type("similar", "series", "nar", where=discord.dm(ann))
        assert await typing.acknowledged() is Callback.CHOICES
        assert typing.choices == []
        answer = await (await ann.uses("similar", where=discord.dm(ann), series="x")).answered()
    finally:
        option["name"] = "anime"
    assert answer.text == "That command has changed. Please try it again in a minute."
