from itertools import product

import pytest

from core.anime import AnimeType, TitleLanguage
from core.taste import Rating, Status, Taste, Thumb
from storage.database import Database
from storage.driver import Driver
from storage.people import forget, gone, person_of
from storage.preferences import (
    ChatSettings,
    PersonSettings,
    chat_of,
    save_chat_settings,
    save_person_settings,
)
from storage.ratings import dismiss, put_rating
from storage.visits import Asked, Remembered, chat_settings_by_id, remembered
from tests.storage.worlds import START, some_anime

ALONE = Asked(("telegram", "1"), ("telegram", "1"), private=True)
AMONG_MANY = Asked(("telegram", "1"), ("telegram", "-100"), private=False)


async def meet(database: Database, asked: Asked) -> tuple[int, int]:
    async with database.begin() as session:
        user_id = await person_of(session, database.secrets, *asked.person, at=START)
        owner = user_id if asked.private else None
        return user_id, await chat_of(session, database.secrets, *asked.chat, owner=owner, at=START)


async def glance(database: Database, asked: Asked) -> Remembered | None:
    async with database.glance() as driver:
        (known,) = await remembered(driver, database.secrets, [asked])
    return known


@pytest.mark.parametrize("asked", [ALONE, AMONG_MANY])
async def test_whoever_was_never_met_has_to_be_first(database: Database, asked: Asked) -> None:
    assert await glance(database, asked) is None
    user_id, chat_id = await meet(database, asked)
    assert await glance(database, asked) == Remembered(user_id, chat_id, Taste(), PersonSettings(), ChatSettings())


async def test_all_that_was_said_and_set_is_read_at_once(database: Database) -> None:
    await some_anime(database, 1, 2, 3, 4)
    await meet(database, Asked(("telegram", "2"), ("telegram", "-100"), private=False))
    user_id, chat_id = await meet(database, AMONG_MANY)
    ratings = {1: Rating(9, Thumb.UP, Status.WATCHED), 2: Rating(thumb=Thumb.DOWN), 3: Rating(status=Status.PLANNED)}
    settings = PersonSettings(TitleLanguage.NATIVE, frozenset({AnimeType.TV, AnimeType.MOVIE}))
    async with database.begin() as session:
        for anime_id, rating in ratings.items():
            await put_rating(session, user_id, anime_id, rating, origin="test", at=START)
        await dismiss(session, user_id, 4, at=START)
        await save_person_settings(session, user_id, settings)
        await save_chat_settings(session, chat_id, ChatSettings(adult=True))
    expected = Remembered(user_id, chat_id, Taste(ratings, frozenset({4})), settings, ChatSettings(adult=True))
    assert await glance(database, AMONG_MANY) == expected


async def test_each_rating_that_there_can_be_is_read_as_it_was_said(database: Database) -> None:
    scores, thumbs, statuses = (None, *range(1, 11)), (None, *Thumb), (None, *Status)
    said = [one for one in product(scores, thumbs, statuses) if one != (None, None, None)]
    ratings = {anime_id: Rating(*one) for anime_id, one in enumerate(said, 2**31 - 1 - len(said))}
    await some_anime(database, *ratings)
    user_id, _ = await meet(database, ALONE)
    async with database.begin() as session:
        for anime_id, rating in ratings.items():
            await put_rating(session, user_id, anime_id, rating, origin="test", at=START)
    known = await glance(database, ALONE)
    assert known is not None
    assert list(known.taste.ratings.items()) == list(ratings.items())


async def test_it_is_read_within_a_transaction_too(database: Database) -> None:
    await some_anime(database, 1)
    user_id, _ = await meet(database, ALONE)
    async with database.begin() as session:
        await put_rating(session, user_id, 1, Rating(7), origin="test", at=START)
        (within,) = await remembered(await Driver.of(await session.connection()), database.secrets, [ALONE])
    assert within is not None
    assert within.taste == Taste({1: Rating(7)})


async def test_several_are_read_at_once_each_in_their_place(database: Database) -> None:
    await some_anime(database, 1, 2)
    said = {}
    for number in (1, 2, 4):
        asked = Asked(("telegram", str(number)), ("telegram", str(number)), private=True)
        user_id, _ = await meet(database, asked)
        said[asked] = {1: Rating(number), 2: Rating(thumb=Thumb.UP)}
        async with database.begin() as session:
            for anime_id, rating in said[asked].items():
                await put_rating(session, user_id, anime_id, rating, origin="test", at=START)
    never = Asked(("telegram", "3"), ("telegram", "3"), private=True)
    wanted = [*reversed(said), never, *said]
    async with database.glance() as driver:
        known = await remembered(driver, database.secrets, wanted)
    assert [one and one.taste.ratings for one in known] == [said.get(asked) for asked in wanted]


async def test_a_chat_that_is_no_longer_who_it_was_private_with_has_to_be_met_again(database: Database) -> None:
    await meet(database, ALONE)
    other = Asked(("telegram", "2"), ALONE.chat, private=True)
    await meet(database, AMONG_MANY)
    assert await glance(database, Asked(ALONE.person, ALONE.chat, private=False)) is None
    assert await glance(database, other) is None
    await meet(database, other)
    assert await glance(database, other) is not None
    assert await glance(database, ALONE) is None


async def test_who_had_gone_or_was_forgotten_has_to_be_met_again(database: Database) -> None:
    user_id, _ = await meet(database, ALONE)
    async with database.begin() as session:
        await gone(session, database.secrets, *ALONE.person, at=START)
    assert await glance(database, ALONE) is None
    await meet(database, ALONE)
    assert await glance(database, ALONE) is not None
    async with database.begin() as session:
        await forget(session, user_id)
    assert await glance(database, ALONE) is None


async def test_a_chats_settings_can_be_read_without_meeting_it(database: Database) -> None:
    async with database.begin() as session:
        for id, adult in (("7", True), ("8", False)):  # noqa: A001  the word everybody uses for it
            chat_id = await chat_of(session, database.secrets, "telegram", id, owner=None, at=START)
            await save_chat_settings(session, chat_id, ChatSettings(adult=adult))
        await chat_of(session, database.secrets, "telegram", "9", owner=None, at=START)
    async with database.glance() as driver:
        for platform, id, adult in (  # noqa: A001  the same
            ("telegram", "7", True),
            ("telegram", "8", False),
            ("telegram", "9", False),
            ("discord", "7", False),
        ):
            found = await chat_settings_by_id(driver, database.secrets, platform, id)
            assert found == ChatSettings(adult=adult)
