from bot.commands.all import registry
from bot.conversation.declaration import Permission
from bot.conversation.request import Identity
from tests.bot.telegram.bots import Bots
from tests.platforms.telegram.faults import ServerError
from tests.platforms.telegram.server import TelegramServer

EVERYONE = [command.name for command in registry.commands if command.permission is Permission.EVERYONE]


async def test_everyone_sees_the_commands_that_are_for_everyone(bots: Bots, telegram: TelegramServer) -> None:
    await bots.start()
    ann = telegram.person("Ann", language="de")
    club = telegram.group("Club", ann)
    for chat in (ann.private, club):
        assert [command["command"] for command in telegram.menu(chat, ann)] == EVERYONE


async def test_menus_are_told_only_when_they_changed(bots: Bots, telegram: TelegramServer) -> None:
    for _ in range(2):
        await bots.start()
        await bots.stop()
    assert len(telegram.calls_of("setMyCommands")) == 3
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
    assert len(telegram.calls_of("setMyCommands")) == 4


async def test_without_menus_the_answers_still_come(bots: Bots, telegram: TelegramServer) -> None:
    telegram.faults.next("setMyCommands", ServerError())
    await bots.start()
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/help")
    assert "Discover" in (await ann.private.next_message()).text
