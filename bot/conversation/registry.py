"""The registry: where commands and actions are declared, and the one dispatcher that answers requests with them."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from socket import gaierror
from typing import Any, Concatenate, Generic, NoReturn, ParamSpec, TypeVar

from loguru import logger
from rapidfuzz import fuzz, process

from bot.conversation.action import Action, OldButton, fits
from bot.conversation.declaration import (
    Command,
    Declaration,
    Parameter,
    Permission,
    check_description,
    check_name,
    parameters_of,
)
from bot.conversation.host import Host
from bot.conversation.line import Leftover, split
from bot.conversation.parameters import LONGEST_LABEL, MOST_OPTIONS, Completion, Title, Unclear, shorten
from bot.conversation.reply import Audience, Button, Choices, Notice, Reply, Tone
from bot.conversation.request import Identity, Request

H = TypeVar("H", bound=Host)
P = ParamSpec("P")
Handler = Callable[Concatenate[Request, H, P], Awaitable[Reply]]

_CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is misread aloud
_LONGEST_SECONDS = 60.0  # for one answer, which those asked for next in the same chat wait for
_NEAREST_COMMANDS = 3
_LIKE = 50  # RapidFuzz's ratio, 0-100, from which a command is worth offering
OLD_BUTTON = Reply(
    (Notice("This button is old. Please ask again, and you get fresh ones.", Tone.SORRY),), Audience.PERSONAL
)


@dataclass(frozen=True, slots=True)
class Inline:
    """The names of the commands that answer a person who types in any chat: `about` with a text, `empty` without."""

    about: str
    empty: str


class Registry(Generic[H]):
    """Commands and actions by name; a name is either.

    plain: the command that text without one is given to. inline: what answers where a person types in any chat, with
    text and without. families: of the commands, in the order of menus.
    """

    def __init__(self, *, plain: str, inline: Inline, families: Sequence[str]) -> None:
        self._plain = plain
        self.inline = inline
        self._families = list(families)
        self._declared: dict[str, Declaration[H]] = {}
        self._commands: tuple[Command[H], ...] = ()

    @property
    def plain(self) -> str:
        """The command that text without one is given to."""
        return self._plain

    @property
    def commands(self) -> tuple[Command[H], ...]:
        """The commands, family by family, in the order they were declared."""
        return self._commands

    @property
    def actions(self) -> tuple[Declaration[H], ...]:
        """The actions that only buttons can ask for, in the order they were declared."""
        return tuple(declared for declared in self._declared.values() if not isinstance(declared, Command))

    def command(  # noqa: PLR0913  each is a thing that menus show
        self,
        name: str,
        description: str,
        *,
        family: str,
        example: str,
        permission: Permission = Permission.EVERYONE,
        about: str = "",
        audience: Audience = Audience.PERSONAL,
    ) -> Callable[[Handler[H, P]], Handler[H, P]]:
        """Return the decorator that declares a command. Raises ValueError for what a platform would refuse."""
        check_description(description)
        if family not in self._families:
            raise ValueError(f"{name} is of the family {family!r}; there are {', '.join(self._families)}")

        def declare(handler: Handler[H, P]) -> Handler[H, P]:
            parameters = parameters_of(handler)
            menu = (description, family, example, about, audience)
            self._add(Command(name, handler, parameters, permission, *menu))
            return handler

        return declare

    def action(self, name: str) -> Callable[[Handler[H, P]], Handler[H, P]]:
        """Return the decorator that declares what a button does: read like a command, but in no menu."""

        def declare(handler: Handler[H, P]) -> Handler[H, P]:
            self._add(Declaration(name, handler, parameters_of(handler), Permission.EVERYONE))
            return handler

        return declare

    def commands_for(self, person: Identity, host: H) -> tuple[Command[H], ...]:
        """Return the commands that `person` may use."""
        return tuple(command for command in self.commands if _may(command, person, host))

    async def answer(self, request: Request, host: H) -> Reply:
        """Return the answer to `request`, whatever happens: what went wrong becomes a notice with a code, logged too.

        In order: find the declaration, check the permission, share out the text, read each parameter, run the handler.
        """
        try:
            async with asyncio.timeout(_LONGEST_SECONDS):
                return await self._answer(request, host)
        except OldButton:
            return OLD_BUTTON
        except Exception as error:  # noqa: BLE001  the one place where what nobody foresaw ends
            return trouble(error, request, host)

    async def complete(self, command: str, parameter: str, typed: str, request: Request, host: H) -> list[Completion]:
        """Return at most 25 options for a parameter while it is typed; none for a command or parameter unknown.

        Of options that read the same only the first is there: nobody could choose between them.
        """
        declared = self._declared.get(command)
        if not isinstance(declared, Command) or not _may(declared, request.person, host):
            return []
        for one in declared.parameters:
            if one.name == parameter:
                options = await (one.kind.complete(typed, request, host) if typed else one.kind.suggest(request, host))
                shown: dict[str, str] = {}
                for option in options:
                    shown.setdefault(shorten(option.label, LONGEST_LABEL), option.value)
                return [Completion(label, value) for label, value in shown.items()][:MOST_OPTIONS]
        return []

    def _add(self, declared: Declaration[H]) -> None:
        if check_name(declared.name) in self._declared:
            raise ValueError(f"{declared.name} is declared twice")
        self._declared[declared.name] = declared
        if isinstance(declared, Command):
            commands = (*self._commands, declared)
            self._commands = tuple(sorted(commands, key=lambda command: self._families.index(command.family)))

    async def _answer(self, request: Request, host: H) -> Reply:
        name = request.action.name if request.action else request.command.casefold() or self._plain
        declared = self._declared.get(name)
        if request.action and declared is None:
            raise OldButton(name)
        if declared is None or not (request.action or isinstance(declared, Command)):
            return self._unknown(name, request, host)
        if not _may(declared, request.person, host):
            return Reply((Notice("Only the people who run this bot can do that.", Tone.SORRY),), Audience.PERSONAL)
        try:
            raw = await _raw(declared, request, host)
            values, short = await _read(declared, raw, request, host)
        except Leftover as leftover:
            return _ask(declared, _with_example(declared, leftover), leftover.parameter, leftover.given)
        except _Unread as unread:
            if request.action and not isinstance(declared, Command) and not unread.why.options:
                raise OldButton(name) from unread
            return _ask(declared, unread.why, unread.parameter, unread.given)
        reply = await declared.handler(request, host, **values)
        if reply.again is None and isinstance(declared, Command):
            return replace(reply, again=_action(declared, short))
        return reply

    def _unknown(self, name: str, request: Request, host: H) -> Reply:
        names = [command.name for command in self.commands_for(request.person, host)]
        near = process.extract(name, names, scorer=fuzz.ratio, limit=_NEAREST_COMMANDS, score_cutoff=_LIKE)
        if not near:
            return Reply((Notice(f"I have no command /{shorten(name)}. /help shows them all.", Tone.SORRY),))
        buttons = tuple(Button(f"/{command}", Action(command)) for command, _, _ in near)
        return Reply((Choices(f"I have no command /{shorten(name)}. Did you mean:", buttons),))


class _Unread(Exception):  # noqa: N818  carries a question from the reading to the asking
    def __init__(self, parameter: str, why: Unclear, given: Mapping[str, str]) -> None:
        super().__init__(parameter)
        self.parameter = parameter
        self.why = why
        self.given = given


def _may(declared: Declaration[H], person: Identity, host: H) -> bool:
    return declared.permission is Permission.EVERYONE or host.is_admin(person)


async def _raw(declared: Declaration[H], request: Request, host: H) -> dict[str, str]:
    """Return the raw text of the parameters that were given, by name, from whichever form the request has."""
    if request.action:
        if len(request.action.arguments) > len(declared.parameters):
            raise OldButton(f"{declared.name} takes fewer arguments now")
        names = (parameter.name for parameter in declared.parameters)
        raw = dict(zip(names, request.action.arguments, strict=False))
    else:
        raw = {one.name: request.arguments[one.name] for one in declared.parameters if one.name in request.arguments}
        if request.text.strip():
            free = [one for one in declared.parameters if one.name not in raw]
            raw |= await split(request.text, free, request, host)
    return {name: text for name, text in raw.items() if text.strip()}


async def _read(
    declared: Declaration[H], raw: Mapping[str, str], request: Request, host: H
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values by name, and the same as short as buttons need them."""
    values: dict[str, Any] = {}
    given = dict(raw)  # with what was read as short as buttons need it: "#20" for "naruto"
    for parameter in declared.parameters:
        try:
            if parameter.name in raw:
                value = await parameter.kind.read(raw[parameter.name], request, host)
                values[parameter.name], given[parameter.name] = value, parameter.kind.write(value)
            elif parameter.required:
                await _ask_for(declared, parameter, request, host)
        except Unclear as why:
            raise _Unread(parameter.name, why, given) from why
    return values, given


