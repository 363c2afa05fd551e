"""What belongs together, and what comes before what."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.anime import Anime, AnimeType, Relation, RelationKind, Title, TitleLanguage
from core.facts import NOWHERE
from core.learning.franchises import Franchises


def one(anime_id: int, title: str, *relations: tuple[RelationKind, int], **more: object) -> Anime:
    values: dict[str, object] = {"type": AnimeType.TV, "year": 2000 + anime_id, "studios": ("S",)} | more
    return Anime(
        id=anime_id,
        titles=(Title(title, TitleLanguage.ROMAJI),),
        relations=tuple(Relation(kind, other) for kind, other in relations),
        **values,  # type: ignore[arg-type]  # the mixed mapping above
    )


def learned(*catalogue: Anime) -> tuple[dict[int, int], list[set[int]], set[int]]:
    """Return what comes before what, the groups, and the entries, all by id."""
    found = Franchises(catalogue)
    ids = [anime.id for anime in catalogue]
    before = {ids[at]: ids[earlier] for at, earlier in enumerate(found.before) if earlier != NOWHERE}
    groups: dict[int, set[int]] = {}
    for anime_id, group in zip(ids, found.franchise, strict=True):
        groups.setdefault(int(group), set()).add(anime_id)
    return before, list(groups.values()), {anime_id for anime_id, may in zip(ids, found.entry, strict=True) if may}


def test_relations_make_a_chain_whichever_end_mentions_them() -> None:
    before, groups, _ = learned(
        one(1, "A", (RelationKind.SEQUEL, 2)), one(2, "B"), one(3, "C", (RelationKind.PREQUEL, 2)), one(4, "D")
    )
    assert before == {2: 1, 3: 2}
    assert groups == [{1, 2, 3}, {4}]


def test_titles_make_a_chain_where_relations_are_missing() -> None:
    before, groups, _ = learned(
        one(1, "Silver Moon"),
        one(2, "Silver Moon III"),
        one(3, "Silver Moon 2nd Season"),
        one(4, "Silver Moon Season 3 Part 2"),
        one(5, "Gold Sun"),
    )
    assert before == {3: 1, 2: 3, 4: 2}
    assert groups == [{1, 2, 3, 4}, {5}]


def test_a_subtitle_joins_only_what_is_akin() -> None:
    before, groups, _ = learned(
        one(1, "Naruto"), one(2, "Naruto: Shippuuden"), one(3, "Naruto: A Namesake", studios=("Other",))
    )
    assert before == {2: 1}
    assert groups == [{1, 2}, {3}]


def test_a_film_comes_after_its_series_and_nothing_after_a_film() -> None:
    before, _, _ = learned(one(1, "Moon"), one(2, "Moon The Movie", type=AnimeType.MOVIE), one(3, "Moon Season 2"))
    assert before == {2: 1, 3: 1}


def test_nobody_is_sent_to_a_bonus_before_the_next_season() -> None:
    before, _, _ = learned(
        one(1, "Moon", (RelationKind.SEQUEL, 2)),
        one(2, "Moon Interlude", (RelationKind.SEQUEL, 3), type=AnimeType.OVA),
        one(3, "Moon Song", (RelationKind.SEQUEL, 4), type=AnimeType.SPECIAL),
        one(4, "Moon Again", (RelationKind.SEQUEL, 6)),
        one(5, "Sun Prologue", (RelationKind.SEQUEL, 7), type=AnimeType.OVA),
        one(6, "Moon Film", type=AnimeType.OVA),
        one(7, "Sun"),
    )
    assert before == {2: 1, 3: 1, 4: 1, 6: 4}


def test_a_title_taken_up_after_decades_starts_anew() -> None:
    before, groups, _ = learned(
        one(1, "Gundam", year=1979),
        one(2, "Gundam: Witch", year=2022),
        one(3, "Double Oh", (RelationKind.PARENT_STORY, 1), year=2007),
    )
    assert before == {}
    assert groups == [{1, 2, 3}]


def test_a_series_does_not_begin_with_a_film_that_only_shares_its_title() -> None:
    before, _, _ = learned(one(1, "Rainbow", type=AnimeType.MOVIE), one(2, "Rainbow: Seven Men"))
    assert before == {}


def test_a_prequel_made_later_is_no_way_in() -> None:
    before, groups, _ = learned(one(1, "Fate", (RelationKind.PREQUEL, 2)), one(2, "Zero"))
    assert before == {}
    assert groups == [{1, 2}]


def test_a_crossover_does_not_join() -> None:
    _, groups, _ = learned(one(1, "A", (RelationKind.OTHER, 2)), one(2, "B"))
    assert groups == [{1}, {2}]


def test_recaps_specials_and_music_are_no_entries() -> None:
    _, _, entries = learned(
        one(1, "A", (RelationKind.SUMMARY, 2)),
        one(2, "A Digest"),
        one(3, "Song", type=AnimeType.MUSIC),
        one(4, "Bonus", type=AnimeType.SPECIAL),
        one(5, "Film", type=AnimeType.MOVIE),
    )
    assert entries == {1, 5}


def test_relations_to_what_is_not_in_the_catalogue_or_to_itself_are_nothing() -> None:
    before, groups, _ = learned(one(1, "A", (RelationKind.PREQUEL, 99), (RelationKind.PREQUEL, 1)))
    assert before == {}
    assert groups == [{1}]


relations = st.tuples(st.sampled_from(RelationKind), st.integers(1, 8))
titles = st.sampled_from(["Moon", "Moon 2", "Moon II", "Moon: Sun", "Sun", "Sun Movie", "Moon Season 3", "!"])
catalogues = st.lists(
    st.tuples(titles, st.lists(relations, max_size=4), st.integers(2000, 2003), st.sampled_from(AnimeType)),
    min_size=1,
    max_size=8,
)


@given(catalogues)
def test_the_way_back_always_ends_and_stays_within_the_franchise(
    drawn: Sequence[tuple[str, list[tuple[RelationKind, int]], int, AnimeType]],
) -> None:
    catalogue = [one(at, title, *links, year=year, type=kind) for at, (title, links, year, kind) in enumerate(drawn, 1)]
    found = Franchises(catalogue)
    here = np.arange(len(catalogue))
    for _ in catalogue:
        here = np.where(found.before[here] == NOWHERE, here, found.before[here])
    assert (found.before[here] == NOWHERE).all()
    later = found.before != NOWHERE
    assert (found.franchise[later] == found.franchise[found.before[later]]).all()
