from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.versions import ModelVersion, latest_versions, mark_promoted, record_version

DAY = timedelta(days=1)


async def test_models_are_listed_newest_first_with_their_figures(database: Database, now: datetime) -> None:
    async with database.begin() as session:
        assert await latest_versions(session, 5) == []
        await record_version(session, "b", trained_at=now + DAY, data="new", metrics={"ndcg@10": 0.25, "recall": 0.5})
        await record_version(session, "a", trained_at=now, data="old", metrics={})
        newest = ModelVersion("b", now + DAY, "new", {"ndcg@10": 0.25, "recall": 0.5}, promoted_at=None)
        assert await latest_versions(session, 5) == [newest, ModelVersion("a", now, "old", {}, promoted_at=None)]
        assert await latest_versions(session, 1) == [newest]


async def test_a_model_can_go_live_again(database: Database, now: datetime) -> None:
    async with database.begin() as session:
        await record_version(session, "a", trained_at=now, data="", metrics={})
        for days in (1, 3):
            await mark_promoted(session, "a", at=now + days * DAY)
        assert [model.promoted_at for model in await latest_versions(session, 5)] == [now + 3 * DAY]


async def test_recording_a_version_again_replaces_it(database: Database, now: datetime) -> None:
    async with database.begin() as session:
        await record_version(session, "a", trained_at=now, data="", metrics={"x": 1.0, "y": 2.0})
        await mark_promoted(session, "a", at=now)
        await record_version(session, "a", trained_at=now + DAY, data="more", metrics={"x": 3.0})
        assert await latest_versions(session, 5) == [ModelVersion("a", now + DAY, "more", {"x": 3.0}, now)]


async def test_what_was_never_recorded_cannot_go_live(database: Database, now: datetime) -> None:
    with pytest.raises(IntegrityError):
        async with database.begin() as session:
            await mark_promoted(session, "never seen", at=now)
