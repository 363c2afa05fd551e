import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.platforms.telegram.markup import parse_html, utf16_length
from tests.platforms.telegram.refusal import Json, RefusalError
from tests.platforms.telegram.text import commands_in, formatted

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
TAGS = st.sampled_from(["b", "i", "u", "s", "code", "pre", "tg-spoiler", "blockquote"])


@given(ANY_TEXT)
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text)) == (text, [])


@given(ANY_TEXT, ANY_TEXT.filter(bool), TAGS)
def test_a_tag_makes_an_entity_over_exactly_its_text(before: str, inside: str, tag: str) -> None:
    text, [entity] = parse_html(f"{html.escape(before)}<{tag}>{html.escape(inside)}</{tag}>")
    units = text.encode("utf-16-le")[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])]
    assert units.decode("utf-16-le") == inside


@given(ANY_TEXT)
def test_length_is_counted_in_utf16_units(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@given(st.text("<>&/ab \"'=;#x1é🎌"))
def test_any_markup_is_parsed_or_refused(source: str) -> None:
    match _parsed_or_refused(source):
        case str(description):
            assert description.startswith("Bad Request: can't parse entities: ")
        case text, entities:
            assert all(0 <= one["offset"] < one["offset"] + one["length"] <= utf16_length(text) for one in entities)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("&lt;&gt;&amp;&quot;&#39;&#x1F38C;", "<>&\"'🎌", []),
        ("<B>x</B>", "x", [{"type": "bold", "offset": 0, "length": 1}]),
        (
            "🎌<b>a<i>b</i></b>",
            "🎌ab",
            [{"type": "bold", "offset": 2, "length": 2}, {"type": "italic", "offset": 3, "length": 1}],
        ),
        (
            '<a href="https://a.example/?x=1&amp;y=2">go</a>',
            "go",
            [{"type": "text_link", "url": "https://a.example/?x=1&y=2", "offset": 0, "length": 2}],
        ),
        ("<a href=nowhere>go</a>", "go", []),
        ('<span class="tg-spoiler">x</span>', "x", [{"type": "spoiler", "offset": 0, "length": 1}]),
        ("<blockquote expandable>x</blockquote>", "x", [{"type": "expandable_blockquote", "offset": 0, "length": 1}]),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            [{"type": "pre", "language": "python", "offset": 0, "length": 1}],
        ),
        ("<b></b>x", "x", []),
    ],
)
def test_markup_as_documented(source: str, text: str, entities: list[Json]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "trouble"),
    [
        ("é<x>a</x>", 'Unsupported start tag "x" at byte offset 2'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("Tom & Jerry", 'Unescaped "&" at byte offset 4'),
        ("&nbsp;", 'Unescaped "&" at byte offset 0'),
        ("1 > 0", 'Unescaped ">" at byte offset 2'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("&#xD800;", "Invalid character reference &#xD800;"),
    ],
)
def test_what_cannot_be_parsed_is_refused(source: str, trouble: str) -> None:
    with pytest.raises(RefusalError) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {trouble}"


def test_white_space_around_a_text_goes_and_its_entities_stay_in_place() -> None:
    words = formatted({"text": " \n<b> 🎌 </b> ", "parse_mode": "HTML"}, "text", 10, "too long")
    assert (words.text, words.entities) == ("🎌", [{"type": "bold", "offset": 0, "length": 2}])


def test_commands_are_marked_as_a_client_marks_them() -> None:
    found = commands_in("/recommend@osusume_bot 🎌 a/b http://x/y (/help)")
    assert [(one["offset"], one["length"]) for one in found] == [(0, 22), (42, 5)]


def _parsed_or_refused(source: str) -> tuple[str, list[Json]] | str:
    try:
        return parse_html(source)
    except RefusalError as refusal:
        return refusal.description
