"""Lists as long as a surface's message holds, down to a pager of one card."""

from threading import current_thread, main_thread

import pytest

from bot.commands import lists
from bot.commands.house import House
from bot.conversation.action import Action
from bot.conversation.reply import Heading, Notice, Place, Reply
from core.engine import Engine
from core.pick import Pick
from core.taste import Taste
from core.wish import Wish
from tests.bot.commands.rooms import Talk, button, buttons_of, cards_of, ids_of


@pytest.fixture
def pager(house: House) -> Talk:
    return Talk(house, cards=1)


def _heading(reply: Reply) -> str:
    return next(part.text for part in reply.parts if isinstance(part, Heading))


def _turns(reply: Reply) -> list[str]:
    return [one.label for one in buttons_of(reply) if one.label in {"Back", "More"}]


@pytest.mark.parametrize("cards", [1, 3, 5])
async def test_a_list_is_as_long_as_the_message_holds_and_goes_on_there(house: House, cards: int) -> None:
    whole = ids_of(await Talk(house, cards=5).say("recommend"))
    talk = Talk(house, cards=cards)
    reply = await talk.say("recommend")
    seen = ids_of(reply)
    while len(seen) < 5:
        assert len(ids_of(reply)) == cards
        reply = await talk.tap(button(reply, "More"))
        seen += ids_of(reply)
    assert seen[:5] == whole
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize(("command", "text", "heading"), [("recommend", "", "For you"), ("similar", "naruto", "If")])
async def test_a_pager_goes_on_and_back_in_its_message(pager: Talk, command: str, text: str, heading: str) -> None:
    first = await pager.say(command, text)
    assert _heading(first).startswith(heading)
    assert _heading(first).endswith(" · 1")
    assert _turns(first) == ["More"]
    second = await pager.tap(button(first, "More"))
    assert (second.place, _turns(second)) == (Place.SAME, ["Back", "More"])
    assert _heading(second).endswith(" · 2")
    back = await pager.tap(button(second, "Back"))
    assert (back.place, ids_of(back), _turns(back)) == (Place.SAME, ids_of(first), ["More"])


@pytest.mark.parametrize("code", ["r....900", "s20.900"])
async def test_a_pager_leads_back_from_its_end(pager: Talk, code: str) -> None:
    end = await pager.tap(Action("more", (code,)))
    assert not cards_of(end)
    assert any(isinstance(part, Notice) for part in end.parts)
    assert button(end, "Back").action == Action("more", (code.replace("900", "899"),))


async def test_after_a_thumb_the_same_place_shows_the_pick_that_is_there_now(house: House, pager: Talk) -> None:
    second = await pager.tap(button(await pager.say("recommend"), "More"))
    after = await pager.tap(cards_of(second)[0].buttons[3])
    assert after.place is Place.SAME
    assert _heading(after).endswith(" · 2")
    assert ids_of(after) == ids_of(await Talk(house).say("recommend"))[1:2]
    assert ids_of(after) != ids_of(second)


async def test_what_a_tap_changed_can_be_asked_for_again(ann: Talk) -> None:
    first = await ann.say("recommend", "comedy")
    for reply in (
        await ann.tap(button(first, "More")),
        await ann.tap(cards_of(first)[0].buttons[3]),
        await ann.tap(cards_of(await ann.say("anime", "naruto"))[0].buttons[0]),
        await ann.tap(button(await ann.say("history"), "✕")),
        await ann.tap(button(await ann.say("start"), "Other titles")),
    ):
        assert reply.again is not None
        again = await ann.tap(reply.again)
        assert ids_of(again) == ids_of(reply)
        assert {one.action for one in buttons_of(again)} <= {one.action for one in buttons_of(reply)}


async def test_a_long_taste_is_thought_about_in_a_thread_and_answered_alike(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk, threads = Talk(house), []
    recommend = Engine.recommend

    def watched(engine: Engine, taste: Taste, wish: Wish, k: int, *, skip: int = 0) -> list[Pick]:
        threads.append(current_thread())
        return recommend(engine, taste, wish, k, skip=skip)

    monkeypatch.setattr(Engine, "recommend", watched)
    at_once = await talk.say("recommend")
    monkeypatch.setattr(lists, "QUICK", -1)
    assert ids_of(await talk.say("recommend")) == ids_of(at_once)
    assert [one is main_thread() for one in threads] == [True, False]
