from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.commands.catalogue import Catalogue
from bot.commands.house import House
from storage.catalogue import save_anime
from storage.database import Database
from tests.bot.commands.rooms import NOW, Talk
from tests.logged import logged
from tests.small_world import small_catalogue

NARUTO, MONSTER, UNKNOWN = 20, 19, 999_999


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """Every SELECT that the reading connections are given, but for the look whether anything changed."""
    seen: list[str] = []

    def note(*arguments: object) -> None:
        if str(arguments[2]).startswith("SELECT") and "max(anime.updated_at)" not in str(arguments[2]):
            seen.append(str(arguments[2]))

    engine = house.database._reading.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


async def looked(catalogue: Catalogue) -> None:
    """Wait until the look that is under way is done."""
    if catalogue._looking is not None:
        await catalogue._looking


async def test_anime_are_read_once_and_then_remembered(house: House) -> None:
    catalogue = Catalogue(house.database)
    with statements(house) as first:
        found = await catalogue.anime([NARUTO, MONSTER, UNKNOWN])
    assert {anime_id: one.id for anime_id, one in found.items()} == {NARUTO: NARUTO, MONSTER: MONSTER}
    assert first
    with statements(house) as again:
        assert await catalogue.anime([MONSTER, NARUTO]) == found
    assert not again
    await catalogue.close()


async def test_where_there_is_no_room_what_is_kept_longest_goes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.commands.catalogue._KEPT", 1)
    catalogue = Catalogue(house.database)
    for anime_id in (NARUTO, MONSTER):
        await catalogue.anime([anime_id])
    with statements(house) as read:
        await catalogue.anime([MONSTER])
        assert not read
        assert NARUTO in await catalogue.anime([NARUTO])
    assert read
    await catalogue.close()


async def test_what_is_added_shows_at_once(house: House) -> None:
    assert not await house.catalogue.anime([UNKNOWN])
    new = replace(small_catalogue()[0], id=UNKNOWN)
    async with house.database.begin() as session:
        await save_anime(session, [new], origin="tests", at=NOW)
    assert await house.catalogue.anime([UNKNOWN]) == {UNKNOWN: new}


async def test_what_an_import_changed_shows_after_the_next_look(house: House) -> None:
    now = 0.0
    catalogue = Catalogue(house.database, lambda: now)
    before = (await catalogue.anime([MONSTER]))[MONSTER]
    await looked(catalogue)
    async with house.database.begin() as session:
        await save_anime(session, [replace(before, episodes=75)], origin="tests", at=NOW + timedelta(days=1))
    assert await catalogue.anime([MONSTER]) == {MONSTER: before}
    now = 61.0

    await catalogue.anime([MONSTER])
    await looked(catalogue)
    assert (await catalogue.anime([MONSTER]))[MONSTER].episodes == 75
    await catalogue.close()


async def test_a_look_that_fails_is_logged_and_made_again(tmp_path: Path, house: House) -> None:
    times = iter((0.0, 0.0, 0.0, 61.0, 61.0))  # when it is made, at two questions, and each time when a look is due
    broken = Database(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}", house.database.secrets)
    catalogue = Catalogue(broken, lambda: next(times))
    with logged() as lines:
        for _ in range(2):
            with pytest.raises(OperationalError):
                await catalogue.anime([MONSTER])
            await looked(catalogue)
    assert sum("could not look" in line for line in lines) == 2
    await catalogue.close()
    await broken.close()


async def test_a_list_asked_for_again_reads_nothing_but_the_visit(house: House, ann: Talk) -> None:
    await ann.say("recommend")
    with statements(house) as again:
        await ann.say("recommend")
    assert not again  # the visit goes past SQLAlchemy
