"""What Telegram shows of us before anybody asks: commands and descriptions, told to it only when they changed."""

import json
from collections.abc import Awaitable, Callable, Iterable
from hashlib import blake2s
from typing import Any, Final

from loguru import logger
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.conversation.conversation import Conversation
from bot.conversation.declaration import Command, Permission
from bot.conversation.request import Request
from bot.conversation.surface import Notebook
from bot.conversation.translations import translations

_DESCRIPTION: Final = (
    "I recommend anime, and I tell you honestly why. Tap three you like, and my picks are already yours. "
    "Every thumb makes the next answer better.\n\nYour data stays yours: /privacy says what I keep, /forget deletes it."
)
_SHORT_DESCRIPTION: Final = "Anime for your taste, with honest reasons. Every thumb makes the next answer better."
_ENGLISH: Final = ""  # to Telegram, the language of everyone whose own it was not told
_LANGUAGE_CODE: Final = 2  # letters of a language's tag that Telegram takes
_SCOPES: Final = (BotCommandScopeDefault(), BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats())


class Menus:
    """The menus of one bot. What was told already stands in the notebook, under the bot's id.

    Where Telegram does not take them today, the answers do without.
    """

    def __init__(self, bot: Bot, conversation: Conversation, notebook: Notebook) -> None:
        self._bot = bot
        self._conversation = conversation
        self._notebook = notebook
        self._admins_met: set[str] = set()

    async def show(self) -> None:
        """Tell Telegram the commands that are for everyone, in each language, and the descriptions."""
        everyone = [one for one in self._conversation.commands if one.permission is Permission.EVERYONE]
        try:
            for scope in _SCOPES:
                for language in (_ENGLISH, *translations()):
                    await self._show_commands(everyone, scope, language)
            await self._tell("description", _DESCRIPTION, lambda: self._bot.set_my_description(_DESCRIPTION))
            await self._tell(
                "short description", _SHORT_DESCRIPTION, lambda: self._bot.set_my_short_description(_SHORT_DESCRIPTION)
            )
        except TelegramError as error:
            _do_without(error)

    async def show_to_admin(self, request: Request) -> None:
        """Show an admin their commands too, in the private chat they ask in."""
        person = request.person
        if not request.chat.private or person.id in self._admins_met:
            return
        theirs = self._conversation.commands_for(person)
        if any(command.permission is Permission.ADMIN for command in theirs):
            self._admins_met.add(person.id)
            try:
                # The digest of an admin's menu goes by their alias: no platform's id is written down.
                scope, alias = BotCommandScopeChat(int(request.chat.id)), self._conversation.alias(person)
                await self._show_commands(theirs, scope, whose=alias)
            except TelegramError as error:
                _do_without(error)

    async def _show_commands(
        self, commands: Iterable[Command[Any]], scope: BotCommandScope, language: str = _ENGLISH, whose: str = ""
    ) -> None:
        theirs = translations().get(language, {})
        shown = [BotCommand(one.name, theirs.get(one.name, one).description) for one in commands]
        said = json.dumps([(command.command, command.description) for command in shown])
        name = " ".join(filter(None, ("commands", scope.type, language, whose)))
        await self._tell(name, said, lambda: self._bot.set_my_commands(shown, scope, language[:_LANGUAGE_CODE]))

    async def _tell(self, name: str, said: str, tell: Callable[[], Awaitable[bool]]) -> None:
        digest = blake2s(said.encode(), digest_size=12).hexdigest()
        noted = f"{name} of {self._bot.id}"
        if await self._notebook.look_up(noted) != digest:
            await tell()
            await self._notebook.note(noted, digest)


def _do_without(error: TelegramError) -> None:
    what = type(error).__name__
    logger.warning("Telegram did not take the menus ({}). They are sent again at the next start.", what)
