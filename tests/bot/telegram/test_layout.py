from dataclasses import replace

from hypothesis import given
from telegram.constants import InlineKeyboardMarkupLimit, MessageLimit

from bot.conversation.action import Action
from bot.conversation.reply import Attachment, Button, Card, Choices, Cover, Heading, Look, Notice, Picture, Reply, Text
from bot.telegram.layout import Outgoing, messages
from bot.telegram.markup import length
from tests.bot.telegram.replies import replies

ALIAS = "0123456789"
COVER = Cover(1, "Trigun", ("Action",), "https://example.com/1.jpg", risky=True)
CARD = Card(
    1,
    "Trigun",
    COVER,
    subtitle="Toraigan",
    facts=("TV", "1998"),
    labels=("Action",),
    rating="8.4 for you, give or take 1.1",
    text="A man with a price on his head.",
    reason="It is like Cowboy Bebop.",
    buttons=(Button("👍", Action("up", ("#1",)), Look.CHOSEN), Button("👎", Action("down", ("#1",)))),
)


def laid_out(*parts: object, watched: bool = False) -> list[Outgoing]:
    return messages(Reply(tuple(parts)), ALIAS, watched=watched)  # type: ignore[arg-type]  # parts, by their classes


def labels(message: Outgoing) -> list[list[str]]:
    return [[key["text"] for key in row] for row in message.keyboard]


@given(replies)
def test_any_reply_keeps_to_telegrams_limits(reply: Reply) -> None:
    for message in messages(reply, ALIAS, watched=True):
        most = MessageLimit.MAX_TEXT_LENGTH if message.media is None else MessageLimit.CAPTION_LENGTH
        assert length(message.lines) <= most
        assert message.lines or message.media is not None
        assert len(message.lines) <= MessageLimit.MESSAGE_ENTITIES
        assert sum(map(len, message.keyboard)) <= InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER
        assert all(1 <= len(row) <= InlineKeyboardMarkupLimit.BUTTONS_PER_ROW for row in message.keyboard)
        assert (message.markup is None) is (message.keyboard == ())


@given(replies)
def test_no_button_and_no_file_is_lost(reply: Reply) -> None:
    laid = messages(reply, ALIAS, watched=False)
    buttons = sum(len(part.buttons) for part in reply.parts if isinstance(part, Card | Choices | Notice))
    assert sum(len(row) for message in laid for row in message.keyboard) == buttons
    kept = [message.media for message in laid if isinstance(message.media, Picture | Attachment)]
    assert kept == [part for part in reply.parts if isinstance(part, Picture | Attachment)]


def test_a_list_of_one_card_is_one_message() -> None:
    notice = Notice("👍 Monster: noted.", buttons=(Button("Undo", Action("undo")),))
    on = Choices("", (Button("More", Action("more")), Button("Safer", Action("more"))))
    [message] = laid_out(notice, Heading("For you"), Text("From 12 ratings."), CARD, on)
    assert message.media == COVER
    assert message.html == (
        "<i>👍 Monster: noted.</i>\n\n<b>For you</b>\nFrom 12 ratings.\n\n<b>Trigun</b>\n<i>Toraigan</i>\nTV · 1998\n"
        "Action\n★ 8.4 for you, give or take 1.1\n\nIt is like Cowboy Bebop.\n\nA man with a price on his head."
    )
    assert labels(message) == [["Undo"], ["✓ 👍", "👎"], ["More", "Safer"]]


def test_the_synopsis_gives_way_to_the_rest() -> None:
    [message] = laid_out(Heading("For you"), replace(CARD, text="long " * 400))
    assert "It is like Cowboy Bebop." in message.html
    assert message.html.endswith("long…")


def test_several_cards_share_a_message_and_are_told_apart_by_numbers() -> None:
    [message] = laid_out(CARD, replace(CARD, title="Monster"))
    assert message.media is None
    assert "<b>1. Trigun</b>" in message.html
    assert "<b>2. Monster</b>" in message.html
    assert labels(message) == [["✓ 1. 👍", "1. 👎"], ["✓ 2. 👍", "2. 👎"]]


def test_a_risky_cover_is_hidden_where_others_look_on() -> None:
    assert laid_out(CARD, watched=True)[0].hidden
    assert not laid_out(CARD)[0].hidden
    assert not laid_out(replace(CARD, cover=replace(COVER, risky=False)), watched=True)[0].hidden


def test_colours_say_no_more_than_the_words() -> None:
    danger = Button("Delete", Action("forget_all"), Look.DANGER)
    [message] = laid_out(Choices("Sure?", (danger, CARD.buttons[0])))
    [[delete, chosen]] = message.keyboard
    assert (delete["text"], delete["style"]) == ("Delete", "danger")
    assert (chosen["text"], chosen["style"]) == ("✓ 👍", "success")


def test_ten_numbers_are_two_even_rows() -> None:
    numbers = tuple(Button(str(number), Action("rate", ("#1", str(number)))) for number in range(1, 11))
    [message] = laid_out(Choices("How good was it?", numbers))
    assert list(map(len, message.keyboard)) == [5, 5]


def test_a_picture_takes_the_words_below_it_as_its_caption() -> None:
    [message] = laid_out(Picture(b"png", "Why Trigun? As bars."), Text("It is much like Monster."))
    assert message.html == "<i>Why Trigun? As bars.</i>\n\nIt is much like Monster."


def test_words_too_long_for_a_caption_follow_it_and_the_buttons_come_last() -> None:
    first, *rest = laid_out(Picture(b"png", "Bars"), Text("word " * 500), Choices("", (Button("On", Action("more")),)))
    assert isinstance(first.media, Picture)
    assert not first.keyboard
    assert labels(rest[-1]) == [["On"]]


def test_a_keyboard_never_stands_alone() -> None:
    [message] = laid_out(Choices("", (Button("On", Action("more")),)))
    assert message.html == "What would you like?"


def test_a_code_can_be_copied() -> None:
    [message] = laid_out(Notice("That failed.", code="E-AB12"))
    assert message.html == "<i>That failed.</i>\n<code>E-AB12</code>"
