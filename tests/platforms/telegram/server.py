"""A Telegram for one bot, on this machine."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiohttp import web
from telegram.constants import ChatType

from tests.platforms.telegram.call import Call
from tests.platforms.telegram.chat import Chat
from tests.platforms.telegram.endpoint import Endpoint
from tests.platforms.telegram.faults import Faults
from tests.platforms.telegram.message import Message
from tests.platforms.telegram.person import Person
from tests.platforms.telegram.queries import Query, Tap
from tests.platforms.telegram.refusal import Json
from tests.platforms.telegram.specification import specification
from tests.platforms.telegram.world import World

TOKEN = "123456:TEST-token_of-a-bot-that-does-not-exist"  # noqa: S105 -- opens nothing but this server


class TelegramServer:
    """Speaks the Bot API over HTTP, and lets people use the bot.

    What the bot does wrong is refused as Telegram refuses it and noted in `problems`; what merely happens to it (it was
    blocked, came too late, changed nothing) is refused only. Where the official specification is at hand, each
    request, answer and update is checked against it, unless `checked` is False (for benchmarks).
    answer_within: seconds after which a tap or an inline query takes no answer any more.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        username: str = "osusume_bot",
        answer_within: float = 15,
        checked: bool = True,
    ) -> None:
        oracle = specification() if checked else None
        self.token = token
        self.address = ""
        self.faults = Faults()
        self.world = World(token, username, answer_within)
        self._endpoint = Endpoint(self.world, token, self.faults, oracle)
        if oracle is not None:
            self.world.updates.check = oracle.update_problems

    @asynccontextmanager
    async def running(self, port: int = 0) -> AsyncIterator["TelegramServer"]:
        """Serve at `address`; port 0 takes a free one."""
        runner = web.ServerRunner(web.Server(self._endpoint.answer, access_log=None), shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        self.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await self.world.webhook.stop()
            self.world.updates.close()
            await runner.cleanup()

    @property
    def base_url(self) -> str:
        """What `ApplicationBuilder.base_url` takes."""
        return f"{self.address}/bot"

    @property
    def base_file_url(self) -> str:
        """What `ApplicationBuilder.base_file_url` takes."""
        return f"{self.address}/file/bot"

    @property
    def username(self) -> str:
        return str(self.world.bot["username"])

    @property
    def problems(self) -> list[str]:
        """What the bot did wrong so far."""
        return self.world.problems

    @property
    def unreachable_pictures(self) -> set[str]:
        """Hosts whose pictures this Telegram fails to fetch; add to it."""
        return self.world.files.unreachable

    @property
    def calls(self) -> deque[Call]:
        """The bot's last requests, oldest first."""
        return self._endpoint.calls

    def calls_of(self, method: str) -> list[Call]:
        """Return the bot's last requests of one method."""
        return [call for call in self.calls if call.method == method]

    async def called(self, method: str, timeout: float = 5) -> Call:  # noqa: ASYNC109 -- its message says what missed
        """Return the bot's first remembered request of a method, waiting for it."""
        try:
            async with asyncio.timeout(timeout):
                while not (calls := self.calls_of(method)):
                    self._endpoint.came.clear()
                    await self._endpoint.came.wait()
        except TimeoutError:
            raise TimeoutError(f"the bot did not call {method} within {timeout} s") from None
        return calls[0]

    @property
    def unanswered(self) -> list[Query]:
        """Taps and inline queries that the bot has not tried to answer."""
        return self.world.taps.unanswered + self.world.inline_queries.unanswered

    def person(self, name: str, *, language: str | None = "en", username: str | None = None) -> Person:
        """Return somebody new."""
        return self.world.add_person(name, language, username)

    def private(self, person: Person) -> Chat:
        """Return somebody's chat with the bot, which may write there once the person has."""
        return self.world.private(person)

    def group(self, title: str, *people: Person, admins: Sequence[Person] = (), has_bot: bool = True) -> Chat:
        """Return a new group."""
        described = {"id": -4_000_000_001 - len(self.world.chats), "type": ChatType.GROUP.value, "title": title}
        chat = self.world.add_chat(described, *people, *admins, admins=[person.id for person in admins])
        chat.is_open, chat.closed_because = has_bot, "Forbidden: bot is not a member of the group chat"
        return chat

    def menu(self, chat: Chat, person: Person) -> list[Json]:
        """Return the commands that somebody's client lists in a chat."""
        language = person.user.get("language_code", "")[:2]
        manages = person.id in chat.admins
        return self.world.profile.menu(chat.id, person.id, language, private=chat.is_private, manages=manages)

    def update(self, kind: str, content: Json) -> Json:
        """Tell the bot anything at all. Returns the update."""
        return self.world.updates.push(kind, content)

    def deliver_twice(self, what: Message | Tap | Json) -> None:
        """Tell the bot once more what it was told before, under the same number."""
        update = what if isinstance(what, dict) else what.update
        if update is None:
            raise ValueError(f"the bot was not told of {what}")
        self.world.updates.repeat(update)

    def revoke_token(self) -> None:
        """From now on the token is not valid."""
        self._endpoint.revoked = True
        self.world.updates.close()

    async def settled(self, timeout: float = 5) -> None:  # noqa: ASYNC109 -- its message says what was left
        """Wait until the bot has taken and confirmed every update and tried to answer every tap and inline query."""
        world = self.world
        try:
            async with asyncio.timeout(timeout):
                while world.webhook.undelivered or self.unanswered:
                    world.updates.moved.clear()
                    await world.updates.moved.wait()
        except TimeoutError:
            left = f"{world.webhook.undelivered} updates, unanswered: {self.unanswered}"
            raise TimeoutError(f"the bot left over {left}") from None
