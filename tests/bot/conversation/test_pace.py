from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.conversation import Conversation
from bot.conversation.pace import BURST, PER_SECOND, SLOW_DOWN, Pace, Step
from bot.conversation.reply import Reply, Text
from bot.conversation.request import Identity
from tests.bot.conversation.shop import ADMIN, Shop, asked, only_part, shop_registry

ANN, BOB = Identity("telegram", "1"), Identity("telegram", "2")


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_flood_is_told_so_once_and_then_meets_silence() -> None:
    pace = Pace(Clock())
    steps = [pace.step(ANN) for _ in range(BURST + 5)]
    assert steps == [Step.GO] * BURST + [Step.WORD] + [Step.SILENCE] * 4


def test_a_flood_slows_its_sender_alone() -> None:
    pace = Pace(Clock())
    for _ in range(BURST + 5):
        pace.step(ANN)
    assert pace.step(BOB) is Step.GO


def test_a_token_comes_back_in_time() -> None:
    clock = Clock()
    pace = Pace(clock)
    for _ in range(BURST + 3):
        pace.step(ANN)
    clock.now += 1 / PER_SECOND
    assert [pace.step(ANN) for _ in range(3)] == [Step.GO, Step.SILENCE, Step.SILENCE]


def test_a_flood_that_goes_on_is_told_so_once() -> None:
    clock = Clock()
    pace = Pace(clock)
    steps = []
    for _ in range(600):
        clock.now += 0.1
        steps.append(pace.step(ANN))
    assert steps.count(Step.WORD) == 1
    assert steps.count(Step.GO) <= BURST + 60 * PER_SECOND


def test_the_next_flood_is_told_again() -> None:
    clock = Clock()
    pace = Pace(clock)
    for _ in range(BURST + 3):
        pace.step(ANN)
    clock.now += 4 / PER_SECOND
    assert [pace.step(ANN) for _ in range(6)] == [Step.GO] * 4 + [Step.WORD, Step.SILENCE]


def test_whoever_was_quiet_for_long_has_a_full_bucket() -> None:
    clock = Clock()
    pace = Pace(clock)
    for _ in range(BURST + 3):
        pace.step(ANN)
    clock.now += 1000
    assert [pace.step(ANN) for _ in range(BURST + 1)] == [Step.GO] * BURST + [Step.WORD]


@given(st.lists(st.floats(0, 5), max_size=200))
def test_never_more_than_the_burst_and_the_rate_go_through(pauses: list[float]) -> None:
    clock = Clock()
    pace = Pace(clock)
    gone = 0
    for pause in pauses:
        clock.now += pause
        gone += pace.step(ANN) is Step.GO
    assert gone <= BURST + sum(pauses) * PER_SECOND + 1e-6


async def test_a_conversation_answers_a_flood_once_and_others_as_ever() -> None:
    conversation = Conversation(shop_registry(), Shop(), Pace(Clock()))
    replies = [await conversation.answer(asked("paint")) for _ in range(BURST + 2)]
    assert replies[BURST - 1].parts == (Text("paint None None"),)
    assert replies[BURST:] == [SLOW_DOWN, Reply(())]
    assert only_part(await conversation.answer(asked("close", person=ADMIN))) == Text("closed")
