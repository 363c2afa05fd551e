"""People wander through both chats at random, and the database remembers exactly what they said."""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from bot.conversation.action import Action
from tests.bot.contract.crowd import Crowd, chosen, opened_crowd
from tests.bot.contract.model import ADULT
from tests.bot.contract.stage import PLATFORMS

WALKS, STEPS = 14, 150
CHECKED_EVERY = 25  # steps
COMMANDS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("start", {}),
    ("help", {}),
    ("recommend", {}),
    ("recommend", {"mood": "cozy"}),
    ("similar", {"anime": "cowboy bebop"}),
    ("search", {"title": "naruto"}),
    ("anime", {"anime": "cowboy bebop"}),
    ("anime", {"anime": f"#{ADULT}"}),
    ("recommend_for", {}),
    ("rate", {"anime": "naruto"}),
    ("rate", {"anime": "naruto", "score": "9"}),
    ("rate", {"anime": "cowboy bebop", "score": "3"}),
    ("rate", {"anime": f"#{ADULT}", "score": "7"}),
    ("history", {}),
    ("settings", {}),
    ("settings", {"titles": "romaji"}),
    ("settings", {"adult": "on"}),
    ("settings", {"adult": "off"}),
    ("privacy", {}),
    ("export", {}),
    ("forget", {}),
    ("link", {}),
    ("link", {"code": "AAAAA-AAAAA"}),
    ("unlink", {}),
)
any_number = st.integers(0, 2**16 - 1)
of_late = st.integers(1, 25)  # the last, the one before, …


class Walk(RuleBasedStateMachine):
    """All that people can do, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.loop, self.stack, self.steps = asyncio.Runner(), AsyncExitStack(), 0
        self.crowd = self.loop.run(self.gather())

    async def gather(self) -> Crowd:
        folder = Path(self.stack.enter_context(TemporaryDirectory()))
        return await self.stack.enter_async_context(opened_crowd(folder))

    def run(self, act: Coroutine[Any, Any, None]) -> None:
        self.loop.run(act)

    @rule(who=any_number, among=st.booleans(), what=st.sampled_from(COMMANDS))
    def somebody_gives_a_command(self, who: int, *, among: bool, what: tuple[str, dict[str, str]]) -> None:
        someone = chosen(self.crowd.everybody, who)
        self.run(self.crowd.says(someone, self.crowd.room(someone, among=among), *what))

    @rule(platform=st.sampled_from(PLATFORMS), who=st.integers(0, 1))
    def somebody_asks_for_another(self, platform: str, who: int) -> None:
        people = self.crowd.people[platform]
        self.run(self.crowd.asks_for(people[who], people[1 - who]))

    @precondition(lambda self: self.crowd.shown)
    @rule(which=of_late, who=any_number)
    def a_button_of_late_is_tapped(self, which: int, who: int) -> None:
        self.run(self.crowd.taps(chosen(self.crowd.shown, -which), who))

    @precondition(lambda self: self.crowd.shown)
    @rule(which=any_number, who=any_number)
    def any_button_is_tapped(self, which: int, who: int) -> None:
        self.run(self.crowd.taps(chosen(self.crowd.shown, which), who))

    @precondition(lambda self: self.crowd.judging)
    @rule(which=of_late, who=any_number)
    def a_judging_tap_arrives_twice(self, which: int, who: int) -> None:
        self.run(self.crowd.taps(chosen(self.crowd.judging, -which), who, twice=True))

    @precondition(lambda self: self.crowd.judging)
    @rule(one=any_number, other=any_number, who=st.tuples(any_number, any_number))
    def two_judge_at_once(self, one: int, other: int, who: tuple[int, int]) -> None:
        taps = [(chosen(self.crowd.judging, which), by) for which, by in zip((one, other), who, strict=True)]
        self.run(self.crowd.judge_at_once(*taps))

    @rule(who=any_number, other=any_number)
    def two_accounts_are_joined(self, who: int, other: int) -> None:
        someone = chosen(self.crowd.everybody, who)
        self.run(self.crowd.says(someone, self.crowd.room(someone), "link", {}))
        self.a_code_is_said(other, -1)

    @precondition(lambda self: self.crowd.codes)
    @rule(who=any_number, which=any_number)
    def a_code_is_said(self, who: int, which: int) -> None:
        someone = chosen(self.crowd.everybody, who)
        code = chosen(self.crowd.codes, which)
        self.run(self.crowd.says(someone, self.crowd.room(someone), "link", {"code": code}))

    @rule(who=any_number, what=st.sampled_from(["unlink", "forget"]))
    def somebody_asks_and_agrees(self, who: int, what: str) -> None:
        someone = chosen(self.crowd.everybody, who)
        self.run(self.crowd.says(someone, self.crowd.room(someone), what, {}))
        if [button.key.meaning for button in self.crowd.shown[-1:]] == [Action("keep")]:
            self.run(self.crowd.taps(self.crowd.shown[-2], who))

    @rule()
    def ten_minutes_pass(self) -> None:
        self.run(self.crowd.ten_minutes())

    @rule(platform=st.sampled_from(PLATFORMS))
    def a_surface_starts_anew(self, platform: str) -> None:
        self.run(self.crowd.stage.stop(platform))
        self.run(self.crowd.stage.start(platform))

    @invariant()
    def what_was_said_is_remembered(self) -> None:
        self.steps += 1
        if self.steps % CHECKED_EVERY == 0:
            self.run(self.crowd.check())

    def teardown(self) -> None:
        try:
            self.run(self.crowd.leave())
        finally:
            self.run(self.stack.aclose())
            self.loop.close()


def test_the_database_remembers_what_was_said_on_a_random_walk_through_both_chats() -> None:
    walks = settings(
        max_examples=WALKS,
        stateful_step_count=STEPS,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # a walk ends where the first fault is; it cannot be made shorter in a useful time
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Walk, settings=walks)
