import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.kana import romaji
from core.search.normal import normal


@pytest.mark.parametrize(
    ("kana", "read"),
    [
        ("ナルト", "naruto"),
        ("きめつのやいば", "kimetsunoyaiba"),
        ("ジュジュツ", "jujutsu"),
        ("シャーマン キング", "shaaman kingu"),
        ("はっけん", "hakken"),
        ("ちょっと", "chotto"),
        ("ファイト", "faito"),
        ("っ", ""),
        ("進撃の巨人", ""),
        ("naruto", ""),
        ("", ""),
    ],
)
def test_kana_is_read_aloud(kana: str, read: str) -> None:
    assert romaji(normal(kana)) == read


@given(st.text([chr(code) for code in range(ord("ぁ"), ord("ゔ") + 1)], max_size=20))
def test_any_row_of_kana_can_be_read(kana: str) -> None:
    assert isinstance(romaji(kana), str)
