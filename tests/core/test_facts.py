"""The catalogue as arrays."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.anime import LabelKind
from core.facts import NOWHERE, TYPES, Facts, Label
from core.learning.facts import learn_facts
from core.model_files import BrokenModelError
from tests.small_world import small_catalogue

facts = learn_facts(small_catalogue())
BEBOP = 1


@given(st.lists(st.integers(-5, 70_000)))
def test_every_anime_is_found_where_it_is_and_no_other(ids: list[int]) -> None:
    wanted = [*ids, BEBOP, 5114]
    places = facts.locate(np.array(wanted, np.int32))
    known = {anime.id for anime in small_catalogue()}
    for anime_id, place in zip(wanted, places, strict=True):
        assert (place != NOWHERE) == (anime_id in known)
        assert place == NOWHERE or facts.ids[place] == anime_id
        assert facts.position(anime_id) == (None if place == NOWHERE else place)
    assert set(facts.ids[facts.positions(wanted)]) == known & set(wanted)
    assert set(facts.ids[facts.mask(wanted)]) == known & set(wanted)


def test_an_empty_catalogue_has_nothing() -> None:
    empty = learn_facts([])
    assert len(empty) == 0
    assert empty.position(1) is None
    assert empty.positions([]).tolist() == []


def test_attributes_stand_at_the_positions_of_their_anime() -> None:
    for at, anime in enumerate(small_catalogue()):
        assert TYPES[facts.types[at]] is anime.type
        assert facts.episodes[at] == (anime.episodes or 0)
        assert facts.adult[at] == anime.adult
        labels = {label.name for label in facts.labels_at(at)}
        assert labels == {*anime.genres, *anime.themes, *anime.demographics, *anime.studios, *anime.tags}


def test_what_is_after_is_before_the_other_way_round() -> None:
    for at in range(len(facts)):
        after = facts.after[facts.after_starts[at] : facts.after_starts[at + 1]]
        assert after.tolist() == np.flatnonzero(facts.before == at).tolist()


def test_having_a_label() -> None:
    romance = facts.labels.index(Label(LabelKind.GENRE, "Romance"))
    expected = [anime.id for anime in small_catalogue() if "Romance" in anime.genres]
    assert facts.ids[facts.having([romance])].tolist() == expected
    assert not facts.having([]).any()


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    facts.save(tmp_path)
    loaded = Facts.load(tmp_path)
    assert loaded.labels == facts.labels
    for name in ("ids", "types", "episodes", "adult", "franchise", "before", "entry", "label_rows", "label_ids"):
        np.testing.assert_array_equal(getattr(loaded, name), getattr(facts, name))


@pytest.mark.parametrize("text", ["[[1]]", '[["no such kind", "x"]]', "3"])
def test_labels_that_make_no_sense_are_refused(tmp_path: Path, text: str) -> None:
    facts.save(tmp_path)
    (tmp_path / "facts.labels.json").write_text(text)
    with pytest.raises(BrokenModelError, match=r"facts\.labels\.json"):
        Facts.load(tmp_path)


def test_a_catalogue_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="sorted"):
        learn_facts(list(reversed(small_catalogue())))
