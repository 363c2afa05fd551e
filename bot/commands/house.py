"""The house: the services that commands are given, and what the conversation asks of them while it reads a request."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar

from cachetools import TTLCache
from loguru import logger

from bot.commands.catalogue import Catalogue
from bot.commands.impressions import Impressions
from bot.commands.memory import Memory
from bot.conversation.host import Found, Named
from bot.conversation.parameters import plain
from bot.conversation.request import Chat, Identity, Request
from bot.words.voice import voice_for
from core.anime import TitleLanguage
from core.engine import Engine
from core.taste import Taste
from storage.database import Database
from storage.people import gone
from storage.preferences import move_chat
from storage.visits import chat_settings_by_id

T = TypeVar("T")

_ASKED = 5  # how many anime a question about a title offers
_NEAREST = 3  # how many where nothing is really like it
_FAR = 0.6  # the similarity, 0-1, below which a match is only the nearest there is
_HOPELESS = 0.45  # the similarity below which it is no help to name it
_SUGGESTED = 6
_ALIAS_BYTES = 5
_THINKING = 1  # thread: a second takes a fifth of all answers away, since they wait for each other's interpreter lock
_TYPING_IN = 10_000  # chats
_TYPING_SECONDS = 10  # within which what is offered while typing follows a chat's setting


class Live(Protocol):
    """Where the live model is, whichever it is now."""

    @property
    def engine(self) -> Engine:
        """Return the live engine; raises where there is none yet."""

    def refresh(self) -> bool:
        """Load the promoted model if it is another; return whether it was. Blocks."""


class Trainer(Protocol):
    """What trains a new model and promotes it."""

    @property
    def running(self) -> bool:
        """Whether a training is under way."""

    async def run(self, progress: Callable[[str, float], None]) -> str:
        """Train, promote, and return the new version; raises where that fails, having recorded it."""


@dataclass(kw_only=True)
class House:
    """All that a command may use. One a process; `clock` gives aware UTC times."""

    database: Database
    live: Live
    retraining: Trainer
    clock: Callable[[], datetime]
    admins: frozenset[Identity] = frozenset()
    catalogue: Catalogue = field(init=False)
    impressions: Impressions = field(init=False)
    memory: Memory = field(init=False)
    started: datetime = field(init=False)
    _adult: TTLCache[Chat, bool] = field(init=False, repr=False)
    _genres: tuple[Engine, tuple[str, ...]] | None = field(init=False, default=None, repr=False)
    _training: asyncio.Task[None] | None = field(init=False, default=None, repr=False)
    _thinking: ThreadPoolExecutor = field(init=False, repr=False)
    _completing: ThreadPoolExecutor = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Note when this process began, with nothing in memory yet and nothing waiting to be written."""
        self.catalogue, self.memory = Catalogue(self.database), Memory(self.database)
        self.impressions = Impressions(self.database)
        self._thinking = ThreadPoolExecutor(_THINKING, "thinking")
        self._completing = ThreadPoolExecutor(1, "completing")  # who types does not wait for a crowd that asks
        self._adult = TTLCache(_TYPING_IN, _TYPING_SECONDS)
        self.started = self.clock()

    @property
    def engine(self) -> Engine:
        """The live engine. Keep the one you got for the whole of an answer: the next access may give a newer one."""
        return self.live.engine

    async def think(self, call: Callable[[], T]) -> T:
        """Return what `call` works out, in a thread, so that the event loop answers others meanwhile."""
        return await asyncio.get_running_loop().run_in_executor(self._thinking, call)

    async def ready(self) -> None:
        """Return when the database answers and a model is loaded; raise whatever says why not."""
        await self.database.ping()
        _ = self.engine

    def retrain(self) -> bool:
        """Start a training that goes on by itself; return False where one is under way already."""
        if self.retraining.running or (self._training is not None and not self._training.done()):
            return False
        self._training = asyncio.create_task(self._train())
        return True

    async def close(self) -> None:
        """Write what waits to be written, and stop the training that was started here, if it is under way."""
        await asyncio.gather(self.impressions.close(), self.catalogue.close(), self.memory.close())
        for threads in (self._thinking, self._completing):
            threads.shutdown(wait=False)
        if self._training is not None:
            self._training.cancel()
            await asyncio.gather(self._training, return_exceptions=True)

    def is_admin(self, person: Identity) -> bool:
        """Return whether the settings name `person`."""
        return person in self.admins

    def alias(self, person: Identity) -> str:
        """Return ten hexadecimal digits that stand for `person`: the beginning of the keyed hash."""
        return self.database.secrets.fingerprint(person.platform, person.id)[:_ALIAS_BYTES].hex()

    async def gone(self, person: Identity) -> None:
        """Remember that `person` has blocked the bot, until they speak again."""
        async with self.database.begin() as session:
            await gone(session, self.database.secrets, person.platform, person.id, at=self.clock())

    async def moved(self, platform: str, old_id: str, new_id: str) -> None:
        """Remember that a chat has another id from now on."""
        async with self.database.begin() as session:
            await move_chat(session, self.database.secrets, platform, old_id, new_id)

    def genres(self) -> Sequence[str]:
        """Return the live model's genres and themes, most frequent first; worked out once a model."""
        engine = self.engine
        if self._genres is None or self._genres[0] is not engine:
            self._genres = (engine, engine.genres())
        return self._genres[1]

    async def adult(self, request: Request) -> bool:
        """Return whether adult anime may appear where `request` was asked."""
        if request.chat.adult is not None:
            return request.chat.adult
        async with self.database.glance() as driver:
            chat, secrets = request.chat, self.database.secrets
            return (await chat_settings_by_id(driver, secrets, chat.platform, chat.id)).adult

    async def title_of(self, anime_id: int, request: Request) -> str | None:
        """Return an anime's English title, or None where it is unknown or may not appear in this chat."""
        anime = (await self.catalogue.anime([anime_id])).get(anime_id)
        if anime is None or (anime.adult and not await self.adult(request)):
            return None
        return anime.title(TitleLanguage.ENGLISH)

    async def find_titles(self, query: str, request: Request) -> Found:
        """Return the anime most like `query`, each with its type and year, which tell apart those of one name."""
        engine, adult = self.engine, await self.adult(request)
        search = await self.think(lambda: engine.titles.search(query, _ASKED, adult=adult))
        known = await self.catalogue.anime([match.anime_id for match in search.matches])
        matches = [one for one in search.matches if one.anime_id in known and one.similarity >= _HOPELESS]
        if not matches:
            return Found()
        far = matches[0].similarity < _FAR
        matches = matches[:_NEAREST] if far else [match for match in matches if match.similarity >= _FAR]
        voice = voice_for(request.language)
        named = [Named(match.anime_id, voice.apart(match.title, known[match.anime_id])) for match in matches]
        return Found(
            tuple(named),
            certain=search.certain and matches[0] == search.matches[0],
            exact=plain(matches[0].title) == plain(query),
            far=far,
        )

    async def complete_titles(self, typed: str, limit: int, request: Request) -> Sequence[Named]:
        """Return the titles that may be what is typed, from memory; equal ones with what tells them apart."""
        engine, adult = self.engine, await self._adult_to_offer(request)
        search = partial(engine.titles.complete, typed, limit, adult=adult)
        matches = await asyncio.get_running_loop().run_in_executor(self._completing, search)
        times = Counter(match.title for match in matches)
        alike = await self.catalogue.anime([match.anime_id for match in matches if times[match.title] > 1])
        voice = voice_for(request.language)
        return [
            Named(one.anime_id, voice.apart(one.title, alike[one.anime_id]) if one.anime_id in alike else one.title)
            for one in matches
        ]

    async def suggest_titles(self, request: Request) -> Sequence[Named]:
        """Return a few well known anime, unlike each other."""
        engine, adult = self.engine, await self.adult(request)
        questions = await self.think(lambda: engine.quiz(Taste(), _SUGGESTED, adult=adult))
        ids = [question.anime_id for question in questions]
        known = await self.catalogue.anime(ids)
        return [Named(anime_id, known[anime_id].title(TitleLanguage.ENGLISH)) for anime_id in ids if anime_id in known]

    async def _adult_to_offer(self, request: Request) -> bool:
        """Return whether adult anime may be offered while typing, from memory: it is asked at every keystroke."""
        adult = self._adult.get(request.chat)
        if adult is None:
            adult = self._adult[request.chat] = await self.adult(request)
        return adult

    async def _train(self) -> None:
        try:
            version = await self.retraining.run(
                lambda stage, share: logger.debug("Training: {} ({:.0%})", stage, share)
            )
            await asyncio.to_thread(self.live.refresh)
        except Exception:  # noqa: BLE001  nobody awaits this task: the log and the job's record are where it is told
            logger.exception("The training that an admin asked for failed; the live model stays")
        else:
            logger.info("The training that an admin asked for made {}", version)
