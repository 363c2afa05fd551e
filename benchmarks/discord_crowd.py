"""The people of a furnished home on a Discord of this machine, each in a private chat with the bot."""

from benchmarks.crowd import PEOPLE
from tests.platforms.discord.messages import Message
from tests.platforms.discord.server import DiscordServer

TOKEN = "not-a-token"  # noqa: S105  opens nothing but this server
PATIENCE_SECONDS = 30
THUMB = "👍"


class DiscordCrowd:
    """`server`, and people with the numbers 1 to 2000 there. Whatever they ask raises ValueError for a wrong answer."""

    def __init__(self) -> None:
        self.server = DiscordServer(TOKEN, checked=False)
        self._people = {number: self.server.person(f"Person {number}") for number in range(1, PEOPLE + 1)}
        for number, person in self._people.items():
            person.id = str(number)
        self._chats = {number: self.server.dm(person) for number, person in self._people.items()}
        self._cards: dict[int, Message] = {}

    @property
    def problems(self) -> list[str]:
        """What the bot did wrong so far, and what it was refused."""
        return self.server.problems + self.server.refusals

    async def echo(self, number: int) -> None:
        """Have something said again."""
        said = f"Something that {number} says"
        call = await self._people[number].uses("echo", where=self._chats[number], text=said)
        message = await call.answered(PATIENCE_SECONDS)
        if said not in message.texts or not message.buttons:
            raise ValueError(f"no echo: {message.texts}")

    async def recommend(self, number: int) -> None:
        """Ask what to watch, and get cards with their buttons."""
        call = await self._people[number].uses("recommend", where=self._chats[number])
        message = await call.answered(PATIENCE_SECONDS)
        if not message.media or THUMB not in _signs(message):
            raise ValueError(f"no card: {message.texts} {_signs(message)}")
        self._cards[number] = message

    async def like(self, number: int) -> None:
        """Tap 👍 under the first of the last cards, and wait until the message shows the new list."""
        card = self._cards[number]
        before = card.text
        tap = await self._people[number].taps(card, THUMB)
        changed = await tap.answered(PATIENCE_SECONDS)
        if changed is not card or card.text == before or "noted" not in card.text or not card.media:
            raise ValueError(f"no new list: {card.texts}")

    async def type(self, number: int, text: str) -> None:
        """Type into the title of /similar, and wait for what is offered."""
        person, chat = self._people[number], self._chats[number]
        call = await person.begins_to_type("similar", "anime", text, where=chat)
        if not await call.offered(PATIENCE_SECONDS):
            raise ValueError(f"nothing is offered for {text!r}")


def _signs(message: Message) -> set[str]:
    return {sign for button in message.buttons for sign in (button.emoji, button.label)}
