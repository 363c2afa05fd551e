"""The declared commands as Discord's: slash commands with typed options, and entries in the menu on a person."""

import hashlib
import inspect
import json
from typing import Any, Final

from discord import AppCommandOptionType, Client, Interaction, InteractionType, Member, Permissions, User, app_commands
from discord.app_commands import AppCommandContext, AppInstallationType, Choice

from bot.conversation.conversation import Conversation
from bot.conversation.declaration import Command, Parameter, Permission
from bot.conversation.parameters import Choice as Choices
from bot.conversation.parameters import Genre, Name, Title, Whole, Words
from bot.conversation.surface import Notebook
from bot.discord.answers import Answers
from bot.discord.incoming import Call
from bot.discord.translations import Translations

_REGISTERED: Final = "commands"  # in the notebook: a digest of what Discord was told


class Commands(app_commands.CommandTree[Client]):
    """All commands of a conversation, for servers and for people, usable everywhere."""

    def __init__(self, client: Client, conversation: Conversation, answers: Answers) -> None:
        super().__init__(
            client,
            allowed_contexts=AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=AppInstallationType(guild=True, user=True),
        )
        self._answers = answers
        for declared in conversation.commands:
            self.add_command(_slash(declared, answers))
            if declared.about:
                self.add_command(_about(declared, answers))

    async def interaction_check(self, call: Interaction[Client], /) -> bool:
        """Return whether the library shall go on with `call`.

        Not with the completion of an option that is no more: it would log the ids of who types and where.
        """
        if call.type is not InteractionType.autocomplete or self._completes(call):
            return True
        await self._answers.complete(call, "", "", "")
        return False

    async def on_error(self, call: Interaction[Client], error: app_commands.AppCommandError, /) -> None:  # noqa: ARG002
        """Answer a command that is not, or no longer, as people's menus have it; all else ends in the answers."""
        await self._answers.old_command(call)

    def _completes(self, call: Interaction[Client]) -> bool:
        data: dict[str, Any] = dict(call.data or {})
        command = self.get_command(data["name"])
        typed = next((option["name"] for option in data.get("options", ()) if option.get("focused")), "")
        parameter = command.get_parameter(typed) if isinstance(command, app_commands.Command) else None
        return parameter is not None and parameter.autocomplete

    async def register(self, notebook: Notebook) -> None:
        """Tell Discord of the commands where they have changed since it was told. Raises discord.HTTPException."""
        translations = Translations()
        await self.set_translator(translations)
        payload = [await command.get_translated_payload(self, translations) for command in self.get_commands()]
        text = json.dumps([self.client.application_id, payload], sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        if await notebook.look_up(_REGISTERED) != digest:
            await self.sync()
            await notebook.note(_REGISTERED, digest)


class _Option(app_commands.Transformer):
    """A parameter as an option of a slash command; what it means is read by the conversation."""

    def __init__(self, parameter: Parameter) -> None:
        self._kind = parameter.kind

    @property
    def type(self) -> AppCommandOptionType:
        return AppCommandOptionType.integer if isinstance(self._kind, Whole) else AppCommandOptionType.string

    @property
    def min_value(self) -> int | None:
        match self._kind:
            case Whole(lowest=lowest):
                return lowest
            case _:
                return None

    @property
    def max_value(self) -> int | None:
        match self._kind:
            case Whole(highest=highest):
                return highest
            case Words(longest=longest):
                return longest
            case _:
                return None

    @property
    def choices(self) -> list[Choice[str | int | float]] | None:
        if not isinstance(self._kind, Choices):
            return None
        return [Choice(name=label, value=option.value) for option, label in self._kind.options.items()]

    async def transform(self, call: Call, value: str | int, /) -> str:  # noqa: ARG002  the library's form
        """Return the raw text."""
        return str(value)


class _CompletedOption(_Option):
    """An option that is completed while it is typed."""

    def __init__(self, parameter: Parameter, command: str, answers: Answers) -> None:
        super().__init__(parameter)
        self._where = command, parameter.name
        self._answers = answers

    async def autocomplete(self, call: Call, typed: str | float, /) -> list[Choice[str | int | float]]:
        """Answer the keystroke; nothing is left for the library to send."""
        await self._answers.complete(call, *self._where, str(typed))
        return []


def _slash(declared: Command[Any], answers: Answers) -> app_commands.Command[Any, ..., None]:
    async def run(call: Call, **options: str | None) -> None:
        given = {name: value for name, value in options.items() if value is not None}
        await answers.command(call, declared, given)

    vars(run)["__signature__"] = _signature(declared, answers)  # where inspect looks first (PEP 362)
    described = app_commands.describe(**{one.name: one.kind.prompt for one in declared.parameters})(run)
    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=declared.name, description=declared.description, callback=described
    )
    if declared.permission is Permission.ADMIN:  # kept out of most people's menus; the conversation checks who may
        command.default_permissions = Permissions(administrator=True)
    return command


def _signature(declared: Command[Any], answers: Answers) -> inspect.Signature:
    """Return the signature that the library reads the options from."""
    call = inspect.Parameter("call", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Call)
    options = [
        inspect.Parameter(
            one.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if one.required else None,
            annotation=_option(one, declared, answers),
        )
        for one in declared.parameters
    ]
    return inspect.Signature([call, *options])


def _option(parameter: Parameter, declared: Command[Any], answers: Answers) -> _Option:
    if isinstance(parameter.kind, Title | Name | Genre):
        return _CompletedOption(parameter, declared.name, answers)
    return _Option(parameter)


def _about(declared: Command[Any], answers: Answers) -> app_commands.ContextMenu:
    async def run(call: Interaction[Any], person: Member | User) -> None:
        await answers.command(call, declared, {}, subject=person)

    return app_commands.ContextMenu(name=declared.about, callback=run)
