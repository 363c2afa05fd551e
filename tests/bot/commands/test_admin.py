import asyncio
from datetime import timedelta

import pytest

from bot.commands.admin import _duration
from bot.commands.house import House
from bot.conversation.reply import Audience
from storage.kinds import Outcome
from storage.runs import finish_run, start_run
from storage.versions import mark_promoted, record_version
from tests.bot.commands.rooms import ADMIN, NOW, LiveEngine, Talk, Training, words_of
from tests.logged import logged


@pytest.fixture
def boss(house: House) -> Talk:
    return Talk(house, ADMIN)


async def test_status_tells_versions_counts_runs_and_simulation(house: House, boss: Talk) -> None:
    async with house.database.begin() as session:
        await record_version(session, "v1", trained_at=NOW, data="simulated ratings", metrics={"ndcg": 0.3})
        await record_version(session, "v2", trained_at=NOW, data="real ratings", metrics={})
        await mark_promoted(session, "v2", at=NOW)
        run = await start_run(session, "retrain", at=NOW)
        await finish_run(session, run, outcome=Outcome.SUCCEEDED, detail="v2", at=NOW + timedelta(seconds=75))
        await start_run(session, "retrain", at=NOW)
    reply = await boss.say("admin", "status")
    said = words_of(reply)
    assert reply.audience is Audience.PERSONAL
    assert f"Live: {house.engine.version}" in said
    assert "simulated" in said
    assert "Anime: 119." in said
    assert "v1: simulated ratings; never live" in said
    assert "v2: real ratings; live since 21 November 2026, 12:00 UTC" in said
    assert "retrain: succeeded 21 November 2026, 12:01 UTC after 1 min 15 s. v2" in said
    assert "retrain: began 21 November 2026, 12:00 UTC, not finished" in said
    assert "Up for" in said


async def test_status_of_a_fresh_house(house: House, boss: Talk) -> None:
    house.retraining = Training(running=True)
    said = words_of(await boss.say("admin", "status"))
    assert "None recorded." in said
    assert "None yet." in said
    assert "A training is under way." in said


async def test_retraining_goes_on_in_the_background_and_a_second_one_waits(house: House, boss: Talk) -> None:
    training = Training()
    house.retraining = training
    assert "Training has begun" in words_of(await boss.say("admin", "retrain"))
    await asyncio.sleep(0.05)
    assert training.runs == 1
    assert isinstance(house.live, LiveEngine)
    assert house.live.refreshed == 1
    training.running = True
    assert "under way already" in words_of(await boss.say("admin", "retrain"))
    assert training.runs == 1


async def test_a_failed_training_is_logged_and_the_house_goes_on(house: House, boss: Talk) -> None:
    with logged() as lines:
        house.retraining = Training(fails=True)
        await boss.say("admin", "retrain")
        await asyncio.sleep(0.05)
    assert any("no memory" in line for line in lines)
    assert (await boss.say("recommend")).parts


async def test_nobody_else_is_let_in(ann: Talk) -> None:
    assert "Only the people who run this bot" in words_of(await ann.say("admin", "retrain"))


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0 s"), (59, "59 s"), (75, "1 min 15 s"), (3_600, "1 h"), (200_000, "2 d 7 h")]
)
def test_a_span_is_told_in_its_two_largest_units(seconds: int, said: str) -> None:
    assert _duration(timedelta(seconds=seconds)) == said
