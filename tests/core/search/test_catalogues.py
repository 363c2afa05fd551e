"""What must hold for every anime of a whole catalogue."""

import time

import numpy as np

from core.anime import Anime, TitleKind
from core.search.index import TitleIndex
from core.search.nicknames import nicknames
from core.search.normal import normal


def test_every_main_title_of_the_bundle_finds_itself(bundled_catalogue: list[Anime], bundled_index: TitleIndex) -> None:
    """At once, or among three where a better known anime has the same name."""
    mains = [(anime, title) for anime in bundled_catalogue for title in anime.titles if title.kind is TitleKind.MAIN]
    places = [_place(bundled_index, title.text, anime.id) for anime, title in mains]
    assert max(places) < 3
    assert np.mean(np.array(places) == 0) > 0.99


def _place(index: TitleIndex, query: str, anime_id: int) -> int:
    return [match.anime_id for match in index.search(query, 20, adult=True).matches].index(anime_id)


def test_every_nickname_finds_its_anime_in_the_real_catalogue(
    real_catalogue: list[Anime], real_index: TitleIndex
) -> None:
    there = {anime.id for anime in real_catalogue if not anime.adult}
    known = [(anime_id, name) for anime_id, names in nicknames().items() for name in names if anime_id in there]
    lost = [
        name
        for anime_id, name in known
        if anime_id not in {match.anime_id for match in real_index.search(name, 3).matches}
    ]
    assert not lost


def test_main_titles_of_the_real_catalogue_find_themselves(real_catalogue: list[Anime], real_index: TitleIndex) -> None:
    """One in twenty; titles that several anime share, but for punctuation, may find any of those."""
    called: dict[str, set[int]] = {}
    for anime in real_catalogue:
        for title in anime.titles:
            called.setdefault(normal(title.text), set()).add(anime.id)
    lost = [
        anime.titles[0].text
        for anime in real_catalogue[::20]
        if not called[normal(anime.titles[0].text)]
        & {match.anime_id for match in real_index.search(anime.titles[0].text, 3, adult=True).matches}
    ]
    assert not lost


def test_completion_keeps_pace_with_typing(real_catalogue: list[Anime], real_index: TitleIndex) -> None:
    """Processor time, so that a busy machine fails nobody; the benchmark measures the clock."""
    generator = np.random.default_rng(5)
    taken = []
    for anime in generator.choice(np.array(real_catalogue, dtype=object), 300):
        typed = anime.titles[0].text[: generator.integers(1, 30)]
        start = time.thread_time()
        real_index.complete(typed)
        taken.append(time.thread_time() - start)
    assert np.percentile(taken, 99) < 0.020
