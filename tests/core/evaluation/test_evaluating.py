"""An evaluation of the small world, from the split to the sheets."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from core.engine import Engine
from core.evaluation.contender import OURS, SHOWN
from core.evaluation.evaluating import Evaluation, evaluate
from core.evaluation.likes import Likelihood
from core.evaluation.measures import NDCG, coverage
from core.evaluation.people import WHOLE, TooFewPeopleError, sizes, split
from core.evaluation.records import EVERYBODY, records
from core.evaluation.sheets import NONE, sheets
from core.learning.held_out import FEWEST, take
from core.training import train
from core.wish import Adventure
from tests.small_world import small_catalogue, small_interactions

parts = split(small_interactions(), 70, 1)


@cache
def small_evaluation() -> Evaluation:
    """Return the evaluation, made once."""
    with TemporaryDirectory() as folder:
        train(
            small_catalogue(),
            parts.training,
            Path(folder) / "trial",
            version="trial",
            trained_at=datetime(2026, 1, 1, tzinfo=UTC),
            data="tests",
            progress=lambda _stage, _share: None,
        )
        told: list[tuple[str, float]] = []
        found = evaluate(
            Engine.load(Path(folder) / "trial"),
            small_catalogue(),
            parts,
            data="the small world",
            seed=1,
            lists=100,
            progress=lambda stage, share: told.append((stage, share)),
        )
    assert all(0 <= share <= 1 for _, share in told)
    assert list(dict.fromkeys(stage for stage, _ in told))[-1] == "Turning the dial"
    return found


def test_everybody_is_measured_before_the_same_people() -> None:
    found = small_evaluation()
    for size, given in sizes(parts.test, 1).items():
        assert {figures[NDCG].people for figures in found.sizes[size].values()} == {len(given)}
    assert set(found.sizes[WHOLE]) == set(found.contenders)
    assert {"popularity", "item kNN", "implicit ALS", "EASE^R", "random"} <= set(found.peers)
    assert not {OURS, SHOWN} & set(found.peers)


def test_who_needs_a_taste_is_not_asked_without_one() -> None:
    nothing_known = small_evaluation().sizes["0 likes"]
    assert {OURS, "popularity"} <= set(nothing_known)
    assert not {"item kNN", "implicit ALS", "EASE^R", "SVD (Surprise)"} & set(nothing_known)


def test_the_best_peer_is_better_than_chance_and_so_are_we() -> None:
    found = small_evaluation()
    figures = {name: measured[NDCG].value or 0 for name, measured in found.sizes[WHOLE].items()}
    assert found.best_peer(WHOLE) == max(found.peers, key=figures.__getitem__)
    assert figures[OURS] > 2 * figures["random"] > 0
    assert found.coverage["random"] > found.coverage["popularity"]


def test_all_that_predict_are_measured_by_their_ratings() -> None:
    measured = small_evaluation().sizes[WHOLE]
    who = {name for name, figures in measured.items() if "RMSE" in figures}
    assert who == {OURS, "popularity", "item kNN", "SVD (Surprise)", "mean rating"}
    for name in who:
        values = {measure: figure.value or 0.0 for measure, figure in measured[name].items()}
        assert 0 < values["MAE"] < values["RMSE"] < 2
        assert 0 < values["AUC of “will like”"] < 1
        assert 0 < values["log loss of “will like”"] < 0.8
        assert 0 < values["calibration error of “will like”"] < 0.3


def test_the_dial_has_all_settings_over_as_many_lists_as_asked() -> None:
    dials = small_evaluation().dials
    assert [dial.adventure for dial in dials] == list(Adventure)
    assert {dial.lists for dial in dials} == {100}
    assert all(0 < dial.coverage <= 1 and dial.ndcg.people for dial in dials)
    safe, balanced, adventurous = (dial.popular for dial in dials)
    assert 1 >= safe > balanced > adventurous > 0


def test_ours_stands_beside_the_best_peer_at_each_measure() -> None:
    found = small_evaluation()
    measured = found.sizes[WHOLE]
    rows = {row[0]: row for row in list(sheets(found))[1].rows}
    assert {"NDCG@10 ↑", "AUC of “will like” ↑", "RMSE ↓", "log loss of “will like” ↓"} <= set(rows)
    assert not any("novelty" in name for name in rows)
    errors = {peer: measured[peer]["RMSE"].value or 0.0 for peer in found.peers if "RMSE" in measured[peer]}
    assert rows["RMSE ↓"][2] == min(errors, key=errors.__getitem__)
    assert rows["NDCG@10 ↑"][2] == found.best_peer(WHOLE)
    assert "p = " in rows["RMSE ↓"][4] or "p < " in rows["RMSE ↓"][4]
    assert "p" not in rows["calibration error of “will like” ↓"][4]


def test_only_ours_says_how_far_off_it_may_be() -> None:
    found = small_evaluation()
    assert [name for name, figures in found.sizes[WHOLE].items() if "ratings within the margin" in figures] == [OURS]
    assert 0.6 < (found.sizes[WHOLE][OURS]["ratings within the margin"].value or 0) < 0.95


def test_slices_are_thirds_of_the_people() -> None:
    found = small_evaluation()
    people = found.sizes[WHOLE][OURS][NDCG].people
    by_size = [which for name, which in found.slices.items() if name.startswith("ratings shown")]
    assert all(FEWEST <= which.sum() < people for which in found.slices.values())
    assert len(by_size) > 1
    assert np.sum(by_size, axis=0).max() == 1


def test_every_row_of_every_sheet_fills_its_columns() -> None:
    pages = list(sheets(small_evaluation()))
    assert [row[0] for row in pages[2].rows].count("ours ÷ the best peer") == 1
    for page in pages:
        assert page.rows
        assert {len(row) for row in page.rows} == {len(page.columns)}
        assert all(cell for row in page.rows for cell in row[1:])
    text = [cell for page in pages for row in page.rows for cell in row]
    assert any("±" in cell for cell in text)
    assert any("p < 0.001" in cell for cell in text)
    assert NONE in text
    assert not any("nan" in cell for cell in text)


def test_every_figure_is_a_record() -> None:
    found = small_evaluation()
    rows = list(records(found))
    everybody = [row for row in rows if row.people == EVERYBODY]
    figures = [one for measured in found.sizes.values() for of_model in measured.values() for one in of_model.values()]
    assert len(everybody) == sum(one.value is not None for one in figures) < len(figures)
    assert {row.people for row in rows} == {EVERYBODY, *found.slices}
    ours = next(row for row in everybody if (row.profile, row.model, row.measure) == (WHOLE, OURS, NDCG))
    figure = found.sizes[WHOLE][OURS][NDCG]
    assert (ours.value, (ours.low, ours.high), ours.count) == (figure.value, figure.interval(1), figure.people)


def test_of_too_few_people_nothing_is_said() -> None:
    rows = small_interactions()
    with pytest.raises(TooFewPeopleError, match="too few"):
        split(take(rows, rows.users < 100), 500, 1)
    with pytest.raises(TooFewPeopleError, match="only 0 people"):
        sizes(take(parts.test, parts.test.scores < 8), 1)


def test_more_people_than_there_are_leaves_most_to_train_on() -> None:
    some = split(small_interactions(), 10_000, 1)
    assert [len(np.unique(rows.users)) for rows in (some.training, some.tuning, some.test)] == [320 - 71 - 35, 35, 71]


def test_what_a_rating_means_is_learned_from_what_was_liked() -> None:
    random = np.random.default_rng(2)
    ratings = random.uniform(5, 10, 4_000)
    liked = random.random(4_000) < 1 / (1 + np.exp(-(1.5 * ratings - 11)))
    likelihood = Likelihood.learned(ratings.tolist(), liked.tolist())
    assert likelihood.slope == pytest.approx(1.5, abs=0.15)
    assert likelihood.of([11 / 1.5])[0] == pytest.approx(0.5, abs=0.03)


def test_coverage_is_over_the_first_ten() -> None:
    lists = [list(range(1, 21)), list(range(5, 25))]
    assert coverage(lists, frozenset({1, 14, 15, 99})) == 0.5
    assert coverage(lists, frozenset()) == 0.0
