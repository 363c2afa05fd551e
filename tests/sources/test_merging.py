from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.anime import AgeRating, Anime, AnimeType, Relation, RelationKind, Title, TitleKind, TitleLanguage
from sources.merging import merged, with_bundle
from sources.text import key

ROMAJI, ENGLISH, NATIVE, OTHER = TitleLanguage
MAIN, SYNONYM, SHORT = TitleKind


def anime(romaji: str = "Hagane", **fields: object) -> Anime:
    return replace(Anime(id=1, titles=(Title(romaji, ROMAJI),)), **fields)  # type: ignore[arg-type]


def test_known_fields_replace_the_stored_ones_and_unknown_ones_erase_nothing() -> None:
    stored = anime(type=AnimeType.TV, episodes=12, genres=("Drama",), tags=("Tea",), synopsis="Old.", members=5)
    incoming = anime(episodes=13, genres=("Comedy",), members=0)
    assert merged(stored, incoming, None) == replace(stored, episodes=13, genres=("Comedy",), members=0)


def test_a_main_title_that_differs_becomes_a_synonym() -> None:
    result = merged(anime("Hagane"), anime("Hagane no Renkin"), None)
    assert result.titles == (Title("Hagane no Renkin", ROMAJI), Title("Hagane", ROMAJI, SYNONYM))


def test_titles_that_differ_in_case_and_signs_only_are_one() -> None:
    assert merged(anime("Jin-Roh"), anime("JIN ROH"), None).titles == (Title("JIN ROH", ROMAJI),)


def test_short_titles_stay_short_beside_a_main_title_of_the_same_letters() -> None:
    stored = anime("FLCL", titles=(Title("FLCL", ROMAJI), Title("flcl", OTHER, SHORT)))
    assert Title("flcl", OTHER, SHORT) in merged(stored, anime("FLCL"), None).titles


def test_the_bundle_is_believed_before_an_import_except_for_pictures_members_and_tags() -> None:
    bundled = anime("Right", year=2009, genres=("Action",), age_rating=AgeRating.R, synopsis="Ours.", members=700_000)
    incoming = anime(
        "Wrong",
        year=1999,
        genres=("Drama",),
        themes=("School",),
        synopsis="Theirs.",
        members=12,
        picture="https://example.org/1.jpg",
        tags=("Tea",),
    )
    result = merged(None, incoming, bundled)
    assert result == replace(
        bundled,
        titles=(Title("Right", ROMAJI), Title("Wrong", ROMAJI, SYNONYM)),
        themes=("School",),
        members=12,
        picture="https://example.org/1.jpg",
        tags=("Tea",),
    )


def test_relations_of_the_bundle_come_first_and_an_import_s_are_added() -> None:
    bundled = anime(relations=(Relation(RelationKind.SEQUEL, 2),))
    incoming = anime(relations=(Relation(RelationKind.OTHER, 2), Relation(RelationKind.SIDE_STORY, 3)))
    result = merged(None, incoming, bundled)
    assert result.relations == (Relation(RelationKind.SEQUEL, 2), Relation(RelationKind.SIDE_STORY, 3))


def test_a_newer_bundle_changes_what_an_older_one_said() -> None:
    stored = with_bundle(None, anime(year=2008, members=20_000))
    assert with_bundle(stored, anime(year=2009, members=80_000)).year == 2009


texts = st.sampled_from(["A", "a!", "B", "C c", "c-c", "△", "!!", "鋼"])
titles = st.builds(Title, texts, st.sampled_from(list(TitleLanguage)), st.sampled_from(list(TitleKind)))
entries = st.builds(
    Anime,
    id=st.just(1),
    titles=st.lists(titles, min_size=1, max_size=6, unique_by=lambda title: (title.language, title.kind)).map(tuple),
    type=st.sampled_from(list(AnimeType)),
    year=st.none() | st.integers(2000, 2003),
    genres=st.sampled_from([(), ("Action",), ("Drama", "Action")]),
    tags=st.sampled_from([(), ("Tea",)]),
    relations=st.lists(st.builds(Relation, st.sampled_from(list(RelationKind)), st.integers(2, 4)), max_size=3).map(
        tuple
    ),
    members=st.none() | st.integers(0, 3),
)


@given(st.none() | entries, entries, st.none() | entries)
def test_the_same_import_again_changes_nothing(stored: Anime | None, incoming: Anime, bundled: Anime | None) -> None:
    once = merged(stored, incoming, bundled)
    assert merged(once, incoming, bundled) == once
    if bundled is not None:
        assert with_bundle(once, bundled) == once


@given(st.none() | entries, entries, st.none() | entries)
def test_titles_are_never_lost_and_one_a_language_is_the_main_one(
    stored: Anime | None, incoming: Anime, bundled: Anime | None
) -> None:
    result = merged(stored, incoming, bundled)
    sources = [one for one in (stored, incoming, bundled) if one is not None]
    assert {key(title.text) for one in sources for title in one.titles} == {key(title.text) for title in result.titles}
    mains = [title.language for title in result.titles if title.kind is MAIN]
    assert len(mains) == len(set(mains))
    assert set(mains) == {title.language for one in sources for title in one.titles if title.kind is MAIN}
