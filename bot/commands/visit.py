"""A person's visit: who asks, where, and all that is remembered of them that an answer depends on."""

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.house import House
from bot.conversation.reply import Audience
from bot.conversation.request import Request
from bot.words.voice import Voice, voice_for
from core.anime import Anime, TitleLanguage
from core.taste import Taste
from core.wish import Wish
from storage.driver import Driver
from storage.people import person_held
from storage.preferences import PersonSettings, chat_of
from storage.visits import Asked, Remembered, remembered


@dataclass(frozen=True, slots=True)
class Visit:
    """One request's person and place. adult: whether adult anime may appear here."""

    request: Request
    house: House
    user_id: int
    chat_id: int
    taste: Taste
    settings: PersonSettings
    adult: bool

    @property
    def voice(self) -> Voice:
        """The language to answer in."""
        return voice_for(self.request.language)

    @property
    def own(self) -> Audience:
        """Who may see what tells of this person's taste: in a chat of many only they."""
        return Audience.PUBLIC if self.request.chat.private else Audience.PERSONAL

    def wish(self, said: Wish) -> Wish:
        """Return what was said with what is set: the formats this person watches and what this chat allows."""
        return replace(said, types=self.settings.types, adult=self.adult)

    def name(self, anime: Anime) -> str:
        """Return the title in this person's language."""
        return anime.title(self.settings.title_language)

    def other_name(self, anime: Anime) -> str:
        """Return the title that goes below it, "" where there is no other."""
        romaji_first = self.settings.title_language is TitleLanguage.ROMAJI
        other = anime.title(TitleLanguage.ENGLISH if romaji_first else TitleLanguage.ROMAJI)
        return "" if other.casefold() == self.name(anime).casefold() else other


async def welcome(request: Request, house: House) -> Visit:
    """Return the visit that `request` is part of, for an answer that changes nothing of what is remembered.

    A person or chat never met before is remembered from now on; for all others nothing is written.
    """
    known = await house.memory.of(_asked(request))
    if known is not None:
        return _visit(request, house, known)
    async with house.database.begin() as session:
        return await meet(session, request, house)


async def meet(session: AsyncSession, request: Request, house: House) -> Visit:
    """Return the visit that `request` is part of; a person or chat never met before is remembered from now on.

    The person is held until the transaction ends, so two taps at the same moment do not both find things as they were.
    """
    secrets, now, asked = house.database.secrets, house.clock(), _asked(request)
    user_id = await person_held(session, secrets, *asked.person, at=now)
    driver = await Driver.of(await session.connection())
    (known,) = await remembered(driver, secrets, [asked])
    if known is None:
        await chat_of(session, secrets, *asked.chat, owner=user_id if asked.private else None, at=now)
        (known,) = await remembered(driver, secrets, [asked])
    if known is None:
        raise LookupError("the chat changed hands while they asked")
    return _visit(request, house, known)


def _asked(request: Request) -> Asked:
    person, chat = request.person, request.chat
    return Asked((person.platform, person.id), (chat.platform, chat.id), chat.private)


def _visit(request: Request, house: House, known: Remembered) -> Visit:
    adult = known.chat.adult if request.chat.adult is None else request.chat.adult
    return Visit(request, house, known.user_id, known.chat_id, known.taste, known.settings, adult)
