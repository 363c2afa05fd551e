from datetime import datetime

import pytest

from core.anime import AnimeType, TitleLanguage
from storage.database import Database
from storage.people import forget
from storage.preferences import (
    ChatSettings,
    PersonSettings,
    chat_of,
    chat_settings,
    move_chat,
    person_settings,
    save_chat_settings,
    save_person_settings,
)
from storage.visits import chat_settings_by_id
from tests.databases import SECRETS
from tests.storage.worlds import someone


async def test_a_newcomer_has_the_defaults(database: Database) -> None:
    user_id = await someone(database)
    async with database.read() as session:
        assert await person_settings(session, user_id) == PersonSettings(TitleLanguage.ENGLISH, types=None)


@pytest.mark.parametrize("types", [frozenset({AnimeType.TV, AnimeType.ONA}), frozenset({AnimeType.MOVIE}), None])
async def test_settings_are_kept_and_set_anew(database: Database, types: frozenset[AnimeType] | None) -> None:
    user_id, other = await someone(database), await someone(database, "someone else")
    for settings in (PersonSettings(TitleLanguage.NATIVE, frozenset(AnimeType)), PersonSettings(types=types)):
        async with database.begin() as session:
            await save_person_settings(session, user_id, settings)
        async with database.read() as session:
            assert await person_settings(session, user_id) == settings
            assert await person_settings(session, other) == PersonSettings()


def test_someone_watches_at_least_one_format() -> None:
    with pytest.raises(ValueError, match="at least one format"):
        PersonSettings(types=frozenset())


async def test_a_chat_is_recognised(database: Database, now: datetime) -> None:
    async with database.begin() as session:
        first = await chat_of(session, SECRETS, "discord", "7", owner=None, at=now)
        assert await chat_of(session, SECRETS, "discord", "7", owner=None, at=now) == first
        assert await chat_of(session, SECRETS, "telegram", "7", owner=None, at=now) != first
        assert await chat_of(session, SECRETS, "discord", "8", owner=None, at=now) != first


async def test_a_chat_goes_with_its_latest_owner(database: Database, now: datetime) -> None:
    one, other = await someone(database, "one"), await someone(database, "other")
    async with database.begin() as session:
        chat_id = await chat_of(session, SECRETS, "web", "browser", owner=one, at=now)
        assert await chat_of(session, SECRETS, "web", "browser", owner=other, at=now) == chat_id
        assert "chats" not in (await forget(session, one)).counts
        assert (await forget(session, other)).counts["chats"] == 1
        assert await chat_of(session, SECRETS, "web", "browser", owner=None, at=now) != chat_id


async def test_adult_anime_are_off_until_a_chat_turns_them_on(database: Database, now: datetime) -> None:
    async with database.begin() as session:
        chat_id = await chat_of(session, SECRETS, "telegram", "7", owner=None, at=now)
        assert await chat_settings(session, chat_id) == ChatSettings(adult=False)
        for adult in (True, False, True):
            await save_chat_settings(session, chat_id, ChatSettings(adult=adult))
            assert await chat_settings(session, chat_id) == ChatSettings(adult=adult)


async def test_a_chat_that_moves_keeps_its_number_and_its_settings(database: Database, now: datetime) -> None:
    async with database.begin() as session:
        old = await chat_of(session, database.secrets, "telegram", "-5", owner=None, at=now)
        await save_chat_settings(session, old, ChatSettings(adult=True))
        await move_chat(session, database.secrets, "telegram", "-5", "-1005")
        assert await chat_of(session, database.secrets, "telegram", "-1005", owner=None, at=now) == old
    async with database.glance() as connection:
        assert await chat_settings_by_id(connection, database.secrets, "telegram", "-1005") == ChatSettings(adult=True)
        assert await chat_settings_by_id(connection, database.secrets, "telegram", "-5") == ChatSettings()


@pytest.mark.parametrize("there", [None, ChatSettings(adult=True), ChatSettings(adult=False)])
async def test_a_chat_that_moves_to_where_it_was_met_already_brings_what_is_missing(
    database: Database, now: datetime, there: ChatSettings | None
) -> None:
    async with database.begin() as session:
        old = await chat_of(session, database.secrets, "telegram", "-5", owner=None, at=now)
        new = await chat_of(session, database.secrets, "telegram", "-1005", owner=None, at=now)
        await save_chat_settings(session, old, ChatSettings(adult=True))
        if there is not None:
            await save_chat_settings(session, new, there)
        await move_chat(session, database.secrets, "telegram", "-5", "-1005")
        assert await chat_settings(session, new) == (there or ChatSettings(adult=True))
        await move_chat(session, database.secrets, "telegram", "-5", "-1005")
        await move_chat(session, database.secrets, "telegram", "-1005", "-1005")
        assert await chat_of(session, database.secrets, "telegram", "-1005", owner=None, at=now) == new
        assert await chat_of(session, database.secrets, "telegram", "-5", owner=None, at=now) not in {old, new}
