"""A training run from outside."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.anime import Anime, Title, TitleLanguage
from core.engine import Engine
from core.interactions import Interactions
from core.learning.collaborative import CollaborativeConfig
from core.learning.factors import FactorsConfig
from core.learning.predicted import PredictorConfig
from core.manifest import Manifest
from core.search.index import TitleIndex
from core.taste import Rating, Taste
from core.training import TrainingConfig, train
from core.wish import Wish
from tests.small_world import DATA, TRAINED_AT, small_catalogue, small_engine, small_interactions, small_model

QUICK = TrainingConfig(predictor=PredictorConfig(FactorsConfig(factors=4, rounds=2)))
nothing = np.empty(0, np.int8)
NO_RATINGS = Interactions(nothing.astype(np.int32), nothing.astype(np.int32), nothing, nothing, nothing)


def run(
    folder: Path,
    catalogue: tuple[Anime, ...] = small_catalogue(),
    rows: Interactions | None = None,
    told: list[tuple[str, float]] | None = None,
) -> Manifest:
    return train(
        catalogue,
        small_interactions() if rows is None else rows,
        folder,
        version=folder.name,
        trained_at=TRAINED_AT,
        data=DATA,
        progress=lambda stage, done: (told if told is not None else []).append((stage, done)),
        config=QUICK,
    )


def test_progress_rises_from_nothing_to_done(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    manifest = run(tmp_path / "v1", told=told)
    shares = [done for _, done in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert len({stage for stage, _ in told}) >= 6
    assert manifest == Engine.load(tmp_path / "v1").manifest


def test_the_same_input_gives_the_same_model(tmp_path: Path) -> None:
    first, second = run(tmp_path / "a").files, run(tmp_path / "b").files
    assert first == second


def test_the_order_of_the_catalogue_does_not_matter(tmp_path: Path) -> None:
    backwards = tuple(reversed(small_catalogue()))
    assert run(tmp_path / "a").files == run(tmp_path / "b", backwards).files


def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: TitleIndex, _folder: Path) -> list[str]:
        raise OSError("the disk is full")

    monkeypatch.setattr(TitleIndex, "save", fail)
    with pytest.raises(OSError, match="full"):
        run(tmp_path / "v1")
    assert list(tmp_path.iterdir()) == []


def test_a_model_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "v1").mkdir()
    with pytest.raises(FileExistsError):
        run(tmp_path / "v1")
    with pytest.raises(ValueError, match="no anime"):
        run(tmp_path / "v2", ())


def test_without_any_rating_the_content_still_serves(tmp_path: Path) -> None:
    manifest = run(tmp_path / "v1", rows=NO_RATINGS)
    engine = Engine.load(tmp_path / "v1")
    assert manifest.metrics == {}
    assert len(engine.recommend(Taste(), Wish(), 10)) == 10
    assert engine.recommend(Taste({20: Rating(9)}), Wish(), 10)
    assert engine.similar(5680, Taste(), Wish(), 5)[0].anime_id != 5680
    assert len(engine.quiz(Taste(), 5)) == 5
    assert 1 <= engine.predict(Taste({20: Rating(9)}), [1])[0] <= 10


def test_one_anime_is_a_catalogue(tmp_path: Path) -> None:
    run(tmp_path / "v1", small_catalogue()[:1], NO_RATINGS)
    engine = Engine.load(tmp_path / "v1")
    assert [pick.anime_id for pick in engine.recommend(Taste(), Wish(), 10)] == [1]
    assert engine.recommend(Taste({1: Rating(10)}), Wish(), 10) == []


def test_ratings_of_anime_outside_the_catalogue_count_nothing(tmp_path: Path) -> None:
    rows = small_interactions()
    stray = replace(rows, anime=np.where(rows.anime == 20, 88_888_888, rows.anime).astype(np.int32))
    manifest = run(tmp_path / "v1", rows=stray)
    assert manifest.counts["ratings"] == len(rows) - (rows.anime == 20).sum()


def test_a_new_anime_that_nobody_rated_is_reached_through_its_content(tmp_path: Path) -> None:
    title = Title("Brand New Band", TitleLanguage.ROMAJI)
    fresh = replace(small_catalogue()[at_k_on()], id=70_000, titles=(title,), relations=())
    run(tmp_path / "v1", (*small_catalogue(), fresh))
    assert 70_000 in Engine.load(tmp_path / "v1").neighbours(7791, 20)


def test_what_is_configured_is_what_is_learned(tmp_path: Path) -> None:
    config = replace(QUICK, collaborative=CollaborativeConfig(kept=2))
    train(
        small_catalogue(),
        small_interactions(),
        tmp_path / "v1",
        version="v1",
        trained_at=TRAINED_AT,
        data=DATA,
        progress=lambda _stage, _done: None,
        config=config,
    )
    targets = np.load(tmp_path / "v1" / "collaborative.targets.npy")
    assert np.bincount(targets).max() == 2
    assert np.bincount(np.load(small_model() / "collaborative.targets.npy")).max() > 2
    assert small_engine().version == small_model().name


def at_k_on() -> int:
    return [anime.id for anime in small_catalogue()].index(5680)
