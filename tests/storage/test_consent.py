from datetime import datetime

from sqlalchemy import select

from storage.consent import Consent, consents, set_consent
from storage.database import Database
from storage.tables import ConsentEventRow
from tests.storage.worlds import someone


async def test_nothing_is_assumed(database: Database) -> None:
    user_id = await someone(database)
    async with database.read() as session:
        assert await consents(session, user_id) == frozenset()


async def test_the_last_word_holds_and_every_word_is_kept(database: Database, now: datetime) -> None:
    user_id, other = await someone(database), await someone(database, "someone else")
    async with database.begin() as session:
        for given in (True, False, True):
            await set_consent(session, user_id, Consent.TRAINING, given, at=now)
            assert await consents(session, user_id) == (frozenset({Consent.TRAINING}) if given else frozenset())
        assert await consents(session, other) == frozenset()
        words = (await session.execute(select(ConsentEventRow.given).order_by(ConsentEventRow.id))).scalars().all()
        assert words == [True, False, True]


async def test_saying_it_again_is_not_a_new_word(database: Database, now: datetime) -> None:
    user_id = await someone(database)
    async with database.begin() as session:
        await set_consent(session, user_id, Consent.TRAINING, given=False, at=now)
        await set_consent(session, user_id, Consent.TRAINING, given=True, at=now)
        await set_consent(session, user_id, Consent.TRAINING, given=True, at=now)
        assert len((await session.execute(select(ConsentEventRow))).all()) == 1
