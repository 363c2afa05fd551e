"""How the bot presents itself: commands, descriptions, name, menu button."""

import re

from telegram.constants import BotCommandLimit, BotCommandScopeType, BotDescriptionLimit, BotNameLimit

from tests.platforms.telegram.call import Call
from tests.platforms.telegram.refusal import Json, RefusalError

TEXTS = {
    "description": (BotDescriptionLimit.MAX_DESCRIPTION_LENGTH, "BOT_DESCRIPTION_TOO_LONG"),
    "short_description": (BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH, "BOT_SHORT_DESCRIPTION_TOO_LONG"),
    "name": (BotNameLimit.MAX_NAME_LENGTH, "BOT_TITLE_INVALID"),
}
Scope = tuple[str, int, int]

_name = re.compile(rf"[a-z0-9_]{{{BotCommandLimit.MIN_COMMAND.value},{BotCommandLimit.MAX_COMMAND.value}}}\Z")
_language = re.compile(r"[a-z]{2}\Z|\Z")


class Profile:
    """What is shown of the bot, by language ("" for all others) and, for commands, by scope."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, str], str] = {}
        self.commands: dict[tuple[Scope, str], list[Json]] = {}
        self.menu_buttons: dict[int, Json] = {}

    def set_commands(self, call: Call) -> bool:
        """Take over commands. Raises RefusalError for what Telegram does not take."""
        commands = call.parameters.get("commands", [])
        if len(commands) > BotCommandLimit.MAX_COMMAND_NUMBER:
            raise RefusalError("Bad Request: BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not _name.match(str(command.get("command", ""))):
                raise RefusalError("Bad Request: BOT_COMMAND_INVALID")
            described = len(str(command.get("description", "")).strip())
            if not BotCommandLimit.MIN_DESCRIPTION <= described <= BotCommandLimit.MAX_DESCRIPTION:
                raise RefusalError("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[scope_of(call), language_of(call)] = commands
        return True

    def delete_commands(self, call: Call) -> bool:
        self.commands.pop((scope_of(call), language_of(call)), None)
        return True

    def get_commands(self, call: Call) -> list[Json]:
        return self.commands.get((scope_of(call), language_of(call)), [])

    def menu(self, chat: int, person: int, language: str, *, private: bool, manages: bool) -> list[Json]:
        """Return the commands that somebody's client lists in a chat.

        https://core.telegram.org/bots/api#determining-list-of-commands
        """
        kinds = BotCommandScopeType
        everywhere: list[Scope] = [(kinds.DEFAULT, 0, 0)]
        if private:
            scopes: list[Scope] = [(kinds.CHAT, chat, 0), (kinds.ALL_PRIVATE_CHATS, 0, 0), *everywhere]
        else:
            managing: list[Scope] = [(kinds.CHAT_ADMINISTRATORS, chat, 0)] if manages else []
            of_all: list[Scope] = [(kinds.ALL_CHAT_ADMINISTRATORS, 0, 0)] if manages else []
            scopes = [
                (kinds.CHAT_MEMBER, chat, person),
                *managing,
                (kinds.CHAT, chat, 0),
                *of_all,
                (kinds.ALL_GROUP_CHATS, 0, 0),
                *everywhere,
            ]
        for scope in scopes:
            for wanted in (language, ""):
                if commands := self.commands.get((scope, wanted)):
                    return commands
        return []

    def set_text(self, name: str, call: Call) -> bool:
        """Take over a description or the name. Raises RefusalError for one that is too long."""
        longest, trouble = TEXTS[name]
        if len(call.text(name)) > longest:
            raise RefusalError(f"Bad Request: {trouble}")
        self.texts[name, language_of(call)] = call.text(name)
        return True

    def get_text(self, name: str, call: Call) -> Json:
        return {name: self.texts.get((name, language_of(call))) or self.texts.get((name, ""), "")}


def scope_of(call: Call) -> Scope:
    """Return whom commands are for. Raises RefusalError for no such scope."""
    scope = call.parameters.get("scope") or {"type": BotCommandScopeType.DEFAULT}
    if scope.get("type") not in set(BotCommandScopeType):
        raise RefusalError("Bad Request: can't parse BotCommandScope: Unsupported type specified")
    return str(scope["type"]), int(scope.get("chat_id", 0)), int(scope.get("user_id", 0))


def language_of(call: Call) -> str:
    """Return a call's language, "" for all others. Raises RefusalError for what is no ISO 639-1 code."""
    language = call.text("language_code")
    if not _language.match(language):
        raise RefusalError("Bad Request: language code is invalid")
    return language
