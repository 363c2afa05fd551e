import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.labels import Labels, labels, one_of, studios, tags, words
from sources.studios import ALSO_CALLED, STUDIOS
from sources.text import key
from sources.vocabulary import ADULT_GENRES, DEMOGRAPHICS, DROPPED, GENRES, RENAMED, SOURCES, THEMES

ALL = (*GENRES, *ADULT_GENRES, *THEMES, *DEMOGRAPHICS)


@pytest.mark.parametrize("text", ["Sci-Fi", "sci fi", "SciFi", "['Sci-Fi']", '["sci-fi"]', "SCI_FI", " Sci-Fi ;", "SF"])
def test_a_genre_comes_out_the_same_whatever_its_spelling(text: str) -> None:
    assert labels(text) == Labels(genres=("Sci-Fi",))


@pytest.mark.parametrize("divided", ["Sci-Fi;Action", "Sci-Fi, Action", "Sci-Fi|Action", "['Sci-Fi', 'Action']"])
def test_every_way_to_divide_a_list_divides_it(divided: str) -> None:
    assert labels(divided).genres == ("Sci-Fi", "Action")


def test_kaggles_mixed_column_is_sorted_into_the_three_kinds() -> None:
    mixed = labels("Action, Cars, Comedy, Harem, Magic, Shounen, Thriller, Kids, Demons")
    assert mixed == Labels(
        genres=("Action", "Comedy", "Suspense"),
        themes=("Racing", "Harem", "Mythology"),
        demographics=("Shounen", "Kids"),
    )


def test_a_label_goes_where_it_belongs_and_not_where_it_stood() -> None:
    assert labels("Comedy, School", "Music", None, "shonen") == Labels(("Comedy",), ("School", "Music"), ("Shounen",))


def test_explicit_works_are_adult_under_their_old_names_too() -> None:
    assert labels("Yaoi").genres == ("Boys Love", "Erotica")
    assert labels("Yuri").genres == ("Girls Love", "Erotica")
    assert labels("Shounen Ai, Shoujo Ai").genres == ("Boys Love", "Girls Love")


@pytest.mark.parametrize("nothing", [None, "", " ", "None found, add some", "UNKNOWN", "[]", "nan", "Award Winning"])
def test_ways_to_say_nothing_are_nothing(nothing: str | None) -> None:
    assert labels(nothing) == Labels()


@pytest.mark.parametrize("nothing", [None, "", "None found, add some", "['None found', 'add some']", "Unknown", "-"])
def test_no_studio_is_no_studio(nothing: str | None) -> None:
    assert studios(nothing) == ()


def test_what_is_no_label_is_told_and_not_taken() -> None:
    assert labels("Kids", "24 min. per ep.", "7.56;Crunchyroll") == Labels(
        demographics=("Kids",), unknown=("24 min. per ep.", "7.56", "Crunchyroll")
    )


def test_studios_are_spelled_as_usual() -> None:
    assert studios("mappa, Studio KAI; Nut") == ("mappa, Studio KAI", "NUT")
    assert studios("mappa, Studio KAI, Ghibli, wit studio") == ("MAPPA", "Studio Kai", "Studio Ghibli", "Wit Studio")
    assert studios("production ig;Production I.G") == ("Production I.G",)


def test_a_company_s_comma_belongs_to_its_name() -> None:
    assert studios("Nobody & Sons, Inc., Bones") == ("Nobody & Sons, Inc.", "Bones")
    assert studios("Inc.") == ("Inc.",)


def test_tags_stay_as_they_are_spelled() -> None:
    assert tags("Found Family|Cyberpunk|Found Family") == ("Found Family", "Cyberpunk")


def test_a_list_that_only_looks_like_one_is_divided_all_the_same() -> None:
    assert words("['Action', 'Sci-Fi") == ["Action", "Sci-Fi"]
    assert words("[Action, Sci-Fi]") == ["Action", "Sci-Fi"]
    assert words("{'a': 1}") == ["{'a': 1}"]


def test_entities_in_words_are_resolved() -> None:
    assert tags("Girls &amp; Guns|Tea") == ("Girls & Guns", "Tea")


def test_one_of_finds_a_spelling_or_nothing() -> None:
    assert one_of("LIGHT_NOVEL", SOURCES) == "Light novel"
    assert one_of("4 koma manga", SOURCES) == "4-koma manga"
    assert one_of("Opera", SOURCES) is None
    assert one_of(None, SOURCES) is None


def test_the_vocabulary_has_no_two_words_of_one_key_and_renames_into_itself() -> None:
    assert len({key(word) for word in (*ALL, *RENAMED, *DROPPED)}) == len(ALL) + len(RENAMED) + len(DROPPED)
    assert {word for new in RENAMED.values() for word in new} <= set(ALL)
    assert len({key(name) for name in (*STUDIOS, *ALSO_CALLED)}) == len(STUDIOS) + len(ALSO_CALLED)
    assert set(ALSO_CALLED.values()) <= set(STUDIOS)


@given(st.lists(st.sampled_from(ALL), unique=True), st.sampled_from([", ", ";", "|", ","]), st.randoms())
def test_labels_survive_being_written_any_way(chosen: list[str], divider: str, random: object) -> None:
    def mangled(word: str) -> str:
        sign = random.choice([" ", "-", "", "_"])  # type: ignore[attr-defined]
        return random.choice([word, word.upper(), word.lower(), word.replace(" ", sign).replace("-", sign)])  # type: ignore[attr-defined,no-any-return]

    for text in (divider.join(map(mangled, chosen)), str(list(map(mangled, chosen)))):
        found = labels(text)
        assert found.unknown == ()
        assert {*found.genres, *found.themes, *found.demographics} == set(chosen)
        assert found.genres == tuple(word for word in chosen if word in (*GENRES, *ADULT_GENRES))


@given(st.text())
def test_no_text_breaks_the_parser_and_what_comes_out_goes_in_again(text: str) -> None:
    found = labels(text)
    again = labels(str([*found.genres, *found.themes, *found.demographics]))
    assert (again.genres, again.themes, again.demographics) == (found.genres, found.themes, found.demographics)
    assert studios(str(list(studios(text)))) == studios(text)
