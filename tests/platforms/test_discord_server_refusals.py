"""What Discord refuses, the Discord of the tests refuses too; asked over bare HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from yarl import URL

from tests.platforms.discord.faults import Dropped, Lost
from tests.platforms.discord.interactions import FOLLOW_UPS_OF_A_GUEST, LIFE, PATIENCE, Interaction
from tests.platforms.discord.kinds import Callback
from tests.platforms.discord.message_rules import COMPONENTS_V2, EPHEMERAL
from tests.platforms.discord.places import Channel
from tests.platforms.discord.refusals import Json
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.sessions import Op

TOKEN = "a-token"  # noqa: S105 -- of this server alone
SLASH: Json = {
    "name": "recommend",
    "description": "Something to watch",
    "integration_types": [0, 1],
    "contexts": [0, 1, 2],
    "options": [{"type": 3, "name": "mood", "description": "Which?", "autocomplete": True}],
}
NOBODY: Json = {"allowed_mentions": {"parse": []}}
BUTTON = {"type": 2, "style": 1, "label": "More", "custom_id": "more"}
TEXT = {"type": 10, "content": "Text"}
THUMBNAIL = {"type": 11, "media": {"url": "https://example.org/a.png"}}
FIELD: Json = {"type": 18, "label": "Text", "component": {"type": 4, "style": 1, "custom_id": "text"}}

Answered = tuple[int, Any]


class Bot:
    """A bot without a library: HTTP, and a gateway that is connected."""

    def __init__(self, server: DiscordServer, session: aiohttp.ClientSession) -> None:
        self.server = server
        self._session = session
        self.headers = {"Authorization": f"Bot {server.token}"}

    async def asks(self, method: str, path: str, body: object = None) -> Answered:
        """Send a request, and return the status and the body."""
        url = URL(self.server.api_url + path, encoded=True)
        async with self._session.request(method, url, json=body, headers=self.headers) as answer:
            return answer.status, await answer.json() if answer.status != 204 else None

    async def calls_back(self, interaction: Interaction, body: object, query: str = "") -> Answered:
        return await self.asks("POST", f"/interactions/{interaction.id}/{interaction.token}/callback{query}", body)

    async def follows_up(self, interaction: Interaction, body: object) -> Answered:
        return await self.asks("POST", f"/webhooks/{self.server.application_id}/{interaction.token}", body)

    async def edits(self, interaction: Interaction, body: object) -> Answered:
        path = f"/webhooks/{self.server.application_id}/{interaction.token}/messages/@original"
        return await self.asks("PATCH", path, body)

    async def registers(self, *commands: object) -> Answered:
        return await self.asks("PUT", f"/applications/{self.server.application_id}/commands", [*commands])


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    server = DiscordServer(TOKEN)
    guild = server.guild("Anime club", server.person("Ann"), server.person("Bob"))
    guild.channel("general")
    async with server.running():
        yield server


@pytest.fixture
async def bot(server: DiscordServer) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{server.gateway_url}?v=10&encoding=json") as ws:
        await ws.send_json({"op": Op.IDENTIFY, "d": {"token": TOKEN, "intents": 1, "properties": {}}})
        await server.gateway.ready()
        bot = Bot(server, session)
        assert (await bot.registers(SLASH))[0] == 200
        yield bot


@pytest.fixture
def general(server: DiscordServer) -> Channel:
    return server.guilds[0].channels[0]


@pytest.fixture
async def call(server: DiscordServer, bot: Bot, general: Channel) -> Interaction:
    assert bot.server is server
    return await server.people[0].uses("recommend", where=general)


def told(errors: Any, path: str = "") -> dict[str, str]:  # noqa: ANN401 -- a tree of JSON
    """Return the codes of a tree of errors by their place."""
    found = {}
    for key, branch in errors.items():
        if key == "_errors":
            found[path] = branch[0]["code"]
        else:
            found |= told(branch, f"{path}.{key}" if path else key)
    return found


def v2(*components: object) -> Json:
    return {"flags": COMPONENTS_V2, "components": [*components]}


def row(*components: object) -> Json:
    return {"type": 1, "components": [*components]}


def buttons(number: int) -> list[Json]:
    return [BUTTON | {"custom_id": f"more {place}"} for place in range(number)]


def option(**changes: object) -> Json:
    return SLASH | {"options": [{"type": 3, "name": "mood", "description": "Which?"} | changes]}


@pytest.mark.parametrize(
    ("message", "place", "code"),
    [
        ({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
        ({"content": 7}, "content", "STRING_TYPE_CONVERT"),
        ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"description": "x" * 3001}] * 2}, "embeds", "MAX_EMBED_SIZE_EXCEEDED"),
        ({"embeds": [{"title": "x"}] * 11}, "embeds", "BASE_TYPE_BAD_LENGTH"),
        ({"embeds": [{}]}, "embeds.0.description", "BASE_TYPE_REQUIRED"),
        ({"embeds": [{"image": {"url": "attachment://no.png"}}]}, "embeds.0.image.url", "URL_TYPE_INVALID_SCHEME"),
        ({"embeds": [{"fields": [{"name": "", "value": "x"}]}]}, "embeds.0.fields.0.name", "BASE_TYPE_BAD_LENGTH"),
        ({"components": [row(button) for button in buttons(6)]}, "components", "BASE_TYPE_BAD_LENGTH"),
        ({"components": [row(*buttons(6))]}, "components.0.components", "BASE_TYPE_BAD_LENGTH"),
        (
            {"components": [row(BUTTON, BUTTON)]},
            "components.0.components.1.custom_id",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
        ),
        (
            {"components": [row(BUTTON | {"custom_id": None})]},
            "components.0.components.0.custom_id",
            "BASE_TYPE_REQUIRED",
        ),
        (
            {"components": [row(BUTTON | {"custom_id": "x" * 101})]},
            "components.0.components.0.custom_id",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            {"components": [row(BUTTON | {"label": "x" * 81})]},
            "components.0.components.0.label",
            "BASE_TYPE_MAX_LENGTH",
        ),
        ({"components": [row(BUTTON | {"style": 9})]}, "components.0.components.0.style", "BASE_TYPE_CHOICES"),
        ({"components": [row(BUTTON | {"style": 5})]}, "components.0.components.0.url", "BASE_TYPE_REQUIRED"),
        (
            {"components": [row(BUTTON | {"emoji": {"name": "ok"}})]},
            "components.0.components.0.emoji.name",
            "BUTTON_COMPONENT_INVALID_EMOJI",
        ),
        ({"components": [TEXT]}, "components.0.type", "UNION_TYPE_CHOICES"),
        (v2(TEXT) | {"content": "x"}, "content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"),
        (v2(*[TEXT | {"content": "x" * 2001}] * 2), "components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"),
        (v2(*[row(*buttons(1))] * 21), "components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"),
        (
            v2({"type": 9, "components": [TEXT] * 4, "accessory": THUMBNAIL}),
            "components.0.components",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (v2({"type": 9, "components": [TEXT]}), "components.0.accessory", "BASE_TYPE_REQUIRED"),
        (v2({"type": 12, "items": []}), "components.0.items", "BASE_TYPE_BAD_LENGTH"),
        (
            v2({"type": 12, "items": [{"media": {"url": "ftp://x/y"}}]}),
            "components.0.items.0.media.url",
            "URL_TYPE_INVALID_SCHEME",
        ),
        (
            v2({"type": 12, "items": [{"media": {"url": "attachment://no.png"}}]}),
            "components.0.items.0.media.url",
            "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
        ),
        (
            v2({"type": 9, "components": [TEXT], "accessory": THUMBNAIL | {"description": "x" * 1025}}),
            "components.0.accessory.description",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (v2({"type": 17, "components": []}), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
        (v2({"type": 17, "accent_color": -1, "components": [TEXT]}), "components.0.accent_color", "NUMBER_TYPE_RANGE"),
        (
            v2({"type": 17, "components": [{"type": 17, "components": [TEXT]}]}),
            "components.0.components.0.type",
            "UNION_TYPE_CHOICES",
        ),
        (v2(TEXT | {"content": ""}), "components.0.content", "BASE_TYPE_BAD_LENGTH"),
        (
            v2(row({"type": 3, "custom_id": "s", "options": []})),
            "components.0.components.0.options",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            v2(row({"type": 3, "custom_id": "s", "options": [{"label": "a", "value": "a"}] * 2})),
            "components.0.components.0.options",
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        ),
        ({"content": "x", "flags": 1 << 13}, "flags", "BITFIELD_ANNOTATED_TYPE"),
        ({"content": "x", "attachments": [{"id": 0}]}, "attachments.0.id", "ATTACHMENT_NOT_FOUND"),
    ],
)
async def test_a_message_that_breaks_a_rule_is_refused(
    bot: Bot, call: Interaction, message: Json, place: str, code: str
) -> None:
    status, answer = await bot.calls_back(call, {"type": 4, "data": NOBODY | message})
    assert (status, answer["code"]) == (400, 50035)
    assert told(answer["errors"])[place] == code
    assert call.acknowledged_as is None
    assert any("50035" in problem for problem in bot.server.problems)


@pytest.mark.parametrize("message", [{}, {"content": " "}, {"components": []}, v2()])
async def test_an_empty_message_is_refused(bot: Bot, call: Interaction, message: Json) -> None:
    assert (await bot.calls_back(call, {"type": 4, "data": NOBODY | message}))[1]["code"] == 50006


@pytest.mark.parametrize(
    ("command", "place", "code"),
    [
        (SLASH | {"name": "Recommend"}, "0.name", "APPLICATION_COMMAND_INVALID_NAME"),
        (SLASH | {"name": "two words"}, "0.name", "APPLICATION_COMMAND_INVALID_NAME"),
        (SLASH | {"name": "x" * 33}, "0.name", "BASE_TYPE_BAD_LENGTH"),
        (SLASH | {"description": ""}, "0.description", "BASE_TYPE_BAD_LENGTH"),
        (SLASH | {"description": "x" * 101}, "0.description", "BASE_TYPE_BAD_LENGTH"),
        (
            SLASH | {"name_localizations": {"de": "Zwei Wörter"}},
            "0.name_localizations.de",
            "APPLICATION_COMMAND_INVALID_NAME",
        ),
        (SLASH | {"name_localizations": {"de-AT": "los"}}, "0.name_localizations", "BASE_TYPE_CHOICES"),
        (SLASH | {"contexts": [0, 0]}, "0.contexts", "SET_TYPE_CONVERT"),
        (SLASH | {"integration_types": [2]}, "0.integration_types.0", "BASE_TYPE_CHOICES"),
        (option(name="MOOD"), "0.options.0.name", "APPLICATION_COMMAND_INVALID_NAME"),
        (option(choices=[{"name": "a", "value": "a"}] * 26), "0.options.0.choices", "BASE_TYPE_BAD_LENGTH"),
        (option(choices=[{"name": "a", "value": 1}]), "0.options.0.choices.0.value", "STRING_TYPE_CONVERT"),
        (option(type=5, autocomplete=True), "0.options.0.autocomplete", "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_TYPE"),
        (
            SLASH | {"options": [*option()["options"], {"type": 3, "name": "b", "description": "b", "required": True}]},
            "0.options.1",
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        ),
        (
            {"type": 2, "name": "Tell about", "description": "x"},
            "0.description",
            "APPLICATION_COMMAND_CONTEXT_MENU_FIELD",
        ),
    ],
)
async def test_a_command_that_breaks_a_rule_is_refused(bot: Bot, command: object, place: str, code: str) -> None:
    status, answer = await bot.registers(command)
    assert (status, answer["code"]) == (400, 50035)
    assert told(answer["errors"])[place] == code
    assert [kept["name"] for kept in bot.server.commands.all()] == ["recommend"]


async def test_names_of_other_scripts_are_taken_and_ids_stay(bot: Bot) -> None:
    localised = SLASH | {"name_localizations": {"ja": "おすすめ", "hi": "सिफ़ारिश", "ru": "совет"}}
    before = bot.server.commands.all()[0]
    status, made = await bot.registers(localised, {"type": 2, "name": "Tell about"})
    assert (status, made[0]["id"], made[0]["application_id"]) == (200, before["id"], bot.server.application_id)
    assert made[0]["version"] > before["version"]
    path = f"/applications/{bot.server.application_id}/commands/{made[1]['id']}"
    assert (await bot.asks("PATCH", path, {"name": "About"}))[1]["name"] == "About"
    assert await bot.asks("DELETE", path) == (204, None)
    assert (await bot.asks("GET", path))[1]["code"] == 10063
    status, answer = await bot.registers(*(SLASH | {"name": f"c{number}"} for number in range(101)))
    assert told(answer["errors"])[""] == "APPLICATION_COMMAND_TOO_MANY"


async def test_an_answer_comes_once_and_in_time(bot: Bot, call: Interaction, general: Channel) -> None:
    hello = {"type": 4, "data": NOBODY | {"content": "hello"}}
    assert (await bot.follows_up(call, NOBODY | {"content": "early"}))[1]["code"] == 10015
    status, answer = await bot.calls_back(call, hello, "?with_response=1")
    assert (status, answer["resource"]["message"]["content"]) == (200, "hello")
    assert (await bot.calls_back(call, hello))[1]["code"] == 40060
    late = await bot.server.people[0].uses("recommend", where=general)
    bot.server.clock.advance(PATIENCE + 0.1)
    assert (await bot.calls_back(late, hello))[1]["code"] == 10062
    assert (await bot.edits(call, NOBODY | {"content": "goodbye"}))[1]["content"] == "goodbye"
    bot.server.clock.advance(LIFE)
    assert (await bot.edits(call, NOBODY | {"content": "too late"}))[1]["code"] == 50027
    assert bot.server.unanswered == [late.what]
    assert bot.server.problems == []


@pytest.mark.parametrize(("kind", "allowed"), [("slash", {4, 5, 9}), ("tap", {4, 5, 6, 7, 9}), ("typing", {8})])
async def test_each_kind_is_answered_in_its_own_ways(
    bot: Bot, call: Interaction, general: Channel, kind: str, allowed: set[int]
) -> None:
    ann = bot.server.people[0]
    message = NOBODY | {"content": "hello", "components": [row(BUTTON)]}
    data: dict[int, object] = {
        4: message,
        7: message,
        8: {"choices": []},
        9: {"custom_id": "m", "title": "M", "components": [FIELD]},
    }
    assert (await bot.calls_back(call, {"type": 4, "data": message}))[0] == 204
    for how in range(4, 10):
        match kind:
            case "slash":
                act = await ann.uses("recommend", where=general)
            case "tap":
                act = await ann.taps(call.messages[0], "More")
            case _:
                act = await ann.begins_to_type("recommend", "mood", "c", where=general)
        status, _ = await bot.calls_back(act, {"type": how} | ({"data": data[how]} if how in data else {}))
        assert (how, status) == (how, 204 if how in allowed else 400)


@pytest.mark.parametrize(
    "choices",
    [
        [{"name": "a", "value": str(n)} for n in range(26)],
        [{"name": "", "value": "a"}],
        [{"name": "x" * 101, "value": "a"}],
    ],
)
async def test_what_is_offered_while_typing_has_limits(bot: Bot, general: Channel, choices: list[object]) -> None:
    typing = await bot.server.people[0].begins_to_type("recommend", "mood", "c", where=general)
    assert (await bot.calls_back(typing, {"type": 8, "data": {"choices": choices}}))[1]["code"] == 50035


async def test_flags_that_are_fixed_stay(bot: Bot, call: Interaction) -> None:
    await bot.calls_back(call, {"type": 5, "data": {"flags": EPHEMERAL}})
    status, message = await bot.edits(call, NOBODY | v2(TEXT))
    assert (status, message["flags"]) == (200, EPHEMERAL | COMPONENTS_V2)
    assert (await bot.edits(call, NOBODY | {"content": "x", "components": [], "flags": 0}))[1]["code"] == 50035
    assert (await bot.edits(call, NOBODY | {"components": [TEXT | {"content": "Other"}]}))[1]["flags"] == message[
        "flags"
    ]


async def test_an_application_that_a_person_brought_has_five_follow_ups(bot: Bot) -> None:
    ann, bob = bot.server.people
    call = await ann.uses("recommend", where=bot.server.private_channel(ann, bob))
    await bot.calls_back(call, {"type": 4, "data": NOBODY | {"content": "first"}})
    more = [(await bot.follows_up(call, NOBODY | {"content": "more"}))[0] for _ in range(FOLLOW_UPS_OF_A_GUEST + 1)]
    assert more == [200] * FOLLOW_UPS_OF_A_GUEST + [400]


@pytest.mark.parametrize("mentions", [{}, {"allowed_mentions": {}}, {"allowed_mentions": {"parse": ["users"]}}])
async def test_a_message_that_could_ping_is_a_problem(bot: Bot, call: Interaction, mentions: Json) -> None:
    assert (await bot.calls_back(call, {"type": 4, "data": mentions | {"content": "@everyone"}}))[0] == 204
    assert "could ping" in bot.server.problems[0]


async def test_strangers_and_strange_addresses_are_refused(bot: Bot) -> None:
    assert (await bot.asks("GET", "/guilds/1"))[0] == 404
    assert bot.server.problems == ["no route GET /api/v10/guilds/1"]
    assert (await bot.asks("GET", "/applications/1/commands"))[0] == 403
    assert (await bot.asks("POST", "/channels/1/messages", NOBODY | {"content": "x"}))[1]["code"] == 10003
    stranger = bot.server.people[0]
    stranger.blocks_bot = True
    path = f"/channels/{bot.server.dm(stranger).id}/messages"
    assert (await bot.asks("POST", path, NOBODY | {"content": "x"}))[1]["code"] == 50007
    bot.headers = {"Authorization": "Bot another"}
    assert (await bot.asks("GET", "/users/@me"))[0] == 401


async def test_every_answer_is_as_the_official_description_says(bot: Bot, call: Interaction) -> None:
    for path in ("/users/@me", "/oauth2/applications/@me", "/gateway", "/gateway/bot"):
        assert (await bot.asks("GET", path))[0] == 200
    everything = [
        {
            "type": 17,
            "components": [{"type": 9, "components": [TEXT], "accessory": THUMBNAIL}, {"type": 14}, row(BUTTON)],
        },
        {"type": 12, "items": [{"media": {"url": "https://example.org/b.png"}, "description": "B", "spoiler": True}]},
        row({"type": 3, "custom_id": "s", "options": [{"label": "a", "value": "a", "emoji": {"name": "👍"}}]}),
    ]
    assert (await bot.calls_back(call, {"type": 4, "data": NOBODY | v2(*everything)}, "?with_response=1"))[0] == 200
    assert (
        await bot.follows_up(call, NOBODY | {"embeds": [{"title": "A", "image": {"url": "https://example.org/c.png"}}]})
    )[0] == 200
    assert bot.server.problems == []


@pytest.mark.parametrize(
    ("form", "place", "code"),
    [
        ({"title": "x" * 46}, "data.title", "BASE_TYPE_BAD_LENGTH"),
        ({"custom_id": ""}, "data.custom_id", "BASE_TYPE_BAD_LENGTH"),
        ({"components": []}, "data.components", "BASE_TYPE_BAD_LENGTH"),
        ({"components": [FIELD | {"label": "x" * 46}]}, "data.components.0.label", "BASE_TYPE_BAD_LENGTH"),
        ({"components": [FIELD] * 2}, "data.components.1.component.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"),
        ({"components": [row(BUTTON)]}, "data.components.0.components.0.type", "UNION_TYPE_CHOICES"),
        ({"components": [FIELD] * 6}, "data.components", "BASE_TYPE_BAD_LENGTH"),
    ],
)
async def test_a_form_that_breaks_a_rule_is_refused(
    bot: Bot, call: Interaction, form: Json, place: str, code: str
) -> None:
    data = {"custom_id": "form", "title": "Form", "components": [FIELD]} | form
    status, answer = await bot.calls_back(call, {"type": 9, "data": data})
    assert (status, answer["code"]) == (400, 50035)
    assert told(answer["errors"])[place] == code


async def test_the_first_follow_up_fills_what_was_deferred(bot: Bot, call: Interaction) -> None:
    await bot.calls_back(call, {"type": 5, "data": {"flags": EPHEMERAL}})
    _, first = await bot.follows_up(call, NOBODY | {"content": "first"})
    _, second = await bot.follows_up(call, NOBODY | {"content": "second"})
    assert [message.id for message in call.messages] == [first["id"], second["id"]]
    assert (first["flags"], second["flags"]) == (EPHEMERAL, 0)
    path = f"/webhooks/{bot.server.application_id}/{call.token}/messages"
    assert (await bot.asks("GET", f"{path}/@original"))[1]["id"] == first["id"]
    assert await bot.asks("DELETE", f"{path}/{second['id']}") == (204, None)
    assert (await bot.asks("GET", f"{path}/{second['id']}"))[1]["code"] == 10008


async def test_a_cut_connection_carries_the_request_out_or_not(bot: Bot, call: Interaction) -> None:
    hello = {"type": 4, "data": NOBODY | {"content": "hello"}}
    bot.server.faults.next("POST /interactions/{id}/{token}/callback", Dropped(), Lost())
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.calls_back(call, hello)
    assert call.acknowledged_as is None
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.calls_back(call, hello)
    assert await call.acknowledged() is Callback.MESSAGE
    with pytest.raises(ValueError, match="is none of"):
        bot.server.faults.next("POST /nowhere", Dropped())
