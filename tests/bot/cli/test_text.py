from pathlib import Path

from bot.cli.text import reply_text
from bot.conversation.action import Action
from bot.conversation.reply import (
    Attachment,
    Button,
    Card,
    Choices,
    Cover,
    Heading,
    Notice,
    Picture,
    Reply,
    Text,
    Tone,
)


def card(title: str, subtitle: str = "", rating: str = "", reason: str = "") -> Card:
    cover = Cover(1, title, ())
    return Card(1, title, cover, subtitle, ("TV", "1998"), ("Action",), rating, reason=reason)


def test_a_list_reads_from_top_to_bottom(tmp_path: Path) -> None:
    reply = Reply(
        (
            Heading("If you like Trigun"),
            card(
                "Cowboy Bebop",
                subtitle="カウボーイビバップ",
                rating="8.4 for you, give or take 1.1",
                reason="Both are space westerns.",
            ),
            card("Outlaw Star"),
        )
    )
    assert reply_text(reply, tmp_path) == (
        "If you like Trigun\n"
        "──────────────────\n\n"
        " 1. Cowboy Bebop (カウボーイビバップ)  [8.4 for you, give or take 1.1]\n"
        "    TV · 1998\n"
        "    Action\n"
        "    Both are space westerns.\n\n"
        " 2. Outlaw Star\n"
        "    TV · 1998\n"
        "    Action"
    )


def test_notices_and_choices_show_what_can_be_done(tmp_path: Path) -> None:
    buttons = (Button("Naruto", Action("similar", ("20",))), Button("Naruto: Shippuuden", Action("similar", ("1735",))))
    reply = Reply((Notice("That did not work.", Tone.SORRY, "E-7F3K"), Choices("Which one?", buttons)))
    assert reply_text(reply, tmp_path) == (
        "! That did not work. (E-7F3K)\n\nWhich one?\n  › Naruto\n  › Naruto: Shippuuden"
    )


def test_long_paragraphs_are_folded_and_line_breaks_kept(tmp_path: Path) -> None:
    lines = reply_text(Reply((Text("word " * 60 + "\nlast"),)), tmp_path).splitlines()
    assert len(lines) == 4
    assert lines[-1] == "last"
    assert max(map(len, lines)) <= 100


def test_a_picture_is_said_in_words_and_a_file_is_kept_without_leaving_the_folder(tmp_path: Path) -> None:
    parts = (Picture(b"png", "Why Trigun"), Attachment("../export.json", "application/json", b"{}"))
    text = reply_text(Reply(parts), tmp_path)
    assert text.startswith("[Why Trigun]")
    assert (tmp_path / "export.json").read_bytes() == b"{}"
    assert str(tmp_path / "export.json") in text
