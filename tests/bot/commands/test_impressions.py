import asyncio
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.commands import impressions
from bot.commands.house import House
from bot.commands.impressions import Impressions
from storage.feedback import Impression
from storage.people import forget
from storage.tables import ImpressionRow
from tests.bot.commands.rooms import BOB, NOW, Talk, ids_of
from tests.logged import logged

BROKEN = replace(Impression(1, None, 20, 0, "v", "a", 1.0, "recommend", NOW), propensity=2.0)


@pytest.fixture
def told() -> Iterator[list[str]]:
    with logged("INFO") as lines:
        yield lines


async def _positions(house: House) -> list[int]:
    async with house.database.read() as session:
        return list(await session.scalars(select(ImpressionRow.position).order_by(ImpressionRow.id)))


async def _shown(ann: Talk, count: int) -> list[Impression]:
    return [
        Impression(await ann.user_id(), None, 20, position, "v", "a", 1.0, "recommend", NOW)
        for position in range(count)
    ]


async def test_what_was_shown_is_written_a_moment_later(house: House, ann: Talk) -> None:
    await ann.say("recommend")
    async with asyncio.timeout(30):
        while await _positions(house) != [0, 1, 2, 3, 4]:  # noqa: ASYNC110  the database tells nobody
            await asyncio.sleep(0.01)


async def test_everything_is_written_in_order_when_the_house_closes(
    house: House, ann: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(impressions, "_TOGETHER", 3)
    house.impressions.add(await _shown(ann, 10))
    await house.close()
    assert await _positions(house) == list(range(10))
    await house.close()


async def test_a_person_forgotten_meanwhile_is_left_out_and_the_others_are_kept(house: House, ann: Talk) -> None:
    bob = Talk(house, BOB)
    await ann.say("recommend")
    shown = ids_of(await bob.say("recommend"))
    ann_id = await ann.user_id()
    async with house.database.begin() as session:
        await forget(session, ann_id)
    await house.impressions.flush()
    async with house.database.read() as session:
        rows = (await session.execute(select(ImpressionRow.user_id, ImpressionRow.anime_id))).all()
    assert [anime_id for _, anime_id in rows] == shown
    assert {user_id for user_id, _ in rows} == {await bob.user_id()}


async def test_an_export_holds_what_was_shown_just_before(ann: Talk) -> None:
    await ann.say("recommend")
    exported = (await ann.say("export")).parts[1]
    assert b'"impressions"' in exported.content  # type: ignore[union-attr]  # the attachment


async def test_what_could_not_be_written_waits_in_its_order(house: House, ann: Talk) -> None:
    first, second = await _shown(ann, 2)
    writer = Impressions(house.database)
    writer.add([first, replace(BROKEN, user_id=first.user_id)])
    with pytest.raises(SQLAlchemyError):
        await writer.flush()
    assert not await _positions(house)
    writer._waiting.remove(replace(BROKEN, user_id=first.user_id))
    writer.add([second])
    await writer.close()
    assert await _positions(house) == [0, 1]


async def test_no_more_wait_than_memory_is_for(house: House, ann: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impressions, "_MOST", 4)
    house.impressions.add(await _shown(ann, 6))
    await house.impressions.flush()
    assert await _positions(house) == [2, 3, 4, 5]


async def test_what_cannot_be_written_is_one_line_in_the_log_with_a_code(
    house: House, ann: Talk, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(impressions, "_EVERY_SECONDS", 0)
    broken = replace(BROKEN, user_id=await ann.user_id())
    writer = Impressions(house.database)
    writer.add([broken])
    async with asyncio.timeout(30):
        while not told:  # noqa: ASYNC110  the log tells nobody
            await asyncio.sleep(0.01)
    await writer.close()
    waits, lost = (line.removesuffix("\n") for line in told)
    assert re.fullmatch(r"ERROR E-\w{4}: 1 impressions could not be written and wait: .*CHECK.*", waits)
    assert re.fullmatch(r"ERROR E-\w{4}: 1 impressions are lost, since they could not be written: .*CHECK.*", lost)


@pytest.mark.parametrize("writing", [False, True])
async def test_a_house_whose_database_is_locked_closes_all_the_same(  # noqa: PLR0913  fixtures
    house: House, ann: Talk, tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch, *, writing: bool
) -> None:
    monkeypatch.setattr(impressions, "_EVERY_SECONDS", 0 if writing else 60)
    shown = await _shown(ann, 3)
    with closing(sqlite3.connect(tmp_path / "osusume.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        house.impressions.add(shown)
        await asyncio.sleep(0.1)
        began = time.monotonic()
        await house.close()
        assert time.monotonic() - began < 5
    assert "3 impressions are lost" in told[-1]
