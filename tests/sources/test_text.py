from hypothesis import given
from hypothesis import strategies as st

from sources.text import clean, clean_prose, key


def test_entities_are_resolved_as_deep_as_they_are_nested() -> None:
    assert clean("Wolf&#039;s&nbsp; Rain &amp;quot;OVA&amp;quot;") == 'Wolf\'s Rain "OVA"'


def test_prose_keeps_its_paragraphs_and_loses_its_markup() -> None:
    assert clean_prose(" <i>One</i>  line<br>\n\n\n\nand <b>more</b> ") == "One line\n\nand more"


def test_a_key_tells_no_case_blanks_or_signs_but_keeps_what_is_signs_only() -> None:
    assert key("Re:Zero kara") == key("re zero KARA")
    assert key("K") != key("K!!K")
    assert key("△") == "△"
    assert key("鋼の 錬金術師") == "鋼の錬金術師"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_prose(clean_prose(text)) == clean_prose(text)
