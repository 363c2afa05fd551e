import pytest

from bot.commands.house import House
from bot.conversation.reply import Audience, Look, Place
from bot.conversation.request import Identity
from core.anime import AnimeType
from tests.bot.commands.rooms import ADMIN, BOB, Talk, button, buttons_of, ids_of, words_of
from tests.small_world import small_catalogue

TYPES = {anime.id: anime.type for anime in small_catalogue()}


async def test_settings_show_what_holds(ann: Talk) -> None:
    reply = await ann.say("settings")
    assert reply.audience is Audience.PERSONAL
    assert button(reply, "English").look is Look.CHOSEN
    assert button(reply, "Romaji").look is Look.PLAIN
    assert "Adult titles are hidden in this chat." in words_of(reply)


async def test_a_title_language_is_chosen_by_button_or_by_word(ann: Talk) -> None:
    reply = await ann.tap(button(await ann.say("settings"), "Japanese"))
    assert reply.place is Place.SAME
    assert button(reply, "Japanese").look is Look.CHOSEN
    assert button(await ann.say("settings", "romaji"), "Romaji").look is Look.CHOSEN


async def test_formats_are_hidden_and_shown_and_the_same_tap_twice_changes_nothing(ann: Talk) -> None:
    settings = await ann.say("settings")
    hide = button(settings, "TV")
    hidden = await ann.tap(hide)
    assert button(hidden, "TV").look is Look.PLAIN
    assert button(await ann.tap(hide), "TV").look is Look.PLAIN
    listed = ids_of(await ann.say("recommend"))
    assert listed
    assert all(TYPES[anime_id] is not AnimeType.TV for anime_id in listed)
    shown = await ann.tap(button(hidden, "TV"))
    assert all(button(shown, label).look is Look.CHOSEN for label in ("TV", "Film", "OVA"))


async def test_one_format_has_to_stay(ann: Talk) -> None:
    for kind in AnimeType:
        if kind not in {AnimeType.TV, AnimeType.UNKNOWN}:
            await ann.say("settings", hide=kind.value)
    reply = await ann.say("settings", hide="tv")
    assert "One format has to stay." in words_of(reply)
    assert button(reply, "TV").look is Look.CHOSEN


async def test_adult_titles_are_allowed_for_one_private_chat(ann: Talk) -> None:
    shown = await ann.tap(button(await ann.say("settings"), "Show them"))
    assert "Adult titles are shown in this chat." in words_of(shown)
    assert "Adult titles are shown in this chat." in words_of(await ann.say("settings"))
    hidden = await ann.tap(button(shown, "Hide them"))
    assert "Adult titles are hidden in this chat." in words_of(hidden)


@pytest.mark.parametrize("adult", [True, False])
async def test_where_the_platform_says_what_is_adult_nothing_can_be_set(house: House, adult: bool) -> None:  # noqa: FBT001  a case
    reply = await Talk(house, adult=adult).say("settings", adult="on")
    assert "This place decides that" in words_of(reply)
    assert "Show them" not in str(buttons_of(reply))


@pytest.mark.parametrize(("who", "manager"), [(ADMIN, False), (BOB, True)])
async def test_in_a_chat_of_many_those_who_manage_it_set_it_for_all(house: House, who: Identity, manager: bool) -> None:  # noqa: FBT001  a case
    member = Talk(house, Identity(who.platform, "member"), private=False)
    boss = Talk(house, who, private=False, manager=manager)
    refused = await member.say("settings", adult="on")
    assert "only those who manage the chat" in words_of(refused)
    assert "Show them" not in str(buttons_of(refused))
    assert "Adult titles are shown in this chat." in words_of(
        await boss.tap(button(await boss.say("settings"), "Show"))
    )
    assert "Adult titles are shown in this chat." in words_of(await member.say("settings"))


async def test_where_the_platform_decides_not_even_a_manager_does(house: House) -> None:
    reply = await Talk(house, BOB, private=False, adult=False, manager=True).say("settings", adult="on")
    assert "This place decides that" in words_of(reply)


async def test_asked_for_again_settings_are_shown_and_not_set(ann: Talk) -> None:
    reply = await ann.say("settings", "romaji")
    assert reply.again is not None
    await ann.say("settings", "english")
    assert button(await ann.tap(reply.again), "English").look is Look.CHOSEN
