from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.markup import Line, Style, cut, fitted, html, length, pages, said, units

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
lines = st.lists(st.builds(Line, texts, st.sampled_from(Style), st.booleans(), st.booleans()), max_size=12).map(
    lambda some: said(*some)
)


def test_length_is_counted_as_telegram_counts_it() -> None:
    assert units("naïve") == 5
    assert units("👍") == 2
    assert length((Line("a"), Line("b", gap=True))) == 4  # a, two breaks, b


def test_lines_are_set_apart_and_escaped() -> None:
    page = (Line("Steins;Gate <&> 0", Style.BOLD), Line("plain"), Line("apart", Style.ITALIC, gap=True))
    assert html(page) == "<b>Steins;Gate &lt;&amp;&gt; 0</b>\nplain\n\n<i>apart</i>"


@given(lines, st.integers(1, 300))
def test_what_is_fitted_fits_and_begins_as_it_did(some: tuple[Line, ...], most: int) -> None:
    kept = fitted(some, most)
    assert length(kept) <= most
    assert kept == some or length(some) > most
    assert all(any(whole.text.startswith(line.text.removesuffix("…").rstrip()) for whole in some) for line in kept)


def test_the_spare_line_goes_first() -> None:
    story = Line("word " * 30, spare=True)
    kept = fitted((Line("Title", Style.BOLD), story, Line("why it is here")), 60)
    assert [line.text for line in kept if not line.spare] == ["Title", "why it is here"]
    assert kept[1].text.endswith("word…")


@given(lines, st.integers(8, 300))
def test_pages_hold_everything_in_order_and_fit(some: tuple[Line, ...], most: int) -> None:
    shared = pages(some, most)
    assert all(0 < length(page) <= most and len(page) <= 100 for page in shared)
    shown = "".join(line.text for page in shared for line in page)
    assert _bare(shown) == _bare("".join(line.text for line in some))


def test_a_message_has_no_more_entities_than_telegram_takes() -> None:
    shared = pages([Line("x", Style.BOLD)] * 250, 4096)
    assert [len(page) for page in shared] == [100, 100, 50]


@given(st.text(max_size=400), st.integers(0, 100))
def test_a_cut_text_fits_and_says_that_it_was_cut(text: str, most: int) -> None:
    short = cut(text, most)
    assert units(short) <= most
    assert short == text or not short or short.endswith("…")


def test_words_stay_whole_where_they_can() -> None:
    assert cut("the quick brown fox jumps", 20) == "the quick brown…"
    assert cut("x" * 30, 10) == "x" * 9 + "…"


@given(lines)
def test_the_markup_says_what_the_lines_say(some: tuple[Line, ...]) -> None:
    bare = html(some)
    for style in Style:
        if style:
            bare = bare.replace(f"<{style}>", "").replace(f"</{style}>", "")
    assert "<" not in bare
    assert ">" not in bare
    assert _bare(unescape(bare)) == _bare("".join(line.text for line in some)) or "&" in "".join(
        line.text for line in some
    )


def test_what_cannot_be_seen_is_not_said() -> None:
    assert said(Line(" \n"), Line("\u200b\u200d"), Line("")) == ()
    assert said(Line("half \ud83d a pair"))[0].text == "half \ufffd a pair"


def _bare(text: str) -> str:
    """Return what can be seen of `text`."""
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace())
