import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.tables.people import IdentityRow
from tests.bot.telegram.bots import Bots
from tests.bot.telegram.oddities import ADDRESS, TITLE, Oddities
from tests.logged import logged
from tests.platforms.telegram.faults import BadRequest, Dropped, Forbidden, ServerError, Slow, TooManyRequests
from tests.platforms.telegram.person import Person
from tests.platforms.telegram.server import TelegramServer


@pytest.fixture
def log() -> Iterator[list[str]]:
    """What is logged, from warnings on."""
    with logged("WARNING") as lines:
        yield lines


async def is_gone(bots: Bots, person: Person) -> bool:
    database = bots.house.database
    this_one = IdentityRow.fingerprint == database.secrets.fingerprint("telegram", str(person.id))
    async with database.read() as session:
        return (await session.execute(select(IdentityRow.gone_at).where(this_one))).scalar_one() is not None


async def test_a_chat_that_is_slowed_down_waits_and_the_others_do_not(odd: Oddities, telegram: TelegramServer) -> None:
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    telegram.faults.next("sendMessage", TooManyRequests(retry_after=1))
    begun = time.monotonic()
    await ann.private.says(ann, "/echo first")
    await ann.private.says(ann, "/echo second")
    await telegram.called("sendMessage")
    await bob.private.says(bob, "/echo meanwhile")
    assert (await bob.private.next_message()).text == "meanwhile"
    assert not ann.private.bot_messages
    assert [(await ann.private.next_message()).text for _ in range(2)] == ["first", "second"]
    assert time.monotonic() - begun >= 1
    assert len(odd.asked) == 3


@pytest.mark.parametrize("fault", [ServerError(), ServerError(502, "Bad Gateway"), Dropped()])
async def test_what_fails_for_a_moment_is_sent_again(
    odd: Oddities, telegram: TelegramServer, fault: ServerError | Dropped
) -> None:
    ann = telegram.person("Ann")
    telegram.faults.next("sendMessage", fault, times=2)
    await ann.private.says(ann, "/echo hello")
    assert (await ann.private.next_message()).text == "hello"
    assert len(odd.asked) == 1


