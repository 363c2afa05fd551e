import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from core.anime import Anime, Relation, RelationKind, Title, TitleLanguage
from sources.bundled import facts
from sources.bundled.catalogue import read_bundle
from sources.bundled.facts import Difference, check, differences, known_differences
from sources.catalogue_file import read_catalogue
from sources.table import TABLE

# Copying begins where so many words in a row are the same.
LONGEST_RUN = 8


@pytest.fixture(scope="module")
def theirs(data: Path) -> Mapping[int, Anime]:
    return read_catalogue(data / "catalogue.parquet", TABLE.catalogue, lambda _: None).anime


def test_the_bundle_differs_from_the_table_only_where_a_reason_stands(theirs: Mapping[int, Anime]) -> None:
    result = check(theirs)
    assert result.compared == len(read_bundle())
    assert result.unexplained == ()
    assert result.settled == ()


def test_no_synopsis_of_ours_resembles_theirs(theirs: Mapping[int, Anime]) -> None:
    ours = [one.anime for one in read_bundle()]
    assert [one.id for one in ours if runs(one.synopsis) & runs(theirs[one.id].synopsis)] == []


def runs(text: str | None) -> set[tuple[str, ...]]:
    words = re.findall(r"[\w']+", (text or "").casefold())
    return {tuple(words[start : start + LONGEST_RUN]) for start in range(len(words) - LONGEST_RUN + 1)}


def test_every_known_difference_has_a_reason_and_an_anime() -> None:
    ids = {one.anime.id for one in read_bundle()}
    for difference, reason in known_differences().items():
        assert difference.anime_id in ids
        assert len(reason) > 10


def test_each_kind_of_difference_is_found() -> None:
    ours = next(one.anime for one in read_bundle() if one.anime.id == 1)
    other = replace(
        ours,
        titles=(Title("Kaubooi", TitleLanguage.ROMAJI),),
        year=1999,
        episodes=25,
        studios=("Bones",),
        genres=("Drama",),
        demographics=("Kids",),
        source="Manga",
        relations=(Relation(RelationKind.OTHER, 5),),
    )
    found = list(differences([ours], {1: other}))
    assert [one.fact for one in found] == [
        "title",
        "episodes",
        "year",
        "studios",
        "genres",
        "demographics",
        "source",
        "relation to 5",
    ]
    assert found[1] == Difference(1, "episodes", "26", "25")


def test_what_they_do_not_know_is_no_difference_and_what_they_do_not_have_is() -> None:
    ours = next(one.anime for one in read_bundle() if one.anime.id == 1)
    nothing = replace(ours, year=None, studios=(), genres=tuple(reversed(ours.genres)), source=None, age_rating=None)
    assert list(differences([ours], {1: nothing})) == []
    assert [one.fact for one in differences([ours], {})] == ["id"]


def test_the_command_prints_what_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("mal_id,title,type,genres,year\n1,Cowboy Bebop,TV,,1999\n", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["facts", str(table)])
    assert facts.main() == 1
    printed = capsys.readouterr().out.splitlines()
    assert "differs\t1\tyear\t1998\t1999" in printed
    assert printed[-1].startswith("1 anime compared")


def test_the_command_says_what_it_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["facts"])
    assert facts.main() == 2
    monkeypatch.setattr("sys.argv", ["facts", str(tmp_path / "nowhere.parquet")])
    assert facts.main() == 2
    assert "nowhere.parquet cannot be read" in capsys.readouterr().err
