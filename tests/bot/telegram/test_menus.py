from bot.commands.all import registry
from bot.conversation.declaration import Permission
from bot.conversation.request import Identity
from bot.conversation.translations import translations
from tests.bot.telegram.bots import Bots
from tests.platforms.telegram.faults import ServerError
from tests.platforms.telegram.server import TelegramServer

EVERYONE = [command.name for command in registry.commands if command.permission is Permission.EVERYONE]


async def test_everyone_sees_the_commands_that_are_for_everyone_in_their_language(
    bots: Bots, telegram: TelegramServer
) -> None:
    await bots.start()
    ann, bob = telegram.person("Ann", language="de"), telegram.person("Bob", language="fi")
    club = telegram.group("Club", ann, bob)
    for person, similar in ((ann, "Anime wie der, den du nennst"), (bob, "Anime like the one you name")):
        for chat in (person.private, club):
            menu = telegram.menu(chat, person)
            assert [command["command"] for command in menu] == EVERYONE
            assert similar in [command["description"] for command in menu]


async def test_menus_are_told_only_when_they_changed(bots: Bots, telegram: TelegramServer) -> None:
    for _ in range(2):
        await bots.start()
        await bots.stop()
    assert len(telegram.calls_of("setMyCommands")) == 3 * (1 + len(translations()))
    assert len(telegram.calls_of("setMyDescription")) == len(telegram.calls_of("setMyShortDescription")) == 1


async def test_an_admin_sees_more_in_their_own_chat_once_they_were_met(bots: Bots, telegram: TelegramServer) -> None:
    ann = telegram.person("Ann")
    bots.house.admins = frozenset({Identity("telegram", str(ann.id))})
    await bots.start()
    for _ in range(2):
        await ann.private.says(ann, "/help")
        await ann.private.next_message()
    await bots.stop()
    assert len(telegram.menu(ann.private, ann)) == len(registry.commands) > len(EVERYONE)
    scopes = [call.parameters["scope"]["type"] for call in telegram.calls_of("setMyCommands")]
    assert scopes.count("chat") == 1


async def test_without_menus_the_answers_still_come(bots: Bots, telegram: TelegramServer) -> None:
    telegram.faults.next("setMyCommands", ServerError())
    await bots.start()
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/help")
    assert "Discover" in (await ann.private.next_message()).text


async def test_without_an_admins_menu_the_answer_is_all_they_get(bots: Bots, telegram: TelegramServer) -> None:
    ann = telegram.person("Ann")
    bots.house.admins = frozenset({Identity("telegram", str(ann.id))})
    await bots.start()
    telegram.faults.next("setMyCommands", ServerError())
    await ann.private.says(ann, "/help")
    await ann.private.next_message()
    await bots.stop()
    assert ann.private.unseen == []
