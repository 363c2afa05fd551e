"""Cards say of each anime what the catalogue says now, to each person in their words, however often it was shown."""

from dataclasses import replace

from bot.commands import cards
from bot.commands.house import House
from bot.commands.visit import Visit
from bot.conversation.reply import Look
from bot.conversation.request import Chat, Request
from core.anime import Anime, Title, TitleLanguage
from core.taste import Rating, Status, Taste, Thumb
from storage.preferences import PersonSettings
from tests.bot.commands.rooms import ANN

TITLES = (Title("Kimi no Na wa.", TitleLanguage.ROMAJI), Title("Your Name.", TitleLanguage.ENGLISH))
ANIME = Anime(32281, TITLES, year=2016, genres=("Drama",), studios=("CoMix Wave Films",), synopsis="Two swap bodies.")


def visit_of(house: House, taste: Taste | None = None, titles: TitleLanguage = TitleLanguage.ENGLISH) -> Visit:
    request = Request(ANN, Chat("web", "ann", private=True))
    return Visit(request, house, 1, 1, taste or Taste(), PersonSettings(titles), adult=False)


async def test_what_an_import_changed_is_told_from_the_next_card_on(house: House) -> None:
    visit = visit_of(house)
    changed = replace(
        ANIME, titles=TITLES[:1], year=2017, genres=("Romance",), synopsis="They do.", picture="https://x.test/1.jpg"
    )
    for anime in (ANIME, changed, ANIME):
        card = cards.found(visit, anime)
        name = visit.name(anime)
        assert (card.title, card.subtitle) == (name, visit.other_name(anime))
        assert (card.facts, card.labels, card.text) == (visit.voice.facts(anime), anime.genres, anime.synopsis)
        assert (card.cover.title, card.cover.genres, card.cover.address) == (name, anime.genres, anime.picture)
        assert [button.hint for button in card.buttons] == [f"Show all about {name}", f"Anime like {name}"]
    assert cards.found(visit, changed).title == "Kimi no Na wa."


async def test_each_reads_the_title_in_their_language(house: House) -> None:
    english, romaji = visit_of(house), visit_of(house, titles=TitleLanguage.ROMAJI)
    for _ in range(2):
        card, other = cards.found(english, ANIME), cards.found(romaji, ANIME)
        assert (card.title, card.subtitle) == ("Your Name.", "Kimi no Na wa.")
        assert (other.title, other.subtitle) == ("Kimi no Na wa.", "Your Name.")


async def test_the_buttons_show_what_this_person_said_and_no_other(house: House) -> None:
    tastes = (
        (Taste(), ()),
        (Taste({ANIME.id: Rating(thumb=Thumb.UP)}), ("👍",)),
        (Taste({ANIME.id: Rating(thumb=Thumb.DOWN)}), ("👎",)),
        (Taste({ANIME.id: Rating(thumb=Thumb.UP, status=Status.WATCHED)}), ("👍", "Seen it")),
        (Taste({ANIME.id: Rating(status=Status.PLANNED)}, frozenset({ANIME.id})), ("Not for me",)),
        (Taste({1: Rating(thumb=Thumb.UP)}, frozenset({1})), ()),
    )
    for taste, chosen in (*tastes, *tastes):
        buttons = cards.alone(visit_of(house, taste), ANIME, "", "").buttons
        assert [button.label for button in buttons] == ["👍", "👎", "Seen it", "Not for me", "Why?"]
        assert tuple(button.label for button in buttons if button.look is Look.CHOSEN) == chosen
        assert all(button.action.arguments == ("#32281", "a32281", "") for button in buttons)
        assert all("Your Name." in button.hint for button in buttons)


async def test_an_anime_that_the_model_does_not_know_is_new(house: House) -> None:
    visit, unknown = visit_of(house), replace(ANIME, id=999_999)
    assert unknown.id not in house.engine
    assert cards.alone(visit, unknown, "", "").reason == visit.voice.newness(None)
    known = visit.voice.newness(house.engine.audience(ANIME.id))
    assert cards.alone(visit, ANIME, "", "").reason == known != visit.voice.newness(None)
