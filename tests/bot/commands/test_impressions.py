import asyncio
from dataclasses import replace

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

BROKEN = replace(Impression(1, None, 20, 0, "v", "a", 1.0, "recommend", NOW), propensity=2.0)


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
