import pytest

from core.search.initials import initials


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("attack on titan", "aot"),
        ("shingeki no kyojin", "snk"),
        ("hunter x hunter", "hxh"),
        ("legend of the galactic heroes", "lotgh"),
        ("legend of the galactic heroes", "logh"),
        ("legend of the galactic heroes", "lgh"),
        ("mob psycho 100", "mp100"),
        ("the promised neverland", "pn"),
    ],
)
def test_titles_are_shortened_as_fans_do(words: str, short: str) -> None:
    assert short in initials(words)


@pytest.mark.parametrize("words", ["naruto", "", "進撃 の 巨人", "aa bb cc dd ee ff gg hh ii"])
def test_one_word_other_scripts_and_long_rows_have_none(words: str) -> None:
    assert not initials(words)
