import json

from sqlalchemy import func, select

from bot.commands.house import House
from bot.conversation.action import Action
from bot.conversation.reply import Attachment, Audience, Look, Place
from storage.ratings import interactions
from storage.tables import Base
from tests.bot.commands.rooms import BOB, Talk, button, words_of


async def _training_rows(house: House) -> int:
    async with house.database.read() as session:
        return len(await interactions(session, house.clock()))


async def test_privacy_says_what_is_kept_and_that_the_model_is_simulated(ann: Talk) -> None:
    reply = await ann.say("privacy")
    assert reply.audience is Audience.PERSONAL
    said = words_of(reply)
    for word in ("ratings", "keyed hash", "/forget", "/export", "simulated", "do not train", "learn nothing from them"):
        assert word in said


async def test_ratings_train_the_model_only_with_consent_which_can_be_withdrawn(house: House, ann: Talk) -> None:
    await ann.say("rate", "naruto 9")
    assert await _training_rows(house) == 0
    given = await ann.tap(button(await ann.say("privacy"), "Allow training"))
    assert given.place is Place.SAME
    assert "may train the shared model" in words_of(given)
    assert await _training_rows(house) == 1
    withdrawn = await ann.tap(button(given, "Stop training"))
    assert "do not train" in words_of(withdrawn)
    assert await _training_rows(house) == 0


async def test_each_consent_is_given_by_itself(ann: Talk) -> None:
    given = await ann.tap(button(await ann.say("privacy"), "Allow asking"))
    assert "Others may ask me what would suit you." in words_of(given)
    assert "do not train" in words_of(given)
    assert given.again == Action("privacy")
    withdrawn = await ann.tap(button(given, "Stop asking"))
    assert "Others may not ask me" in words_of(withdrawn)


async def test_a_button_of_the_time_when_training_was_all_there_was_means_training(ann: Talk) -> None:
    assert "may train the shared model" in words_of(await ann.tap(Action("consent", ("on",))))


async def test_an_export_holds_what_was_said_and_is_for_the_person_alone(ann: Talk) -> None:
    await ann.say("rate", "naruto 9")
    reply = await ann.say("export")
    copy = next(part for part in reply.parts if isinstance(part, Attachment))
    assert reply.audience is Audience.PERSONAL
    assert copy.name.endswith(".json")
    assert "Naruto" in json.dumps(json.loads(copy.content))


async def test_forgetting_asks_once_and_then_nothing_is_left(house: House, ann: Talk) -> None:
    await ann.say("rate", "naruto 9")
    await ann.say("recommend")
    await ann.say("settings", "romaji")
    question = await ann.say("forget")
    assert button(question, "Yes").look is Look.DANGER
    assert (await ann.taste()).ratings
    done = await ann.tap(button(question, "Yes"))
    assert done.place is Place.SAME
    assert "All is deleted, 1 rating among it" in words_of(done)
    async with house.database.read() as session:
        for name in ("users", "identities", "ratings", "impressions", "feedback", "person_settings"):
            table = Base.metadata.tables[name]
            assert (await session.execute(select(func.count()).select_from(table))).scalar_one() == 0, name
    assert "0 ratings" in words_of(await ann.tap(button(question, "Yes")))


async def test_no_keeps_everything(ann: Talk) -> None:
    await ann.say("rate", "naruto 9")
    assert "All stays as it is." in words_of(await ann.tap(button(await ann.say("forget"), "No")))
    assert (await ann.taste()).ratings


async def test_somebody_elses_question_deletes_nothing(house: House, ann: Talk) -> None:
    bob = Talk(house, BOB)
    await bob.say("rate", "naruto 9")
    question = await ann.say("forget")
    assert "for someone else" in words_of(await bob.tap(button(question, "Yes")))
    assert (await bob.taste()).ratings
