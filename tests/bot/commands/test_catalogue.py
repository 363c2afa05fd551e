from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import event

from bot.commands.catalogue import Catalogue
from bot.commands.house import House
from storage.catalogue import save_anime
from tests.bot.commands.rooms import NOW, Talk
from tests.small_world import small_catalogue

NARUTO, MONSTER, UNKNOWN = 20, 19, 999_999


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """Every SELECT that the reading connections are given."""
    seen: list[str] = []

    def note(*arguments: object) -> None:
        if str(arguments[2]).startswith("SELECT"):
            seen.append(str(arguments[2]))

    engine = house.database._reading.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


async def test_anime_are_read_once_and_then_remembered(house: House) -> None:
    catalogue = Catalogue(house.database)
    with statements(house) as first:
        found = await catalogue.anime([NARUTO, MONSTER, UNKNOWN])
    assert {anime_id: one.id for anime_id, one in found.items()} == {NARUTO: NARUTO, MONSTER: MONSTER}
    assert first
    with statements(house) as again:
        assert await catalogue.anime([MONSTER, NARUTO]) == found
    assert not again


async def test_what_is_added_shows_at_once(house: House) -> None:
    assert not await house.catalogue.anime([UNKNOWN])
    new = replace(small_catalogue()[0], id=UNKNOWN)
    async with house.database.begin() as session:
        await save_anime(session, [new], origin="tests", at=NOW)
    assert await house.catalogue.anime([UNKNOWN]) == {UNKNOWN: new}


async def test_a_list_asked_for_again_reads_nothing_but_the_visit(house: House, ann: Talk) -> None:
    await ann.say("recommend")
    with statements(house) as again:
        await ann.say("recommend")
    assert not again  # the visit goes past SQLAlchemy
