import re

from hypothesis import given
from hypothesis import strategies as st

from bot.discord.markdown import cut, escaped, line, pieces

SPECIAL = re.compile(r"(?<!\\)(?:\\\\)*[*_~|`<>\[\]@]")


def shown(markdown: str) -> str:
    """Return what Discord shows of Markdown in which every special character is taken."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown)


def test_styles_links_and_mentions_are_shown_as_they_are() -> None:
    assert escaped("**bold** `code` ||hidden||") == r"\*\*bold\*\* \`code\` \|\|hidden\|\|"
    assert escaped("[**here**](https://example.com)") == r"\[\*\*here\*\*\](https:\//example.com)"
    assert escaped("<@1> @everyone <#2> <t:0>") == r"\<\@1\> \@everyone \<#2\> \<t:0\>"


def test_what_begins_a_line_is_no_heading_list_or_quote() -> None:
    assert escaped("# one\n-# two\n  - three\n> four\n1. five\n91 Days") == (
        "\\# one\n\\-# two\n  \\- three\n\\> four\n1\\. five\n91 Days"
    )


def test_a_title_keeps_its_dots_and_dashes() -> None:
    assert escaped("Re:ZERO - Starting Life No. 5 #2") == "Re:ZERO - Starting Life No. 5 #2"


def test_what_cannot_be_seen_goes() -> None:
    assert escaped("a\u202eb\u200bc\x00d\ud800e") == "abcde"
    assert line("  one\n two\t three ") == "one two three"


@given(st.text())
def test_no_special_character_is_left_untaken(text: str) -> None:
    assert not SPECIAL.search(escaped(text))


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp"]), max_size=200))
def test_all_that_can_be_seen_is_shown(text: str) -> None:
    assert shown(escaped(text)) == text.strip()


@given(st.text(alphabet="ab*\\_ \n", max_size=60), st.integers(2, 30))
def test_a_cut_leaves_no_character_untaken(text: str, longest: int) -> None:
    kept = cut(escaped(text), longest)
    assert len(kept) <= longest
    assert not SPECIAL.search(kept)
    assert (len(kept) - len(kept.rstrip("…").rstrip("\\"))) % 2 == (1 if kept.endswith("…") else 0)


@given(st.text(alphabet="abc*\\_ \n", max_size=200), st.integers(2, 30))
def test_pieces_lose_nothing_but_space(text: str, longest: int) -> None:
    markdown = escaped(text)
    parts = pieces(markdown, longest)
    assert all(0 < len(part) <= longest for part in parts)
    assert "".join("".join(parts).split()) == "".join(markdown.split())
    assert not any(SPECIAL.search(part) for part in parts)
