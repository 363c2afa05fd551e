from datetime import datetime

from storage.database import Database
from storage.datasets import save_dataset_ratings
from storage.kinds import Outcome, PersonKind
from storage.provenance import anime_ids, has_people, last_success
from storage.runs import finish_run, start_run
from tests.storage.worlds import as_columns, some_anime


async def test_the_last_success_is_told(database: Database, now: datetime) -> None:
    async with database.begin() as session:
        assert await last_success(session, "fill") is None
        for job, outcome in (
            ("fill", Outcome.SUCCEEDED),
            ("fill", Outcome.SUCCEEDED),
            ("fill", Outcome.FAILED),
            ("sync", Outcome.SUCCEEDED),
        ):
            run_id = await start_run(session, job, at=now)
            await finish_run(session, run_id, outcome=outcome, detail=f"run {run_id}", at=now)
        await start_run(session, "fill", at=now)
        assert await last_success(session, "fill") == "run 2"


async def test_who_is_there(database: Database, now: datetime) -> None:
    async with database.begin() as session:
        assert await has_people(session, PersonKind.SIMULATED) is False
        rows, kind = as_columns([]), PersonKind.SIMULATED
        await save_dataset_ratings(session, database.secrets, "made up", ["ann"], rows, kind=kind, at=now)
        assert await has_people(session, PersonKind.SIMULATED) is True
        assert await has_people(session, PersonKind.IMPORTED) is False


async def test_which_anime_are_there(database: Database) -> None:
    await some_anime(database, 3, 1)
    async with database.read() as session:
        assert await anime_ids(session) == {1, 3}
