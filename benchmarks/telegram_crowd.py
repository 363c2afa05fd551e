"""The people of a furnished home on a Telegram of this machine, each in a private chat with the bot."""

from benchmarks.crowd import PEOPLE
from tests.platforms.telegram.message import Message
from tests.platforms.telegram.person import Person
from tests.platforms.telegram.server import TelegramServer

PATIENCE_SECONDS = 30
THUMB = "👍"


class TelegramCrowd:
    """`server`, and people with the numbers 1 to 2000 there. Whatever they ask raises ValueError for a wrong answer."""

    def __init__(self) -> None:
        self.server = TelegramServer(checked=False)
        world = self.server.world
        for number in range(1, PEOPLE + 1):
            user = {"id": number, "is_bot": False, "first_name": f"Person {number}", "language_code": "en"}
            world.people[number] = Person(world, user)
        self._cards: dict[int, Message] = {}

    @property
    def problems(self) -> list[str]:
        """What the bot did wrong so far."""
        return self.server.problems

    async def echo(self, number: int) -> None:
        """Have something said again."""
        said = f"Something that {number} says"
        message = await self._said(number, said)
        if message.text != said:
            raise ValueError(f"no echo: {message}")

    async def recommend(self, number: int) -> None:
        """Ask what to watch, and get a card with its buttons."""
        message = await self._said(number, "/recommend")
        if message.photo is None or THUMB not in message.labels:
            raise ValueError(f"no card: {message}")
        self._cards[number] = message

    async def like(self, number: int) -> None:
        """Tap 👍 under the last card, and wait until the message shows the new list."""
        card = self._cards[number]
        before = card.caption
        tap = await self._person(number).taps(card, THUMB)
        await card.changed(PATIENCE_SECONDS)
        await tap.answered(PATIENCE_SECONDS)
        if card.caption == before or "noted" not in card.caption or "Undo" not in card.labels:
            raise ValueError(f"no new list: {card}")

    async def _said(self, number: int, text: str) -> Message:
        person = self._person(number)
        await person.private.says(person, text)
        return await person.private.next_message(PATIENCE_SECONDS)

    def _person(self, number: int) -> Person:
        return self.server.world.people[number]
