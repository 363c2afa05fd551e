import re
from dataclasses import replace

import pytest

from bot.commands.all import registry
from bot.commands.house import House
from bot.conversation.action import Action
from bot.conversation.deep_link import payload_of
from bot.conversation.reply import Choices, Place
from core.taste import Rating, Thumb
from tests.bot.commands.rooms import ADMIN, Talk, button, buttons_of, cards_of, words_of


async def test_three_taps_lead_from_the_welcome_to_a_list(ann: Talk) -> None:
    reply = await ann.say("start")
    liked = []
    for prompt in ("Tap three anime you like:", "Two more:", "One more:"):
        choices = next(part for part in reply.parts if isinstance(part, Choices))
        assert choices.prompt == prompt
        liked.append(choices.buttons[0].label)
        reply = await ann.tap(choices.buttons[0])
        assert reply.place is Place.SAME
    assert len(set(liked)) == 3
    assert len(cards_of(reply)) == 5
    assert list((await ann.taste()).ratings.values()) == [Rating(thumb=Thumb.UP)] * 3
    assert "your 3 ratings" in words_of(reply)


async def test_the_titles_change_after_every_tap(ann: Talk) -> None:
    first = await ann.say("start")
    second = await ann.tap(buttons_of(first)[0])
    assert buttons_of(first)[0].label not in [one.label for one in buttons_of(second)]


async def test_other_titles_are_other_titles(ann: Talk) -> None:
    first = await ann.say("start")
    other = await ann.tap(button(first, "Other titles"))
    assert other.place is Place.SAME
    labels = {one.label for one in buttons_of(first)} & {one.label for one in buttons_of(other)}
    assert labels == {"Other titles", "Another title"}
    while any(one.label == "Other titles" for one in buttons_of(other)):
        other = await ann.tap(button(other, "Other titles"))
    assert cards_of(await ann.tap(button(other, "Recommend")))


async def test_a_newcomer_can_name_a_title_of_their_own(ann: Talk) -> None:
    another = button(await ann.say("start"), "Another title")
    assert another.asks == "Which anime?"
    named = replace(another.action, arguments=(*another.action.arguments, "naruto"))
    assert [card.title for card in cards_of(await ann.tap(named))] == ["Naruto"]


async def test_a_tap_of_the_first_taste_can_be_undone(ann: Talk) -> None:
    tapped = await ann.tap(buttons_of(await ann.say("start"))[0])
    await ann.tap(button(tapped, "Undo"))
    assert not (await ann.taste()).ratings


async def test_help_names_every_command_this_person_may_use(house: House, ann: Talk) -> None:
    said = words_of(await ann.say("help"))
    named = set(re.findall(r"^/(\w+)", said, re.MULTILINE))
    assert named == {one.name for one in registry.commands} - {"admin"}
    assert "simulated" in said
    assert "/admin" in words_of(await Talk(house, ADMIN).say("help"))


async def test_help_explains_one_command(ann: Talk) -> None:
    said = words_of(await ann.say("help", "/Recommend"))
    assert "mood: How should it feel? (cozy, funny," in said
    assert "/recommend cozy short movie" in said
    assert "no command /nonsense" in words_of(await ann.say("help", "nonsense"))
    assert "no command /admin" in words_of(await ann.say("help", "admin"))


async def test_a_link_opens_the_card_of_its_anime(ann: Talk) -> None:
    reply = await ann.say("start", "a20")
    assert [card.title for card in cards_of(reply)] == ["Naruto"]
    assert reply.place is Place.NEW
    assert reply.again == Action("anime", ("#20",))


async def test_a_link_asks_for_a_list_and_the_answer_is_a_message_of_its_own(ann: Talk) -> None:
    payload = payload_of(Action("leaf", ("h0",)))
    assert payload is not None
    reply = await ann.say("start", payload)
    assert reply.place is Place.NEW
    assert reply.again == Action("leaf", ("h0",))
    assert "What you told me" in words_of(reply)


@pytest.mark.parametrize("payload", ["hello", "a", "b", "a-1", "https://example.org", "x" * 150])
async def test_a_link_that_says_nothing_leads_to_the_welcome(ann: Talk, payload: str) -> None:
    assert "I recommend anime" in words_of(await ann.say("start", payload))


@pytest.mark.parametrize(
    "action",
    [
        Action("up", ("#20", "a20")),
        Action("rate", ("#20", "9")),
        Action("consent", ("on",)),
        Action("settings", ("romaji",)),
        Action("link", ("K7QF2-MXR9W",)),
        Action("nonsense"),
    ],
)
async def test_a_link_from_anybody_changes_nothing(ann: Talk, action: Action) -> None:
    payload = payload_of(action)
    assert payload is not None
    assert "I recommend anime" in words_of(await ann.say("start", payload))
    assert not (await ann.taste()).ratings


async def test_a_link_to_a_command_alone_lets_it_ask(ann: Talk) -> None:
    payload = payload_of(Action("forget"))
    assert payload is not None
    assert "Delete all your ratings" in words_of(await ann.say("start", payload))
