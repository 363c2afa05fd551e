"""What is declared of a command or a button's action, read from the handler's own signature.

All that a surface needs for its menus stands here, within the limits of every platform: Discord's for the length of
descriptions and the number of options, Telegram's for the alphabet of names.
"""

import inspect
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from bot.conversation.parameters import LONGEST_LABEL, MOST_OPTIONS, Choice, Kind, Title, Whole, Words
from bot.conversation.reply import Audience, Reply

H = TypeVar("H")

LONGEST_DESCRIPTION = 100  # of a command or a parameter, in characters: Discord's limit
_NAME = re.compile(r"[a-z0-9_]{1,32}")


class Permission(StrEnum):
    """Who may use a command. ADMIN: the people named in the settings."""

    EVERYONE = "everyone"
    ADMIN = "admin"


@dataclass(frozen=True)
class Parameter:
    """One parameter of a handler. `kind.prompt` is its description; surfaces match on the kind's class."""

    name: str
    kind: Kind[Any]
    required: bool


@dataclass(frozen=True)
class Declaration(Generic[H]):
    """A handler and what it takes after the request and the house, in order."""

    name: str
    handler: Callable[..., Awaitable[Reply]]
    parameters: tuple[Parameter, ...]
    permission: Permission


@dataclass(frozen=True)
class Command(Declaration[H]):
    """A declaration that stands in menus. `example` is a whole line that works.

    about: what it is called in a platform's menu on a person, if it stands there; it reads `Request.subject`.
    audience: who may see its answer, as a rule: a platform wants to know before a slow answer is there.
    """

    description: str
    family: str
    example: str
    about: str = ""
    audience: Audience = Audience.PERSONAL


def parameters_of(handler: Callable[..., Awaitable[Reply]]) -> tuple[Parameter, ...]:
    """Return the parameters that `handler` declares as `Annotated[type, kind]` after its first two.

    Raises ValueError for a parameter without a kind, a name or text over the platforms' limits, one that is required
    after one that is not, two that take all the words, or more than one whole number beside such a one.
    """
    hints = get_type_hints(handler, include_extras=True)
    declared = list(inspect.signature(handler).parameters.values())[2:]
    parameters = tuple(
        Parameter(one.name, _kind(handler, one.name, hints[one.name]), one.default is inspect.Parameter.empty)
        for one in declared
    )
    where = f"in {handler.__qualname__}"
    required = [parameter.required for parameter in parameters]
    if required != sorted(required, reverse=True):
        raise ValueError(f"required parameters come first {where}")
    if _count(parameters, Title, Words) > 1 or (_count(parameters, Title, Words) and _count(parameters, Whole) > 1):
        raise ValueError(f"a line of text could not be shared out among these parameters {where}")
    return parameters


def check_name(name: str) -> str:
    """Return `name`. Raises ValueError where a platform would not take it for a command or an option."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not 1 to 32 of a-z, 0-9, _")
    return name


def check_description(text: str) -> str:
    """Return `text`. Raises ValueError where a platform would not take it for a description."""
    if not 1 <= len(text) <= LONGEST_DESCRIPTION:
        raise ValueError(f"a description has 1 to {LONGEST_DESCRIPTION} characters: {text!r}")
    return text


def _kind(handler: Callable[..., Awaitable[Reply]], name: str, hint: object) -> Kind[Any]:
    kinds = [extra for extra in get_args(hint) if isinstance(extra, Kind)] if get_origin(hint) is Annotated else []
    if len(kinds) != 1:
        raise ValueError(f'{name} of {handler.__qualname__} needs one kind: Annotated[int, Title("Which anime?")]')
    kind = kinds[0]
    check_name(name)
    check_description(kind.prompt)
    if isinstance(kind, Choice):
        labels = list(kind.options.values())
        if not 1 <= len(labels) <= MOST_OPTIONS or any(not 1 <= len(label) <= LONGEST_LABEL for label in labels):
            raise ValueError(f"{name} of {handler.__qualname__} has too many options, or a label too long")
    return kind


def _count(parameters: Iterable[Parameter], *kinds: type[Kind[Any]]) -> int:
    return sum(isinstance(parameter.kind, kinds) for parameter in parameters)
