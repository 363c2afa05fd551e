from datetime import datetime

from storage.database import Database
from storage.notes import look_up, note


async def test_a_note_is_kept_under_its_name_on_its_platform(database: Database, now: datetime) -> None:
    async with database.begin() as session:
        await note(session, "telegram", "commands en", "a1", at=now)
        await note(session, "discord", "commands en", "b2", at=now)
        await note(session, "telegram", "commands en", "c3", at=now)
    async with database.read() as session:
        assert await look_up(session, "telegram", "commands en") == "c3"
        assert await look_up(session, "discord", "commands en") == "b2"
        assert await look_up(session, "telegram", "commands de") is None


async def test_a_note_can_be_removed(database: Database, now: datetime) -> None:
    async with database.begin() as session:
        await note(session, "telegram", "picture 5114", "file-id", at=now)
        await note(session, "telegram", "picture 5114", None, at=now)
        await note(session, "telegram", "picture 5114", None, at=now)
        assert await look_up(session, "telegram", "picture 5114") is None