async def _ask_for(declared: Declaration[H], parameter: Parameter, request: Request, host: H) -> NoReturn:
    options = await parameter.kind.suggest(request, host)
    raise Unclear(_with_example(declared, Unclear(parameter.kind.prompt)).text, options)


def _with_example(declared: Declaration[H], why: Unclear) -> Unclear:
    """Return `why` with a line that works, where it has nothing else to offer."""
    if why.options or not isinstance(declared, Command):
        return why
    return Unclear(f"{why.text} For example: {declared.example}")


def _ask(declared: Declaration[H], why: Unclear, parameter: str, raw: Mapping[str, str]) -> Reply:
    """Return the question that `why` asks; each option is a button that runs the same again with that one set.

    Where a title is asked for, a last button asks for another one, in words. What was given to a command whose answer
    is personal is nobody else's business either.
    """
    audience = declared.audience if isinstance(declared, Command) else Audience.PERSONAL
    options = ((option.label, _action(declared, {**raw, parameter: option.value})) for option in why.options)
    buttons = [Button(label, action) for label, action in options if action]
    if not buttons:
        return Reply((Notice(why.text, Tone.SORRY, buttons=_in_words(declared, parameter)),), audience)
    return Reply((Choices(why.text, (*buttons, *_in_words(declared, parameter))),), audience)


