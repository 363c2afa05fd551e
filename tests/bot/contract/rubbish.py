"""What nobody would say: signs of all scripts, markup of all kinds, and a catalogue whose titles are made of that."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

from bot.commands.house import House
from core.anime import Anime, Title
from core.engine import Engine
from core.training import train
from storage.catalogue import save_anime
from tests.bot.commands.rooms import NOW, LiveEngine, Training, ticking
from tests.databases import sqlite_database
from tests.small_world import DATA, TRAINED_AT, small_catalogue, small_interactions

NAMES = (
    "search",
    "similar",
    "anime",
    "rate",
    "why",
    "help",
    "recommend",
    "settings",
    "link",
    "start",
    "history",
    "admin",
)
MARKUP = (
    *("<b>", "</b>", "</", "<a href='https://evil.example'>here</a>", "&amp;", "&#60;", "&", "<", ">", '"', "'"),
    *("**", "__", "~~", "||", "`", "```", "[here](https://evil.example)", "\\", "# ", "> ", "- ", "1. ", "-# "),
    *("@everyone", "@here", "<@123>", "<@&1>", "<#1>", "</help:1>", "<:a:1>", "<t:0>", "https://evil.example"),
    *(
        "\u202e",
        "\u202d",
        "\u2066",
        "\u200b",
        "\u200d",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u0301" * 30,
        "\x07",
        "\x1b[31m",
    ),
    *(
        "\u0645\u0631\u062d\u0628\u0627",
        "\u05e9\u05dc\u05d5\u05dd",
        "👩‍👩‍👧",
        "🇩🇪",
        "\U0001f1e6",
        "\uff46\uff55",
        "İ",
        "ß",
        "㍿",
    ),
    *("|", "%7C", "#5114", "a1", "=", '"', "“", "/start", "{}", "%s", "';--", "\n", "\t", "\u2028", "None"),
)
COMMANDS = ("", "", "", *(f"/{name} " for name in (*NAMES, "nothing", "", "search@osusume_bot")))
PIECES = 6
LONG = 64 * 1024
LONG_EVERY = 400  # messages
LONGEST_OPTION = 40  # what all of these commands take
_LAST_SIGN = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def sign(random: Random) -> str:
    """Return any one sign of Unicode, one of the first planes as likely as one of all."""
    while True:
        number = random.randint(1, random.choice((0x2FF, 0xFFFF, _LAST_SIGN)))
        if number not in _SURROGATES:
            return chr(number)


def rubbish(random: Random) -> str:
    """Return a few pieces of markup, signs and titles after each other."""
    pieces = (
        random.choice(MARKUP),
        "".join(sign(random) for _ in range(random.randint(1, 12))),
        random.choice(("naruto", "cowboy bebop", "9", "cozy", "movie", " ")),
    )
    return "".join(random.choice(pieces) for _ in range(random.randint(1, PIECES)))


def messages(seed: int, number: int) -> Iterator[str]:
    """Yield that many messages, now and then one of 64 KiB."""
    random = Random(seed)  # noqa: S311  no secret: the same every time
    for at in range(number):
        said = random.choice(COMMANDS) + rubbish(random)
        yield (said * LONG)[:LONG] if at % LONG_EVERY == LONG_EVERY - 1 else said


def options(seed: int, number: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield that many commands with an option that may hold any text."""
    random = Random(seed)  # noqa: S311  the same
    takers = (("search", "title"), ("similar", "anime"), ("anime", "anime"), ("rate", "anime"), ("why", "anime"),
              ("help", "command"), ("link", "code"), ("recommend", "genre"))  # fmt: skip
    for _ in range(number):
        command, option = random.choice(takers)
        yield command, {option: rubbish(random)[:LONGEST_OPTION]}


def hostile(anime: Anime, random: Random) -> Anime:
    """Return an anime under the same number, all words of which are up to no good."""

    def words(text: str) -> str:
        return f"{random.choice(MARKUP)}{text}{random.choice(MARKUP)}{random.choice(MARKUP)}"

    return replace(
        anime,
        titles=tuple(Title(words(title.text), title.language, title.kind) for title in anime.titles),
        synopsis=words(anime.synopsis or ""),
        studios=tuple(map(words, anime.studios)),
        picture=f"https://covers.example/{anime.id}.jpg",
        themes=tuple(f"{theme} <i>**" for theme in anime.themes),
    )


@asynccontextmanager
async def opened_hostile_house(folder: Path) -> AsyncIterator[House]:
    """Give a house with such a catalogue, and a model that was trained on it."""
    random = Random(1)  # noqa: S311  the same
    catalogue = [hostile(anime, random) for anime in small_catalogue()]
    model = folder / "models" / "hostile-1"
    train(
        catalogue,
        small_interactions(),
        model,
        version="hostile-1",
        trained_at=TRAINED_AT,
        data=DATA,
        progress=lambda _stage, _done: None,
    )
    database = await sqlite_database(folder)
    try:
        async with database.begin() as session:
            await save_anime(session, catalogue, origin="tests", at=NOW)
        live = LiveEngine(Engine.load(model))
        house = House(database=database, live=live, retraining=Training(), clock=ticking())
        yield house
        await house.close()
    finally:
        await database.close()
