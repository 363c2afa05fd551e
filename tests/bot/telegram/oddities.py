"""Commands of the tests' own, beside the real ones' house: what those rarely or never answer."""

import asyncio
from itertools import count
from typing import Annotated

from bot.commands.house import House
from bot.conversation.action import Action
from bot.conversation.conversation import Conversation
from bot.conversation.pace import Pace
from bot.conversation.parameters import Words
from bot.conversation.registry import Inline, Registry
from bot.conversation.reply import Button, Card, Choices, Cover, Notice, Picture, Place, Reply, Text
from bot.conversation.request import Request
from bot.pictures.bars import Bar
from bot.pictures.bars import bars as draw_bars

TITLE = "Hellsing <Ultimate> & Co"
ADDRESS = "https://covers.example/777.jpg"


def card(*buttons: Button, address: str | None = ADDRESS, risky: bool = False) -> Card:
    return Card(777, TITLE, Cover(777, TITLE, ("Horror",), address, risky=risky), buttons=buttons)


class Oddities:
    """A conversation whose handlers can be held up. asked: every request that got to one."""

    def __init__(self, house: House) -> None:
        self.asked: list[Request] = []
        self.go_on = asyncio.Event()
        self.address: str | None = ADDRESS
        self.risky = True
        registry = Registry[House](plain="echo", inline=Inline("echo", "cover"), families=["Odd"])
        self._declare(registry)
        minutes = count(step=60)  # nobody asks too fast
        self.conversation = Conversation(registry, house, Pace(clock=lambda: float(next(minutes))))

    def _declare(self, registry: Registry[House]) -> None:
        @registry.command("echo", "Say it back", family="Odd", example="/echo hello")
        async def echo(request: Request, _house: House, words: Annotated[str, Words("Which words?")] = "") -> Reply:
            self.asked.append(request)
            return Reply((Text(words or "nothing"),))

        @registry.command("hold", "Answer when told to", family="Odd", example="/hold")
        async def hold(request: Request, _house: House) -> Reply:
            self.asked.append(request)
            await self.go_on.wait()
            return Reply((Text("held"),))

        @registry.command("cover", "Show a cover", family="Odd", example="/cover")
        async def cover(request: Request, _house: House) -> Reply:
            self.asked.append(request)
            again = Button("Again", Action("again"))
            plain = Button("Words", Action("words"))
            return Reply((card(again, plain, address=self.address, risky=self.risky),))

        @registry.command("question", "Buttons that ask", family="Odd", example="/question")
        async def question(request: Request, _house: House) -> Reply:
            self.asked.append(request)
            return Reply((Choices("Well?", (Button("Tell", Action("echo"), asks="What is <it>?"),)),))

        @registry.action("again")
        async def again(request: Request, _house: House) -> Reply:
            self.asked.append(request)
            return Reply(
                (Notice("Done."), card(Button("Again", Action("again")), address=self.address)), place=Place.SAME
            )

        @registry.action("bars")
        async def bars(request: Request, _house: House) -> Reply:
            self.asked.append(request)
            return Reply((Picture(draw_bars("Two", [Bar("one", 1.0), Bar("two", 2.0)]), "Two bars"),), place=Place.SAME)

        @registry.action("words")
        async def words(request: Request, _house: House) -> Reply:
            self.asked.append(request)
            return Reply((Text("words alone"),), place=Place.SAME)
