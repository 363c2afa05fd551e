from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from core.interactions import STATUS_CODES
from core.taste import Status
from sources import dataset, rating_file
from sources.faults import NO_ID, WRONG_WIDTH
from sources.rating_file import (
    FROM_ZSCORE,
    NO_PERSON,
    NO_RATING,
    NOT_A_RATING,
    NOT_A_ZSCORE,
    TWICE,
    UNKNOWN_ANIME,
    Ratings,
    read_ratings,
)
from tests.sources.imports import reasons, write

KNOWN = np.array([1, 20, 300])
LISTED = STATUS_CODES[Status.LISTED]


def read(path: Path) -> Ratings:
    return read_ratings(path, "default", KNOWN, lambda _: None)


def rows(ratings: Ratings) -> dict[tuple[str, str, int], int]:
    """Return scores by data set, person and anime; 0 for "on the list"."""
    found = {}
    for name, one in ratings.datasets.items():
        for people, columns in one.shares():
            assert not columns.thumbs.any()
            assert ((columns.statuses == LISTED) == (columns.scores == 0)).all()
            for user, anime, score in zip(columns.users, columns.anime, columns.scores, strict=True):
                found[name, people[user], int(anime)] = int(score)
    return found


def test_every_fault_of_a_row_is_told_with_its_line(tmp_path: Path) -> None:
    lines = (
        "\ufeffuser_id,ANIME_ID, rating ,zscore,more",
        "a,1,8,,",
        "",
        ",1,8,,",
        "a,x,8,,",
        "a,0,8,,",
        "a,99999999999,8,,",
        "a,20,8.5,,",
        "a,20",
        "a,20,eight,,",
        "a,20,11,,",
        "a,20,-2,,",
        "a,20,,,",
        "a,20,,high,",
        "a,7,8,,",
        '"b, c",20,9.0,,',
        "a,20,1,2,3,4",
        " a , 300 , 0 , nan ,",
        "d,20,-1,-0.5,",
        "d,300,,0.4,",
        "a,1,3,,",
    )
    ratings = read(write(tmp_path, "r.csv", "\r\n".join(lines) + "\r\n"))
    assert reasons(ratings.report) == {
        NO_PERSON: (1, (4,)),
        NO_ID: (3, (5, 6, 7)),
        NOT_A_RATING: (4, (8, 10, 11, 12)),
        NO_RATING: (1, (13,)),
        NOT_A_ZSCORE: (1, (14,)),
        UNKNOWN_ANIME: (1, (15,)),
        WRONG_WIDTH: (2, (9, 17)),
        FROM_ZSCORE: (2, (19, 20)),
        TWICE: (1, (2,)),
    }
    assert (ratings.report.read, ratings.report.taken) == (19, 6)
    assert rows(ratings) == {
        ("default", "a", 1): 3,
        ("default", "a", 300): 0,
        ("default", "b, c", 20): 9,
        ("default", "d", 20): 7,  # 7.6 - 0.75, rounded
        ("default", "d", 300): 8,
    }


def test_lines_are_right_over_many_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rating_file, "_BLOCK_BYTES", 1 << 12)
    lines = ["user_id,anime_id,rating", *("1,20,8" for _ in range(9_000))]
    for place, line in ((3, "1"), (2_500, ""), (4_000, "1,2,3,4"), (4_001, "1,20,12"), (9_000, "1,20,12")):
        lines[place - 1] = line
    shares: list[float] = []
    ratings = read_ratings(write(tmp_path, "r.csv", "\n".join(lines) + "\n"), "default", KNOWN, shares.append)
    assert reasons(ratings.report) == {
        NOT_A_RATING: (2, (4_001, 9_000)),
        WRONG_WIDTH: (2, (3, 4_000)),
        TWICE: (8_994, (2, 4, 5, 6, 7)),
    }
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_last_line_without_an_end_is_fine_when_it_is_right(tmp_path: Path) -> None:
    ratings = read(write(tmp_path, "r.csv", "user_id,anime_id,rating\n1,20,8\n1,1,8\n1,300,11\n1,20,7"))
    assert len(rows(ratings)) == 2
    unknown = read(write(tmp_path, "r.csv", "user_id,anime_id,rating\n1,20,8\n1,9,7"))
    assert len(rows(unknown)) == 1


@pytest.mark.parametrize("kind", [pa.string(), pa.int64(), pa.float64(), pa.dictionary(pa.int32(), pa.string())])
def test_people_may_be_named_by_text_or_number(tmp_path: Path, kind: pa.DataType) -> None:
    names = pa.array(["7", None, "12"]).cast(kind) if kind != pa.dictionary(pa.int32(), pa.string()) else None
    people = pa.array(["7", None, "12"]).dictionary_encode() if names is None else names
    columns = {"user_id": people, "anime_id": [20.0, 20.0, 1.0], "rating": ["8", "8", "0"]}
    parquet.write_table(pa.table(columns), tmp_path / "r.parquet")
    ratings = read(tmp_path / "r.parquet")
    assert rows(ratings) == {("default", "7", 20): 8, ("default", "12", 1): 0}
    assert reasons(ratings.report) == {NO_PERSON: (1, (2,))}


def test_z_scores_are_cut_to_the_scale(tmp_path: Path) -> None:
    columns = {"user_id": [1, 2, 3], "anime_id": [20] * 3, "rating": [0, 0, 4], "zscore": [-13.4, 9.7, 1.0]}
    parquet.write_table(pa.table(columns), tmp_path / "r.parquet")
    assert list(rows(read(tmp_path / "r.parquet")).values()) == [1, 10, 4]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["one", "two", ""]),
            st.sampled_from(["a", "b", "ü", ""]),
            st.sampled_from([1, 20, 300, 4]),
            st.integers(-3, 12),
        ),
        max_size=60,
    ),
    st.integers(1, 9),
)
def test_what_is_read_is_what_a_plain_reading_finds(
    tmp_path_factory: pytest.TempPathFactory, ratings: list[tuple[str, str, int, int]], share: int
) -> None:
    path = tmp_path_factory.mktemp("ratings") / "r.csv"
    ratings.append(("one", "a", 1, 8))  # one in ten must be right
    ratings = [*ratings, *[("one", "z", 20, 8)] * len(ratings)]
    lines = [",".join(map(str, row)) + "\n" for row in ratings]
    path.write_text("source,user_id,anime_id,rating\n" + "".join(lines), encoding="utf-8")
    expected = {
        (source or "default", user, anime): max(score, 0)
        for source, user, anime, score in ratings
        if user and anime in KNOWN and -1 <= score <= 10
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dataset, "SHARE_ROWS", share)
        found = read(path)
        assert rows(found) == expected
    assert found.report.read == len(ratings)
    assert found.report.taken == found.report.read - sum(remark.rows for remark in found.report.refused)
