import asyncio
from datetime import datetime

from core.anime import Anime, Title, TitleLanguage
from core.taste import Rating
from storage.catalogue import save_anime
from storage.database import Database
from storage.people import hold, person_of
from storage.ratings import put_rating, rating_of

ANIME = Anime(5114, (Title("Hagane no Renkinjutsushi", TitleLanguage.ROMAJI),))


async def test_of_the_same_word_said_twice_at_once_only_one_is_the_first(database: Database, now: datetime) -> None:
    async with database.begin() as session:
        await save_anime(session, [ANIME], origin="test", at=now)
        user_id = await person_of(session, database.secrets, "telegram", "1", at=now)

    async def say() -> bool:
        async with database.begin() as session:
            await hold(session, user_id)
            first = await rating_of(session, user_id, ANIME.id) is None
            await asyncio.sleep(0.01)  # long enough for the others to look too, if they could
            await put_rating(session, user_id, ANIME.id, Rating(9), origin="test", at=now)
            return first

    assert sorted(await asyncio.gather(*(say() for _ in range(4)))) == [False, False, False, True]
