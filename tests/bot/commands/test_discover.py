import pytest
from sqlalchemy import select

from bot.commands.house import House
from bot.conversation.action import Action
from bot.conversation.parameters import plain
from bot.conversation.registry import OLD_BUTTON
from bot.conversation.reply import Audience, Choices, Place
from bot.words.english import wishes
from core.anime import AnimeType
from storage.catalogue import save_anime
from storage.tables import ImpressionRow
from tests.bot.commands.rooms import (
    NOW,
    LiveEngine,
    Talk,
    button,
    buttons_of,
    cards_of,
    ids_of,
    words_of,
)
from tests.newcomers import NEW, engine_with_newcomers, newcomers
from tests.small_world import small_catalogue

CATALOGUE = {anime.id: anime for anime in small_catalogue()}
NARUTO, SHIPPUUDEN, MONSTER = 20, 1735, 19
ADULT = {anime.id for anime in small_catalogue() if anime.adult}


async def test_a_stranger_gets_a_list_and_is_told_that_little_is_known(ann: Talk) -> None:
    reply = await ann.say("recommend")
    assert len(cards_of(reply)) == 5
    assert "I know nothing about you yet" in words_of(reply)
    assert all(not card.rating for card in cards_of(reply))
    assert all(len(card.buttons) == 5 for card in cards_of(reply))


async def test_a_wish_is_kept_and_said(ann: Talk) -> None:
    reply = await ann.say("recommend", "short comedy")
    assert "For you: short Comedy anime" in words_of(reply)
    assert cards_of(reply)
    assert all("Comedy" in CATALOGUE[anime_id].genres for anime_id in ids_of(reply))
    films = await ann.say("recommend", type="movie")
    assert all(CATALOGUE[anime_id].type is AnimeType.MOVIE for anime_id in ids_of(films))


async def test_more_goes_on_where_the_list_ended(ann: Talk) -> None:
    first = await ann.say("recommend", "comedy")
    more = await ann.tap(button(first, "More"))
    assert more.place is Place.NEW
    assert ids_of(more)
    assert not set(ids_of(first)) & set(ids_of(more))
    assert all("Comedy" in CATALOGUE[anime_id].genres for anime_id in ids_of(more))


async def test_the_end_of_a_list_is_told(ann: Talk) -> None:
    reply = await ann.tap(Action("more", ("r....900",)))
    assert "That was all that fits" in words_of(reply)
    like = await ann.tap(Action("more", ("s20.900",)))
    assert "That was all I have" in words_of(like)
    assert await ann.tap(Action("more", ("h0",))) == OLD_BUTTON


async def test_a_wish_that_nothing_fulfils_offers_to_drop_each_of_its_limits(ann: Talk) -> None:
    reply = await ann.say("recommend", "cozy music long adventurous")
    choices = reply.parts[-1]
    assert isinstance(choices, Choices)
    assert [one.label for one in choices.buttons] == ["Any mood", "Any genre", "Any length", "Balanced"]
    assert cards_of(await ann.tap(button(reply, "Any length"))) or buttons_of(
        await ann.tap(button(reply, "Any length"))
    )


async def test_the_dial_can_be_turned_and_turned_back(ann: Talk) -> None:
    turned = await ann.tap(button(await ann.say("recommend"), "More adventurous"))
    assert "off the usual path" in words_of(turned)
    back = await ann.tap(button(turned, "Balanced"))
    assert "off the usual path" not in words_of(back)


async def test_what_is_like_an_anime_is_never_itself_nor_its_franchise(ann: Talk) -> None:
    reply = await ann.say("similar", "naruto")
    assert "If you like Naruto" in words_of(reply)
    assert not {NARUTO, SHIPPUUDEN} & set(ids_of(reply))
    assert all("Naruto" in card.reason for card in cards_of(reply))


async def test_in_a_chat_of_many_nothing_tells_of_a_taste(house: House) -> None:
    group = Talk(house, private=False)
    await group.say("rate", "monster 9")
    assert (await group.say("recommend")).audience is Audience.PERSONAL
    like = await group.say("similar", "naruto")
    assert like.audience is Audience.PUBLIC
    assert all(not card.rating for card in cards_of(like))
    assert "Monster" not in words_of(like)


async def test_an_anime_newer_than_the_model_is_told(house: House, ann: Talk) -> None:
    engine = house.engine

    class Older:
        version, manifest, titles = engine.version, engine.manifest, engine.titles

        def __contains__(self, anime_id: int) -> bool:
            return False

        def audience(self, anime_id: int) -> int:
            raise KeyError(anime_id)

        def similar(self, *_: object, **__: object) -> list[object]:
            return []

    house.live = LiveEngine(Older())  # type: ignore[arg-type]  # an engine that knows nothing
    assert "newer than my model" in words_of(await ann.say("similar", "#20"))
    [card] = cards_of(await ann.say("anime", "#20"))
    assert (card.rating, card.reason) == ("", "New here: I have yet to learn about it.")
    assert "newer than my model" in words_of(await ann.say("why", "#20"))


