"""Two people become one and part again, on both databases, and nothing of either is lost."""

import asyncio
import json
import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.anime import AnimeType, TitleLanguage
from core.taste import Rating, Taste, Thumb
from storage.consent import Consent, consents, set_consent
from storage.database import Database
from storage.links import VALID, Joining, give_code, join, part
from storage.people import export, forget, person_of, platforms
from storage.preferences import PersonSettings, chat_of, chat_settings, person_settings, save_person_settings
from storage.ratings import dismiss, put_rating, taste_of
from storage.tables import ConsentEventRow
from tests.databases import SECRETS
from tests.storage.test_personal_data import counted, live
from tests.storage.worlds import some_anime, someone

ONCE_A_PERSON = {"users": 1, "person_settings": 1, "person_types": 2, "link_codes": 0}


async def code_of(database: Database, user_id: int, at: datetime) -> str:
    async with database.begin() as session:
        return await give_code(session, SECRETS, user_id, at=at)


async def say(database: Database, user_id: int, code: str, at: datetime) -> Joining:
    async with database.begin() as session:
        return await join(session, SECRETS, user_id, code, at=at)


async def linked(database: Database, at: datetime, giver: int, other: int) -> None:
    assert await say(database, other, await code_of(database, giver, at), at) is Joining.JOINED


async def taste(database: Database, user_id: int) -> Taste:
    async with database.read() as session:
        return await taste_of(session, user_id)


async def test_a_code_makes_one_person_of_two(database: Database, now: datetime) -> None:
    telegram, discord = await someone(database, "on telegram"), await someone(database, "on discord")
    await linked(database, now, telegram, discord)
    assert await someone(database, "on discord") == await someone(database, "on telegram") == telegram


async def test_a_code_reads_well_aloud_and_may_be_spelled_in_any_way(database: Database, now: datetime) -> None:
    one, other = await someone(database, "one"), await someone(database, "other")
    code = await code_of(database, one, now)
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}", code)
    spelled = f" {code.lower().replace('-', ' ')} "
    assert await say(database, other, spelled, now) is Joining.JOINED


async def test_a_code_is_good_once_and_for_ten_minutes(database: Database, now: datetime) -> None:
    one, other, third = [await someone(database, name) for name in ("one", "other", "third")]
    code = await code_of(database, one, now)
    assert await say(database, one, code, now) is Joining.OWN
    assert await say(database, other, code, now + VALID) is Joining.UNKNOWN
    assert await say(database, other, "K7QF2-MXR9W", now) is Joining.UNKNOWN
    assert await say(database, other, "", now) is Joining.UNKNOWN
    assert await say(database, other, code, now + VALID - timedelta(seconds=1)) is Joining.JOINED
    assert await say(database, third, code, now) is Joining.UNKNOWN


async def test_a_new_code_ends_the_last_one_and_those_too_old_are_cleared_away(
    database: Database, now: datetime
) -> None:
    one, other = await someone(database, "one"), await someone(database, "other")
    first = await code_of(database, one, now)
    second = await code_of(database, one, now)
    assert await say(database, other, first, now) is Joining.UNKNOWN
    await code_of(database, other, now + VALID)
    assert (await counted(database))["link_codes"] == 1
    assert await say(database, other, second, now) is Joining.UNKNOWN


async def test_the_code_itself_is_not_kept(database: Database, now: datetime) -> None:
    one = await someone(database)
    code = await code_of(database, one, now)
    async with database.read() as session:
        kept = json.dumps((await export(session, one))["link_codes"])
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert SECRETS.fingerprint("link code", code.replace("-", "")).hex() in kept


async def test_nothing_that_is_kept_about_people_is_left_behind(database: Database, now: datetime) -> None:
    """Also of a table to come: what `live` fills must be joined or stand above as kept once a person."""
    await some_anime(database, 1, 2, 3, 4)
    giver, other = await live(database, "giver", now), await live(database, "other", now, rated=3, dismissed=4)
    both = await counted(database)
    await linked(database, now, giver, other)
    assert await counted(database) == both | ONCE_A_PERSON
    async with database.begin() as session:
        forgotten = await forget(session, giver)
    assert forgotten.counts == {table: ONCE_A_PERSON.get(table, both[table]) for table in forgotten.counts}
    rest = await counted(database)
    assert not any(rest[table] for table in forgotten.counts)
    assert await someone(database, "giver") != await someone(database, "other")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.tuples(st.booleans(), st.integers(1, 4), st.integers(1, 10), st.booleans()), max_size=12))
async def test_the_newer_word_about_an_anime_holds(
    database: Database, now: datetime, said: list[tuple[bool, int, int, bool]]
) -> None:
    await some_anime(database, 1, 2, 3, 4)
    people = await someone(database, uuid4().hex), await someone(database, uuid4().hex)
    newest: dict[int, Rating] = {}
    waved: set[int] = set()
    async with database.begin() as session:
        for minute, (by_other, anime_id, score, wave) in enumerate(said):
            person, at = people[by_other], now + timedelta(minutes=minute)
            if wave:
                await dismiss(session, person, anime_id, at=at)
                waved.add(anime_id)
            else:
                await put_rating(session, person, anime_id, Rating(score), origin="test", at=at)
                newest[anime_id] = Rating(score)
    await linked(database, now, *people)
    assert await taste(database, people[0]) == Taste(newest, frozenset(waved))
    assert await taste(database, people[1]) == Taste()


