"""The conversation a surface is given: it asks and gets answers, and knows neither commands nor what is behind them."""

from typing import Any, TypeVar

from bot.conversation.declaration import Command
from bot.conversation.host import Host
from bot.conversation.parameters import Completion
from bot.conversation.registry import Registry
from bot.conversation.reply import Reply
from bot.conversation.request import Identity, Request

H = TypeVar("H", bound=Host)


class Conversation:
    """A registry and the house it answers for, closed over.

    commands: all of them, for menus, palettes and the platforms' registrations, in the order they were declared.
    plain: the name of the one that text without a command is given to.
    """

    def __init__(self, registry: Registry[H], host: H) -> None:
        self.commands: tuple[Command[Any], ...] = registry.commands
        self.plain = registry.plain
        self._registry: Registry[Any] = registry
        self._host = host

    def commands_for(self, person: Identity) -> tuple[Command[Any], ...]:
        """Return the commands to show to `person`; those for admins only to admins."""
        return self._registry.commands_for(person, self._host)

    async def answer(self, request: Request) -> Reply:
        """Return the answer to `request`; it never raises for what a person sent."""
        return await self._registry.answer(request, self._host)

    async def complete(self, command: str, parameter: str, typed: str, request: Request) -> list[Completion]:
        """Return at most 25 options for a parameter while it is typed; with nothing typed, what to offer first."""
        return await self._registry.complete(command, parameter, typed, request, self._host)