async def test_what_goes_on_failing_is_given_up_with_a_code(
    odd: Oddities, telegram: TelegramServer, log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.patience._FIRST_PAUSE_SECONDS", 0.01)
    ann = telegram.person("Ann")
    telegram.faults.next("sendMessage", ServerError(), times=4)
    await ann.private.says(ann, "/echo hello")
    message = await ann.private.next_message()
    assert message.text.startswith("Something went wrong on my side.")
    [line] = [line for line in log if "E-" in line]
    assert message.text.split()[-1] in line
    assert str(ann.id) not in line
    assert telegram.token not in "".join(log)
    assert len(odd.asked) == 1


async def test_where_nothing_gets_through_the_log_has_it(
    odd: Oddities, telegram: TelegramServer, log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.patience._FIRST_PAUSE_SECONDS", 0.01)
    ann = telegram.person("Ann")
    telegram.faults.next("sendMessage", ServerError(), times=8)
    await ann.private.says(ann, "/echo hello")
    await ann.private.says(ann, "/echo again")
    assert (await ann.private.next_message()).text == "again"
    assert any("could not be told" in line for line in log)
    assert len(odd.asked) == 2


async def test_a_silence_is_not_answered_twice(
    odd: Oddities, telegram: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.transport._READ_SECONDS", 0.05)
    ann = telegram.person("Ann")
    telegram.faults.next("sendMessage", Slow(0.3))
    await ann.private.says(ann, "/echo hello")
    assert (await ann.private.next_message()).text == "hello"
    assert (await ann.private.next_message()).text.startswith("Something went wrong on my side.")
    assert len(telegram.calls_of("sendMessage")) == 2
    assert len(odd.asked) == 1


async def test_who_blocks_the_bot_is_remembered_as_gone_and_not_tried_again(
    bots: Bots, telegram: TelegramServer, log: list[str]
) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/recommend")
    await ann.private.next_message()
    telegram.faults.next("sendMessage", Forbidden())
    await ann.private.says(ann, "/help")
    await telegram.called("sendMessage")
    await bots.stop()
    assert len(telegram.calls_of("sendMessage")) == 1
    assert await is_gone(bots, ann)
    assert log == []


async def test_who_blocks_the_bot_without_a_word_is_gone_until_they_speak_again(
    bots: Bots, telegram: TelegramServer
) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/recommend")
    await ann.private.next_message()
    await ann.blocks()
    await telegram.settled()
    await bots.stop()
    assert await is_gone(bots, ann)
    await bots.start()
    await ann.unblocks()
    await ann.private.says(ann, "/recommend")
    await ann.private.next_message()
    assert not await is_gone(bots, ann)


async def test_a_cover_that_telegram_cannot_fetch_is_drawn_and_then_kept(
    odd: Oddities, telegram: TelegramServer
) -> None:
    telegram.unreachable_pictures.add("covers.example")
    ann = telegram.person("Ann")
    for _ in range(2):
        await ann.private.says(ann, "/cover")
        assert (await ann.private.next_message()).photo is not None
    sent = [call.parameters.get("photo") for call in telegram.calls_of("sendPhoto")]
    assert sent[:1] == [ADDRESS]
    assert str(sent[1]).startswith("attach://")
    assert len(sent) == 3
    assert len(odd.asked) == 2


async def test_an_id_that_telegram_no_longer_knows_is_replaced(odd: Oddities, telegram: TelegramServer) -> None:
    ann = telegram.person("Ann")
    for _ in range(3):
        await ann.private.says(ann, "/cover")
        await ann.private.next_message()
        telegram.faults.clear()
        telegram.faults.next("sendPhoto", BadRequest("Bad Request: wrong file identifier/HTTP URL specified"))
    sent = [call.parameters["photo"] for call in telegram.calls_of("sendPhoto")]
    assert sent[0] == sent[2] == sent[4] == ADDRESS
    assert sent[1] == sent[3] != ADDRESS
    assert len(odd.asked) == 3


async def test_a_group_that_allows_no_photos_gets_the_words(odd: Oddities, telegram: TelegramServer) -> None:
    ann = telegram.person("Ann")
    club = telegram.group("Club", ann)
    telegram.faults.next("sendPhoto", BadRequest("Bad Request: not enough rights to send photos to the chat"))
    await club.says(ann, "/cover")
    message = await club.next_message()
    assert message.text.startswith("Hellsing")
    assert message.labels == ["Again", "Words"]
    assert len(odd.asked) == 1


async def test_where_no_picture_is_taken_the_words_come_alone(odd: Oddities, telegram: TelegramServer) -> None:
    ann = telegram.person("Ann")
    telegram.faults.next("sendPhoto", BadRequest("Bad Request: PHOTO_INVALID_DIMENSIONS"), times=2)
    await ann.private.says(ann, "/cover")
    assert (await ann.private.next_message()).text.startswith("Hellsing")
    assert len(odd.asked) == 1


@pytest.mark.parametrize(
    ("method", "refusal"),
    [
        ("sendPhoto", "Bad Request: TOPIC_CLOSED in this chat"),
        ("editMessageCaption", "Bad Request: BUTTON_DATA_INVALID"),
    ],
)
async def test_what_telegram_refuses_is_told_with_a_code(
    odd: Oddities, telegram: TelegramServer, log: list[str], method: str, refusal: str
) -> None:
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/cover")
    message = await ann.private.next_message()
    telegram.faults.next(method, BadRequest(refusal))
    await (ann.taps(message, "Again") if method.startswith("edit") else ann.private.says(ann, "/cover"))
    assert (await ann.private.next_message()).text.startswith("Something went wrong on my side.")
    assert [line for line in log if "E-" in line]
    assert len(odd.asked) == 2


async def test_a_group_that_shuts_the_bot_out_hears_nothing_and_nobody_is_gone(
    bots: Bots, telegram: TelegramServer, log: list[str]
) -> None:
    await bots.start()
    ann = telegram.person("Ann")
    club = telegram.group("Club", ann)
    await ann.private.says(ann, "/recommend")
    await ann.private.next_message()
    telegram.faults.next("sendMessage", Forbidden("Forbidden: bot was kicked from the group chat"))
    await club.says(ann, "/help")
    await telegram.called("sendMessage")
    await bots.stop()
    assert len(telegram.calls_of("sendMessage")) == 1
    assert not await is_gone(bots, ann)
    assert log == []


async def test_an_update_that_asks_nothing_and_fails_is_logged_and_the_next_is_answered(
    odd: Oddities, bots: Bots, telegram: TelegramServer, log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_told: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(bots.house, "gone", fails)
    ann = telegram.person("Ann")
    await ann.blocks()
    await ann.unblocks()
    await ann.private.says(ann, "/echo hello")
    assert (await ann.private.next_message()).text == "hello"
    assert any("asks nothing failed" in line for line in log)
    assert str(ann.id) not in "".join(log)
    assert len(odd.asked) == 1


async def test_inline_results_that_telegram_does_not_take_are_logged_and_the_next_come(
    odd: Oddities, telegram: TelegramServer, log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.patience._FIRST_PAUSE_SECONDS", 0.01)
    ann = telegram.person("Ann")
    telegram.faults.next("answerInlineQuery", BadRequest("Bad Request: query is too old and response timeout expired"))
    with pytest.raises(TimeoutError):
        await ann.asks_inline("", timeout=0.5)
    assert log == []
    telegram.faults.next("answerInlineQuery", ServerError(), times=4)
    with pytest.raises(TimeoutError):
        await ann.asks_inline("", timeout=0.5)
    assert any("E-" in line for line in log)
    assert (await ann.asks_inline("")).titles == [TITLE]
    assert len(odd.asked) == 3


async def test_an_answer_to_a_deleted_message_is_sent_anew(odd: Oddities, telegram: TelegramServer) -> None:
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/cover")
    message = await ann.private.next_message()
    telegram.faults.next("editMessageCaption", BadRequest("Bad Request: message to edit not found"))
    await ann.taps(message, "Again")
    assert (await ann.private.next_message()).caption.startswith("Done.")
    assert len(odd.asked) == 2


async def test_an_edit_that_changes_nothing_is_fine(odd: Oddities, telegram: TelegramServer, log: list[str]) -> None:
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/cover")
    message = await ann.private.next_message()
    for _ in range(2):
        tap = await ann.taps(message, "Again")
        await tap.answered()
    await telegram.settled()
    await ann.private.says(ann, "/echo")
    await ann.private.next_message()
    assert log == []
    assert len(odd.asked) == 4


async def test_a_group_that_moved_while_the_answer_was_made_gets_it_where_it_is(
    odd: Oddities, telegram: TelegramServer
) -> None:
    ann = telegram.person("Ann")
    club = telegram.group("Club", ann)
    await club.says(ann, "/hold")
    await telegram.called("getChatAdministrators")
    new = await club.becomes_supergroup()
    odd.go_on.set()
    assert (await new.next_message()).text == "held"


async def test_a_poll_that_fails_is_asked_again(odd: Oddities, telegram: TelegramServer, log: list[str]) -> None:
    telegram.faults.next("getUpdates", ServerError())
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/echo one")
    await ann.private.next_message()
    await ann.private.says(ann, "/echo two")
    assert (await ann.private.next_message()).text == "two"
    assert any("does not answer" in line for line in log)
    assert len(odd.asked) == 2


async def test_a_poll_waits_for_as_long_as_telegram_says(
    odd: Oddities, telegram: TelegramServer, log: list[str]
) -> None:
    telegram.faults.next("getUpdates", TooManyRequests(retry_after=1))
    ann = telegram.person("Ann")
    for text in ("one", "two"):
        await ann.private.says(ann, f"/echo {text}")
        assert (await ann.private.next_message()).text == text
    assert any("again in 1 s" in line for line in log)
    assert len(odd.asked) == 2


async def test_a_silent_poll_is_asked_again_without_a_word(
    bots: Bots, telegram: TelegramServer, log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.polling._HELD_FOR", timedelta(0))
    monkeypatch.setattr("bot.telegram.transport._READ_SECONDS", 0.2)
    telegram.faults.next("getUpdates", Slow(1))
    await bots.start()
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/help")
    await ann.private.next_message()
    assert log == []


async def test_a_telegram_that_is_gone_in_the_end_does_not_keep_the_bot(
    bots: Bots, telegram: TelegramServer, log: list[str]
) -> None:
    odd = Oddities(bots.house)
    await bots.start(bots.surface(conversation=odd.conversation))
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/echo hello")
    await ann.private.next_message()
    telegram.faults.always("getUpdates", ServerError())
    await bots.stop()
    telegram.faults.clear()
    assert any("was not told what was answered" in line for line in log)


async def test_a_tap_that_fails_is_still_acknowledged(
    odd: Oddities, telegram: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.patience._FIRST_PAUSE_SECONDS", 0.01)
    ann = telegram.person("Ann")
    await ann.private.says(ann, "/cover")
    message = await ann.private.next_message()
    telegram.faults.next("editMessageCaption", ServerError(), times=4)
    tap = await ann.taps(message, "Again")
    assert (await tap.answered()).text == "Done."
    assert (await ann.private.next_message()).text.startswith("Something went wrong on my side.")
    assert len(odd.asked) == 2