@pytest.mark.parametrize("giver_set", [True, False])
async def test_the_settings_of_the_one_asked_first_hold_if_there_are_any(
    database: Database, now: datetime, *, giver_set: bool
) -> None:
    giver, other = await someone(database, "giver"), await someone(database, "other")
    first = PersonSettings(TitleLanguage.NATIVE, frozenset({AnimeType.TV}))
    second = PersonSettings(TitleLanguage.ROMAJI, frozenset({AnimeType.MOVIE, AnimeType.OVA}))
    async with database.begin() as session:
        if giver_set:
            await save_person_settings(session, giver, first)
        await save_person_settings(session, other, second)
    await linked(database, now, giver, other)
    async with database.read() as session:
        assert await person_settings(session, giver) == (first if giver_set else second)


@pytest.mark.parametrize("giver_agrees", [True, False])
@pytest.mark.parametrize("other_agrees", [True, False])
async def test_a_consent_holds_where_both_gave_it_and_every_word_is_kept(
    database: Database, now: datetime, *, giver_agrees: bool, other_agrees: bool
) -> None:
    giver, other = await someone(database, "giver"), await someone(database, "other")
    async with database.begin() as session:
        await set_consent(session, giver, Consent.TRAINING, given=giver_agrees, at=now)
        await set_consent(session, other, Consent.TRAINING, given=True, at=now)
        await set_consent(session, other, Consent.TRAINING, given=other_agrees, at=now)
        await set_consent(session, other, Consent.RECOMMENDED_FOR, given=True, at=now)
        before = len((await session.execute(select(ConsentEventRow.id))).all())
    await linked(database, now, giver, other)
    async with database.read() as session:
        both = giver_agrees and other_agrees
        assert await consents(session, giver) == (frozenset({Consent.TRAINING}) if both else frozenset())
        assert len((await session.execute(select(ConsentEventRow.id))).all()) > before


async def test_a_private_chat_and_its_settings_go_along(database: Database, now: datetime) -> None:
    await some_anime(database, 1, 2)
    giver, other = await someone(database, "giver"), await live(database, "other", now)
    await linked(database, now, giver, other)
    async with database.begin() as session:
        chat_id = await chat_of(session, SECRETS, "web", "chat of other", owner=giver, at=now)
        assert (await chat_settings(session, chat_id)).adult
        assert (await forget(session, giver)).counts["chat_settings"] == 1


async def test_of_two_who_say_a_code_at_once_one_is_joined(database: Database, now: datetime) -> None:
    giver, *others = [await someone(database, name) for name in ("giver", "one", "two", "three")]
    code = await code_of(database, giver, now)
    came = await asyncio.gather(*(say(database, other, code, now) for other in others))
    assert sorted(came) == [Joining.JOINED, Joining.UNKNOWN, Joining.UNKNOWN]


async def test_two_who_say_each_others_code_at_once_are_joined_once(database: Database, now: datetime) -> None:
    for attempt in range(5):
        one, other = await someone(database, f"one {attempt}"), await someone(database, f"other {attempt}")
        codes = await code_of(database, one, now), await code_of(database, other, now)
        came = await asyncio.gather(say(database, one, codes[1], now), say(database, other, codes[0], now))
        assert sorted(came) == [Joining.JOINED, Joining.UNKNOWN]
        assert await someone(database, f"one {attempt}") == await someone(database, f"other {attempt}")


async def test_parted_both_keep_the_taste_and_the_settings_and_nobody_agreed_to_anything_new(
    database: Database, now: datetime
) -> None:
    await some_anime(database, 1, 2)
    giver, other = await live(database, "giver", now), await someone(database, "other")
    async with database.begin() as session:
        await set_consent(session, other, Consent.TRAINING, given=True, at=now)
    await linked(database, now, giver, other)
    joined = await taste(database, giver)
    async with database.begin() as session:
        parted = await part(session, SECRETS, "web", "other", at=now)
    assert parted is not None
    assert parted == await someone(database, "other") != giver == await someone(database, "giver")
    assert await taste(database, parted) == await taste(database, giver) == joined != Taste()
    async with database.begin() as session:
        assert await person_settings(session, parted) == await person_settings(session, giver) != PersonSettings()
        assert await consents(session, giver) == {Consent.TRAINING}
        assert await consents(session, parted) == frozenset()
        await put_rating(session, parted, 1, Rating(thumb=Thumb.DOWN), origin="test", at=now)
    assert await taste(database, giver) == joined
    async with database.begin() as session:
        await forget(session, giver)
        assert (await taste_of(session, parted)).dismissed == joined.dismissed


async def test_whoever_is_not_linked_cannot_be_parted(database: Database, now: datetime) -> None:
    await someone(database)
    async with database.begin() as session:
        assert await part(session, SECRETS, "web", "someone", at=now) is None
        assert await part(session, SECRETS, "web", "a stranger", at=now) is None


async def test_parting_twice_at_once_parts_once_and_ends_open_codes(database: Database, now: datetime) -> None:
    giver, other, third = [await someone(database, name) for name in ("giver", "other", "third")]
    await linked(database, now, giver, other)
    code = await code_of(database, giver, now)

    async def unlink() -> int | None:
        async with database.begin() as session:
            return await part(session, SECRETS, "web", "other", at=now)

    parted = await asyncio.gather(unlink(), unlink())
    assert sorted(one is None for one in parted) == [False, True]
    assert await say(database, third, code, now) is Joining.UNKNOWN


async def test_a_person_is_known_on_the_platforms_they_joined(database: Database, now: datetime) -> None:
    async with database.begin() as session:
        giver = await person_of(session, SECRETS, "telegram", "1", at=now)
        other = await person_of(session, SECRETS, "discord", "2", at=now)
        assert await platforms(session, giver) == ("telegram",)
    await linked(database, now, giver, other)
    async with database.read() as session:
        assert await platforms(session, giver) == ("discord", "telegram")
