"""A conversation that notes what it was asked and answered, so that both ends of a surface can be held to it."""

from itertools import count

from bot.commands.all import registry
from bot.commands.house import House
from bot.conversation.conversation import Conversation
from bot.conversation.pace import Pace
from bot.conversation.reply import Reply
from bot.conversation.request import Request


class Overheard(Conversation):
    """The real one. asked: every request that reached it; answered: those that are answered, with the replies."""

    def __init__(self, house: House, pace: Pace | None = None) -> None:
        minutes = count(step=60)  # nobody asks too fast, unless that is what the test is about
        super().__init__(registry, house, pace or Pace(clock=lambda: float(next(minutes))))
        self.asked: list[Request] = []
        self.answered: list[tuple[Request, Reply]] = []

    async def answer(self, request: Request) -> Reply:
        """Answer, and note it."""
        self.asked.append(request)
        reply = await super().answer(request)
        self.answered.append((request, reply))
        return reply
