"""The conversation a surface is given: it asks and gets answers, and knows neither commands nor what is behind them."""

from typing import Any, TypeVar

from bot.conversation.declaration import Command
from bot.conversation.host import Host
from bot.conversation.pace import SLOW_DOWN, Pace, Step
from bot.conversation.parameters import Completion
from bot.conversation.registry import Registry, trouble
from bot.conversation.reply import Reply
from bot.conversation.request import Identity, Request

H = TypeVar("H", bound=Host)


class Conversation:
    """A registry and the house it answers for, closed over.

    commands: all of them, for menus, palettes and the platforms' registrations, in the order they were declared.
    plain: the name of the one that text without a command is given to. inline: the names of those that answer where a
    person types in any chat, with text and without. pace: how fast one person may ask.
    """

    def __init__(self, registry: Registry[H], host: H, pace: Pace | None = None) -> None:
        self.commands: tuple[Command[Any], ...] = registry.commands
        self.plain = registry.plain
        self.inline = registry.inline
        self._registry: Registry[Any] = registry
        self._host = host
        self._pace = pace or Pace()

    def commands_for(self, person: Identity) -> tuple[Command[Any], ...]:
        """Return the commands to show to `person`; those for admins only to admins."""
        return self._registry.commands_for(person, self._host)

    async def answer(self, request: Request) -> Reply:
        """Return the answer to `request`; it never raises for what a person sent.

        A person who asks too fast hears so once, and then gets replies without parts until they have slowed down.
        """
        match self._pace.step(request.person):
            case Step.GO:
                return await self._registry.answer(request, self._host)
            case Step.WORD:
                return SLOW_DOWN
            case Step.SILENCE:
                return Reply(())

    async def complete(self, command: str, parameter: str, typed: str, request: Request) -> list[Completion]:
        """Return at most 25 options for a parameter while it is typed; with nothing typed, what to offer first."""
        return await self._registry.complete(command, parameter, typed, request, self._host)

    def trouble(self, error: Exception, request: Request) -> Reply:
        """Return what to say where a surface failed to show its answer; the log has it with the same code."""
        return trouble(error, request, self._host)

    def alias(self, person: Identity) -> str:
        """Return ten hexadecimal digits that stand for `person`, for logs and for buttons that are theirs."""
        return self._host.alias(person)

    async def gone(self, person: Identity) -> None:
        """Remember that `person` wants to hear nothing any more: they have blocked the bot."""
        await self._host.gone(person)

    async def moved(self, platform: str, old_id: str, new_id: str) -> None:
        """Remember that a chat has another id from now on: a group became a supergroup."""
        await self._host.moved(platform, old_id, new_id)
