from typing import Any

import pytest

from bot.discord.forms import form, line_in

TEXT = {"type": 10, "content": "Please."}
FIELD = {"type": 4, "custom_id": "line", "value": "The end"}


@pytest.mark.parametrize(
    ("components", "line"),
    [
        ([{"type": 18, "component": FIELD}], "The end"),
        ([TEXT, {"type": 18, "component": FIELD}], "The end"),
        ([TEXT], ""),
        ([], ""),
    ],
)
def test_the_line_is_found_among_what_was_sent(components: list[dict[str, Any]], line: str) -> None:
    assert line_in(iter(components)) == line


def test_a_long_question_is_cut_where_discord_would_refuse_it() -> None:
    sent = form("0a1b2c3d4e.1~…~note|#20", "What do you want to remember of it? " * 5).to_dict()
    [label] = sent["components"]
    assert len(sent["title"]) <= 45
    assert len(label["label"]) <= 45
    assert len(label["component"]["placeholder"]) <= 100
