"""The welcome, also by a link that leads further, and help made from the registry itself."""

from dataclasses import replace
from typing import Annotated, Final

from bot.commands.house import House
from bot.commands.pages import FirstTaste
from bot.commands.registry import registry
from bot.commands.showing import show
from bot.commands.visit import welcome
from bot.conversation.action import Action
from bot.conversation.declaration import Command, Parameter
from bot.conversation.deep_link import action_of
from bot.conversation.parameters import Choice, Words, shorten
from bot.conversation.reply import Audience, Button, Choices, Heading, Notice, Place, Reply, Text, Tone
from bot.conversation.request import Request

_FAMILY = "Getting along"
_WELCOME = (
    "I recommend anime, and I tell you honestly why. Tap three you like, and my picks are already yours. "
    "Every thumb after that makes the next answer better."
)
# What only shows. A link can come from anybody, so it may lead here, or to a command without arguments, which asks
# before it changes anything; nothing else that it names is done.
_SHOWING: Final = frozenset(
    {"anime", "because", "help", "leaf", "more", "recommend", "search", "similar", "suits", "why", "without"}
)
_TITLE_ALONE = (
    "Where I see what you type, a title alone works too."  # among many, and on Discord, only commands reach me
)
_SIMULATED = "So far I have learned from simulated ratings only. They are made up, and real ones will replace them."


@registry.command("start", "Say hello: three taps to a first taste", family=_FAMILY, example="/start")
async def start(
    request: Request, house: House, link: Annotated[str, Words("What a link to me carried; never typed")] = ""
) -> Reply:
    """Return what a link leads to, or the welcome and the titles to tap."""
    action = action_of(link)
    if action is not None and _may_follow(action):
        reply = await registry.answer(replace(request, command="", arguments={}, text="", action=action), house)
        return replace(reply, place=Place.NEW, again=reply.again or action)
    visit = await welcome(request, house)
    shown = await show(visit, FirstTaste())
    return Reply((Heading("Osusume"), Text(_WELCOME), *shown.parts), shown.audience)


def _may_follow(action: Action) -> bool:
    bare = not action.arguments and any(command.name == action.name for command in registry.commands)
    return bare or action.name in _SHOWING


@registry.command(
    "help",
    "All commands, or how one of them works",
    family=_FAMILY,
    example="/help recommend",
    audience=Audience.PUBLIC,
)
async def help_(
    request: Request, house: House, command: Annotated[str, Words("Which command?", longest=40)] = ""
) -> Reply:
    """Return all commands by family, or one of them in full."""
    commands = registry.commands_for(request.person, house)
    if not command:
        return _all(commands, simulated="simulated" in house.engine.manifest.data)
    name = command.lstrip("/").casefold()
    for one in commands:
        if one.name == name:
            return _one(one)
    return Reply((Notice(f"I have no command /{shorten(name)}. /help shows them all.", Tone.SORRY),))


def _all(commands: tuple[Command[House], ...], *, simulated: bool) -> Reply:
    families: dict[str, list[str]] = {}
    for command in commands:
        families.setdefault(command.family, []).append(f"{_usage(command)}: {command.description}")
    parts = [part for family, lines in families.items() for part in (Heading(family), Text("\n".join(lines)))]
    buttons = tuple(Button(f"/{name}", Action(name)) for name in ("start", "recommend"))
    return Reply((*parts, Text(f"{_TITLE_ALONE} {_SIMULATED}" if simulated else _TITLE_ALONE), Choices("", buttons)))


def _one(command: Command[House]) -> Reply:
    lines = [command.description + ".", *map(_line, command.parameters), f"For example: {command.example}"]
    return Reply((Heading(_usage(command)), Text("\n".join(lines))))


def _usage(command: Command[House]) -> str:
    needed = (parameter.name.upper() for parameter in command.parameters if parameter.required)
    free = (f"[{parameter.name}]" for parameter in command.parameters if not parameter.required)
    return " ".join((f"/{command.name}", *needed, *free))


def _line(parameter: Parameter) -> str:
    options = f" ({', '.join(parameter.kind.options)})" if isinstance(parameter.kind, Choice) else ""
    return f"{parameter.name}: {parameter.kind.prompt}{options}"
