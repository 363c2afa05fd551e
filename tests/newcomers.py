"""The small world with two anime in it that nobody has rated yet, and a model trained on that."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from core.anime import Anime, Title, TitleLanguage
from core.engine import Engine
from core.training import train
from tests.small_world import TRAINED_AT, small_catalogue, small_interactions

K_ON, NARUTO = 5680, 20
NEW = {K_ON: 70_001, NARUTO: 70_002}  # by the id of the anime that each is like in all but its title


@cache
def newcomers() -> tuple[Anime, ...]:
    """Return the two that nobody has rated."""
    known = {anime.id: anime for anime in small_catalogue()}
    return tuple(
        replace(known[like], id=new, titles=(Title(f"Newcomer {new}", TitleLanguage.ROMAJI),), relations=())
        for like, new in NEW.items()
    )


@cache
def engine_with_newcomers() -> Engine:
    """Return the engine over a model of both worlds, trained and loaded once a process."""
    with TemporaryDirectory(prefix="osusume-newcomers-") as kept:
        folder = Path(kept) / "new-1"
        train(
            [*small_catalogue(), *newcomers()],
            small_interactions(),
            folder,
            version="new-1",
            trained_at=TRAINED_AT,
            data="the small world and two newcomers, simulated ratings",
            progress=lambda _stage, _share: None,
        )
        return Engine.load(folder)
