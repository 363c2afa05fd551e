"""What stands in a group in place of a personal answer, and what no tap shows there."""

from dataclasses import replace

import pytest

from bot.conversation.action import Action
from bot.conversation.reply import Attachment, Audience, Button, Choices, Heading, Look, Reply, Text
from bot.telegram.discretion import in_its_stead, is_confidential, is_shown_in_public

TOLD = Reply((Heading("Told"), Text("of a taste")), Audience.PERSONAL, again=Action("profile"))
SECRET = Reply((Heading("K7QF2-MXR9W"), Text("a code")), Audience.PERSONAL, again=Action("link"), secret=True)
FILE = Reply(
    (Text("all"), Attachment("all.json", "application/json", b"{}")), Audience.PERSONAL, again=Action("export")
)

SCORES = Choices("How good was it?", (Button("7", Action("rate", ("#20", "7")), Look.CHOSEN),))


@pytest.mark.parametrize(
    ("reply", "labels"),
    [(TOLD, ["Show it here", "Only to me"]), (SECRET, ["Only to me"]), (FILE, ["Only to me"])],
    ids=["told", "secret", "file"],
)
def test_only_what_does_no_harm_can_be_shown_to_all(reply: Reply, labels: list[str]) -> None:
    assert is_confidential(reply)
    assert is_shown_in_public(reply) is (len(labels) > 1)
    keys = in_its_stead(reply, "0123456789", "OsusumeBot").keyboard
    assert [key["text"] for row in keys for key in row] == labels


def test_a_question_that_marks_what_was_said_before_tells_of_who_said_it() -> None:
    assert is_confidential(Reply((SCORES,), Audience.PERSONAL))
    unsaid = replace(SCORES, buttons=tuple(replace(button, look=Look.PLAIN) for button in SCORES.buttons))
    assert not is_confidential(Reply((unsaid,), Audience.PERSONAL))
