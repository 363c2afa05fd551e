"""A platform that stumbles: what was tapped counts once and is shown, and no log says whose tap it was."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from core.taste import Thumb
from storage.people import person_of
from storage.ratings import taste_of
from storage.tables import FeedbackRow
from tests.bot.contract.driver import until
from tests.bot.contract.scene import Scene, scene
from tests.bot.contract.seen import Key, check_shown
from tests.bot.contract.stage import DISCORD_TOKEN, PLATFORMS, Stage
from tests.logged import logged
from tests.platforms.discord import faults as discord
from tests.platforms.discord.routes import CALLBACK
from tests.platforms.telegram import faults as telegram

in_one_loop = pytest.mark.asyncio(loop_scope="module")
on_both = pytest.mark.parametrize("platform", PLATFORMS)

EDITS = ("editMessageMedia", "editMessageCaption")
FAULTS: dict[str, tuple[telegram.Fault, discord.Fault]] = {
    "429": (telegram.TooManyRequests(1), discord.TooManyRequests(0.1)),
    "500": (telegram.ServerError(), discord.ServerError()),
    "slow": (telegram.Slow(0.3), discord.Slow(0.3)),
    "dropped": (telegram.Dropped(), discord.Dropped()),
    "done but dropped": (telegram.Dropped(done=True), discord.Lost()),
}
FORBIDDEN = telegram.Forbidden(), discord.Forbidden()
THREE_SECONDS_AND_MORE = 4


@dataclass
class Tapping:
    """Ann, who has a list with a thumb before her."""

    here: Scene
    outcome: Any
    thumb: Key

    async def said(self) -> tuple[list[Thumb | None], list[str]]:
        """Return the thumbs that are kept of her, and all that was noted."""
        house, who = self.here.stage.house, self.here.ann.who
        async with house.database.begin() as session:
            user_id = await person_of(session, house.database.secrets, who.platform, who.id, at=house.clock())
            noted = await session.execute(select(FeedbackRow.kind).where(FeedbackRow.user_id == user_id))
            ratings = (await taste_of(session, user_id)).ratings.values()
            return [rating.thumb for rating in ratings], list(noted.scalars())


@pytest.fixture(autouse=True)
def unnamed(caplog: pytest.LogCaptureFixture) -> Iterator[set[str]]:
    """Words that no log may hold, of this program or of a library; a test adds its own."""
    words = {DISCORD_TOKEN}
    with logged(form="{message} {extra}") as lines:
        yield words
    log = "".join(lines) + caplog.text
    assert not [word for word in words if word in log]


async def tapping(stage: Stage, platform: str, unnamed: set[str]) -> Tapping:
    here = scene(stage, platform, private=True)
    unnamed |= {here.ann.who.id, here.room.id, stage.telegram.token}
    _, outcome = await here.says("recommend", {})
    assert outcome is not None
    return Tapping(here, outcome, next(key for key in outcome.seen.keys if key.label.endswith("👍")))


def plan(stage: Stage, platform: str, faults: tuple[telegram.Fault, discord.Fault]) -> None:
    """Let the next answer to a tap meet its platform's one of `faults`."""
    if platform == "telegram":
        for method in EDITS:
            stage.telegram.faults.next(method, faults[0])
    else:
        stage.discord.faults.next(CALLBACK, faults[1])


def came_about(stage: Stage, platform: str) -> bool:
    """Return whether what was planned has happened; nothing is planned any more."""
    if platform == "telegram":
        return None in [stage.telegram.faults.take(method) for method in EDITS]
    return stage.discord.faults.take(CALLBACK) is None


@in_one_loop
@pytest.mark.parametrize("fault", FAULTS)
@on_both
async def test_a_tap_whose_answer_meets_trouble_counts_once_and_is_shown(
    stage: Stage, platform: str, fault: str, unnamed: set[str]
) -> None:
    ann = await tapping(stage, platform, unnamed)
    plan(stage, platform, FAULTS[fault])
    reply, shown = await ann.here.taps(ann.outcome, ann.thumb)
    assert shown is not None
    assert came_about(stage, platform)
    check_shown(shown.seen, reply)
    assert await ann.said() == ([Thumb.UP], ["up"])
    unnamed |= set(stage.discord.interactions)


@in_one_loop
@on_both
async def test_a_tap_whose_answer_is_forbidden_counts_and_the_next_question_is_answered(
    stage: Stage, platform: str, unnamed: set[str]
) -> None:
    ann = await tapping(stage, platform, unnamed)
    plan(stage, platform, FORBIDDEN)
    await ann.here.driver.taps(ann.here.ann, ann.here.room, ann.outcome, ann.thumb)
    await ann.here.exchange()
    await ann.here.says("help", {})
    assert await ann.said() == ([Thumb.UP], ["up"])
    assert came_about(stage, platform)
    if platform == "discord":
        [error] = stage.errors
        assert "E-" in error
        stage.errors.clear()
    assert stage.errors == []
    unnamed |= set(stage.discord.interactions)


@in_one_loop
@on_both
async def test_a_tap_that_is_answered_too_late_counts(stage: Stage, platform: str, unnamed: set[str]) -> None:
    ann = await tapping(stage, platform, unnamed)
    if platform == "telegram":
        [message] = ann.here.room.place.bot_messages
        await ann.here.ann.account.taps(message, ann.thumb.handle, too_late=True)
    else:
        call = await ann.here.ann.account.sends_tap(ann.outcome.messages[0], ann.thumb.handle)
        stage.discord.clock.advance(THREE_SECONDS_AND_MORE)
    await ann.here.exchange()
    await ann.here.says("help", {})
    assert await ann.said() == ([Thumb.UP], ["up"])
    unnamed |= set(stage.discord.interactions)
    if platform == "discord":
        assert stage.discord.interactions.pop(call.token).acknowledged_as is None  # Discord took no answer any more


@in_one_loop
async def test_a_tap_that_a_resumed_gateway_tells_once_more_counts_once(stage: Stage, unnamed: set[str]) -> None:
    ann = await tapping(stage, "discord", unnamed)
    call = await ann.here.ann.account.sends_tap(ann.outcome.messages[0], ann.thumb.handle)
    await call.answered()
    resumed = stage.discord.gateway.resumed
    await stage.discord.drop_gateway(resumable=True)
    call.arrives_again()

    def is_back() -> None:
        assert stage.discord.gateway.resumed > resumed

    await until(is_back)
    ann.here.listen()
    await ann.here.says("help", {})
    assert await ann.said() == ([Thumb.UP], ["up"])
    assert len([asked for asked in stage.discord.asked(CALLBACK) if call.token in asked.path]) == 1
    unnamed |= set(stage.discord.interactions)
