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
from storage.people import hold, person_of
from storage.preferences import PersonSettings, chat_of, chat_settings, person_settings
from storage.ratings import taste_of


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


async def meet(session: AsyncSession, request: Request, house: House) -> Visit:
    """Return the visit that `request` is part of; a person or chat never met before is remembered from now on.

    The person is held until the transaction ends, so two taps at the same moment do not both find things as they were.
    """
    secrets, now = house.database.secrets, house.clock()
    user_id = await person_of(session, secrets, request.person.platform, request.person.id, at=now)
    await hold(session, user_id)
    owner = user_id if request.chat.private else None
    chat_id = await chat_of(session, secrets, request.chat.platform, request.chat.id, owner=owner, at=now)
    adult = request.chat.adult
    if adult is None:
        adult = (await chat_settings(session, chat_id)).adult
    return Visit(
        request=request,
        house=house,
        user_id=user_id,
        chat_id=chat_id,
        taste=await taste_of(session, user_id),
        settings=await person_settings(session, user_id),
        adult=adult,
    )
