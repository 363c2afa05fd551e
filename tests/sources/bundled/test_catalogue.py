import json
from pathlib import Path
from typing import Any

import pytest

from core.anime import AgeRating, AnimeType, Relation, RelationKind, Season, Title, TitleKind, TitleLanguage
from sources.bundled.catalogue import MEMBERS, BrokenBundleError, Bundled, edition, read_bundle

LINE: dict[str, Any] = {
    "id": 227,
    "romaji": "FLCL",
    "english": "Fooly Cooly",
    "native": None,
    "also": ["Furi Kuri"],
    "short": ["flcl"],
    "type": "OVA",
    "year": 2000,
    "season": "spring",
    "episodes": 6,
    "minutes": 25,
    "studios": ["Gainax"],
    "genres": ["Action", "Comedy"],
    "themes": ["Mecha"],
    "demographics": [],
    "source": "Original",
    "age": "PG-13",
    "fame": 4,
    "acclaim": 3,
    "synopsis": "A boy is run over by a scooter.",
    "relations": [["sequel", 33010]],
}


def read(folder: Path, *lines: dict[str, Any]) -> tuple[Bundled, ...]:
    (folder / "some.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return read_bundle(folder)


def test_a_line_becomes_an_anime(tmp_path: Path) -> None:
    (bundled,) = read(tmp_path, LINE)
    anime = bundled.anime
    assert (bundled.fame, bundled.acclaim, anime.members) == (4, 3, MEMBERS[4])
    assert anime.titles == (
        Title("FLCL", TitleLanguage.ROMAJI),
        Title("Fooly Cooly", TitleLanguage.ENGLISH),
        Title("Furi Kuri", TitleLanguage.OTHER, TitleKind.SYNONYM),
        Title("flcl", TitleLanguage.OTHER, TitleKind.SHORT),
    )
    assert (anime.id, anime.type, anime.year, anime.season) == (227, AnimeType.OVA, 2000, Season.SPRING)
    assert (anime.episodes, anime.minutes, anime.source, anime.age_rating) == (6, 25, "Original", AgeRating.PG13)
    assert (anime.genres, anime.themes, anime.demographics) == (("Action", "Comedy"), ("Mecha",), ())
    assert (anime.studios, anime.relations) == (("Gainax",), (Relation(RelationKind.SEQUEL, 33010),))
    assert anime.synopsis == "A boy is run over by a scooter."


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"rating": 5}, "rating"),
        ({"genres": ["Magic"]}, "'Magic' is not in the vocabulary"),
        ({"themes": ["Action"]}, "themes"),
        ({"demographics": ["Shonen"]}, "demographics"),
        ({"source": "manga"}, "source"),
        ({"season": "autumn"}, "season"),
        ({"age": "Rx"}, "age"),
        ({"type": "Music"}, "type"),
        ({"fame": 6}, "fame"),
        ({"acclaim": 0}, "acclaim"),
        ({"year": "2000"}, "year"),
        ({"episodes": 0}, "episodes"),
        ({"short": ["FLCL"]}, "short"),
        ({"romaji": " FLCL"}, "romaji"),
        ({"genres": ["Action", "Action"]}, "genres"),
        ({"relations": [["prologue", 1]]}, "relations"),
        ({"id": 0}, "id"),
    ],
)
def test_a_faulty_line_is_named_with_its_fault(tmp_path: Path, change: dict[str, Any], fault: str) -> None:
    with pytest.raises(BrokenBundleError, match=r"^some\.jsonl, line 2: ") as raised:
        read(tmp_path, {**LINE, "id": 1}, LINE | change)
    assert fault in str(raised.value)


def test_a_missing_key_and_half_a_line_are_faults(tmp_path: Path) -> None:
    with pytest.raises(BrokenBundleError, match="line 1: synopsis"):
        read(tmp_path, {name: value for name, value in LINE.items() if name != "synopsis"})
    (tmp_path / "some.jsonl").write_text('{"id": 1,', encoding="utf-8")
    with pytest.raises(BrokenBundleError, match="line 1"):
        read_bundle(tmp_path)


def test_an_id_comes_once(tmp_path: Path) -> None:
    with pytest.raises(BrokenBundleError, match="line 2: the id 227 came before"):
        read(tmp_path, LINE, LINE)


def test_the_bundle_is_large_sound_and_varied() -> None:
    bundle = read_bundle()
    assert len(bundle) >= 500
    assert [one.anime.id for one in bundle] == sorted({one.anime.id for one in bundle})
    assert {one.anime.type for one in bundle} == set(AnimeType) - {AnimeType.MUSIC, AnimeType.UNKNOWN}
    assert {(one.anime.year or 0) // 10 for one in bundle} >= set(range(196, 203))
    assert not any(one.anime.adult for one in bundle)
    assert all(8 <= len((one.anime.synopsis or "").split()) <= 45 for one in bundle)


def test_relations_are_told_from_both_ends() -> None:
    relations = {
        (one.anime.id, relation.anime_id): relation.kind for one in read_bundle() for relation in one.anime.relations
    }
    ids = {one.anime.id for one in read_bundle()}
    assert all(one != other for one, other in relations)
    one_sided = [pair for pair in relations if pair[1] in ids and pair[::-1] not in relations]
    assert one_sided == []
    opposite = {RelationKind.SEQUEL: RelationKind.PREQUEL, RelationKind.PREQUEL: RelationKind.SEQUEL}
    crossed = [
        (one, other)
        for (one, other), kind in relations.items()
        if kind in opposite and relations.get((other, one), opposite[kind]) is not opposite[kind]
    ]
    assert crossed == []


def test_the_edition_is_the_bundle_s() -> None:
    assert edition() == edition()
    assert edition().anime == len(read_bundle())