async def test_search_shows_what_it_found_with_ways_on(ann: Talk) -> None:
    reply = await ann.say("search", "naruto")
    assert ids_of(reply)[:2] == [NARUTO, SHIPPUUDEN]
    card = await ann.tap(cards_of(reply)[0].buttons[0])
    assert ids_of(card) == [NARUTO]
    assert "If you like Naruto" in words_of(await ann.tap(cards_of(reply)[0].buttons[1]))
    nothing = await ann.say("search", "🦀🦀🦀")
    assert "I found no anime called" in words_of(nothing) or "Nothing is called" in words_of(nothing)


async def test_a_title_alone_opens_its_card(ann: Talk) -> None:
    reply = await ann.say("", "monster")
    assert ids_of(reply) == [MONSTER]
    card = cards_of(reply)[0]
    assert card.facts[0] == "TV"
    assert "from everyone (simulated)" in card.rating
    await ann.say("rate", "monster 9")
    own = cards_of(await ann.say("anime", "monster"))[0]
    assert (own.rating, own.reason) == ("", "You said: 9 of 10, watched.")
    rating = cards_of(await ann.say("anime", "naruto"))[0].rating
    assert "for you, give or take " in rating
    assert rating.endswith("(simulated); I know little about you yet")


async def test_a_card_leads_through_its_franchise(ann: Talk) -> None:
    reply = await ann.say("anime", "#20")
    assert ids_of(await ann.tap(button(reply, "Sequel"))) == [SHIPPUUDEN]


async def test_adult_anime_appear_only_where_the_chat_allows_them(house: House) -> None:
    assert ADULT
    adult_id = min(ADULT)
    title = CATALOGUE[adult_id].titles[0].text
    here, there = Talk(house, adult=True), Talk(house, adult=False)
    assert ids_of(await here.say("anime", f"#{adult_id}")) == [adult_id]
    assert ids_of(await here.say("search", title))[0] == adult_id
    for talk in (there, Talk(house)):
        assert "no such anime" in words_of(await talk.say("anime", f"#{adult_id}"))
        assert adult_id not in ids_of(await talk.say("search", title))


async def test_what_is_shown_is_noted_with_its_place_model_and_arm(house: House, ann: Talk) -> None:
    first = await ann.say("recommend")
    more = await ann.tap(button(first, "More"))
    await house.impressions.flush()
    async with house.database.read() as session:
        rows = list((await session.scalars(select(ImpressionRow).order_by(ImpressionRow.id))).all())
    assert [row.anime_id for row in rows] == ids_of(first) + ids_of(more)
    assert [row.position for row in rows] == list(range(10))
    assert {row.model_version for row in rows} == {house.engine.version}
    assert {row.arm for row in rows} == {house.engine.manifest.blend}
    assert {row.propensity for row in rows} == {1.0}
    assert [row.command for row in rows] == ["recommend"] * 5 + ["more"] * 5


async def test_titles_are_in_the_language_of_the_person(ann: Talk) -> None:
    english = cards_of(await ann.say("anime", "#199"))[0]
    assert (english.title, english.subtitle) == ("Spirited Away", "Sen to Chihiro no Kamikakushi")
    await ann.say("settings", "romaji")
    romaji = cards_of(await ann.say("anime", "#199"))[0]
    assert (romaji.title, romaji.subtitle) == ("Sen to Chihiro no Kamikakushi", "Spirited Away")


@pytest.mark.parametrize("nonsense", ["🦀🦀", "qqqq zzzz xxxx"])
async def test_what_no_title_is_like_is_answered_with_well_known_ones(ann: Talk, nonsense: str) -> None:
    for command in ("search", "similar", "anime"):
        reply = await ann.say(command, nonsense)
        assert "I found no anime called" in words_of(reply)
        assert len(buttons_of(reply)) >= 3
        opened = await ann.tap(buttons_of(reply)[0])
        assert "I found no" not in words_of(opened)


@pytest.mark.parametrize("words", wishes.GENRE_WORDS)
async def test_other_words_for_genres_name_genres_that_have_one_spelling(words: str) -> None:
    assert plain(words) != plain(wishes.GENRE_WORDS[words])
    assert plain(words) not in {plain(word) for word in wishes.MOOD_WORDS if word != "scary"}


async def test_what_nobody_has_rated_is_shown_as_new(house: House, ann: Talk) -> None:
    house.live = LiveEngine(engine_with_newcomers())
    async with house.database.begin() as session:
        await save_anime(session, newcomers(), origin="tests", at=NOW)
    listed = await ann.say("similar", "#5680")
    while not set(ids_of(listed)) & set(NEW.values()):
        listed = await ann.tap(button(listed, "More"))
    for card in cards_of(listed):
        assert ("New here: nobody has rated it yet." in card.reason) == (card.anime_id in NEW.values())
    assert cards_of(await ann.say("anime", "#70001"))[0].reason == "New here: nobody has rated it yet."
    await ann.say("rate", "#70001 9")
    assert "New here" not in cards_of(await ann.say("anime", "#70001"))[0].reason