def _in_words(declared: Declaration[H], parameter: str) -> tuple[Button, ...]:
    """Return the button that asks for another title, where `parameter` is the title that a command begins with."""
    match declared:
        case Command(parameters=(Parameter(name=name, kind=Title(prompt=prompt)), *_)) if name == parameter:
            return (Button("Another title", Action(declared.name), asks=prompt),)
        case _:
            return ()


def _action(declared: Declaration[H], given: Mapping[str, str]) -> Action | None:
    """Return the action that runs `declared` with the raw texts `given`; None where no button could carry it."""
    arguments = [given.get(one.name, "") for one in declared.parameters]
    while arguments and not arguments[-1]:
        arguments.pop()
    action = Action(declared.name, tuple(arguments))
    return action if fits(action) else None


def new_code() -> str:
    """Return a code, like "E-7K2M", to find a line of the log by."""
    return "E-" + "".join(secrets.choice(_CODE_ALPHABET) for _ in range(4))


def trouble(error: Exception, request: Request, host: Host) -> Reply:
    """Return the words for what nobody foresaw, with a code that the log then has too."""
    code = new_code()
    what = f"button {request.action.name}" if request.action else f"command {request.command or '(none)'}"
    away = isinstance(error, ConnectionError | TimeoutError | gaierror)  # where it came up says nothing then
    logger.opt(exception=None if away else error).error(
        "{code}: {what} of {person} on {platform} failed" + (": {why}" if away else ""),
        code=code,
        why=str(error) or type(error).__name__,
        what=shorten(what),
        person=host.alias(request.person),
        platform=request.person.platform,
    )
    text = "Something went wrong on my side. Please try again in a moment."
    return Reply((Notice(text, Tone.SORRY, code),), Audience.PERSONAL)
