"""What the vectors say of likeness."""

from dataclasses import replace

import numpy as np
import pytest

from core.anime import Anime, LabelKind, Title, TitleLanguage
from core.learning.content import ContentConfig, learn_content
from core.pick import ReasonKind
from tests.small_world import small_catalogue

catalogue = list(small_catalogue())
content = learn_content(catalogue, ContentConfig(), lambda _share: None)
vectors = content.vectors(np.arange(len(catalogue), dtype=np.int32))
at = {anime.id: place for place, anime in enumerate(catalogue)}


def likeness(one: int, other: int) -> float:
    return float(vectors[at[one]] @ vectors[at[other]])


def block(kind: ReasonKind, label_kind: LabelKind | None, row: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    ends = [*content.theme_starts[1:], vectors.shape[1]]
    columns = [
        column
        for theme, start, end in zip(content.themes, content.theme_starts, ends, strict=True)
        if (theme.kind, theme.label_kind) == (kind, label_kind)
        for column in range(start, end)
    ]
    return vectors[row, columns]


def test_no_vector_is_longer_than_one_and_weights_add_up_to_one() -> None:
    assert sum(ContentConfig().weights.values()) == pytest.approx(1)
    assert np.linalg.norm(vectors, axis=1).max() <= 1.001


def test_sequels_are_more_alike_than_strangers() -> None:
    assert likeness(5680, 7791) > likeness(5680, 2167) > likeness(5680, 16498)


def test_each_block_has_the_length_that_its_weight_says() -> None:
    weights = ContentConfig().weights
    for kind in (LabelKind.GENRE, LabelKind.THEME, LabelKind.STUDIO):
        for row in (at[20], at[5680]):
            length = float(np.linalg.norm(block(ReasonKind.LABEL, kind, row)))
            assert length == pytest.approx(0) or length**2 == pytest.approx(weights[kind], rel=1e-2)
    assert float(np.linalg.norm(block(ReasonKind.ERA, None, 0))) ** 2 == pytest.approx(weights["era"], rel=1e-2)


def test_years_that_are_near_are_alike() -> None:
    def of(year: int | None) -> Anime:
        return Anime(1, (Title("x", TitleLanguage.ROMAJI),), year=year)

    years = [1999, 2001, 2021, None, 1930]
    alone = learn_content([of(year) for year in years], ContentConfig(), lambda _share: None)
    first, near, far, unknown, ancient = alone.vectors(np.arange(5, dtype=np.int32))
    assert first @ near > 0.5 * (first @ first)
    assert first @ far < 0.01
    assert not unknown.any()
    assert ancient.any()


def test_a_rare_label_says_more_than_a_common_one() -> None:
    row = at[457]  # Mystery, Slice of Life, Supernatural
    values = {
        theme.label: float(vectors[row, start])
        for theme, start in zip(content.themes, content.theme_starts, strict=True)
        if theme.label_kind is LabelKind.GENRE
    }
    assert values["Supernatural"] > values["Mystery"] > 0
    assert values["Sports"] == 0


def test_labels_of_one_anime_alone_and_repeated_tags_are_no_dimensions() -> None:
    tagged = [replace(anime, tags=("Action", "Ninja")) if anime.id in (20, 1735) else anime for anime in catalogue]
    tagged[0] = replace(tagged[0], tags=("Only Here",))
    labels = {
        (theme.label_kind, theme.label) for theme in learn_content(tagged, ContentConfig(), lambda _s: None).themes
    }
    assert (LabelKind.TAG, "Ninja") in labels
    assert not {(LabelKind.TAG, "Only Here"), (LabelKind.TAG, "Action")} & labels


def test_the_same_catalogue_gives_the_same_vectors() -> None:
    again = learn_content(catalogue, ContentConfig(), lambda _share: None)
    np.testing.assert_array_equal(again.vectors(np.arange(len(catalogue), dtype=np.int32)), vectors)
