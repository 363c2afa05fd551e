from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.action import Action
from bot.conversation.reply import (
    Attachment,
    Button,
    Card,
    Choices,
    Cover,
    Heading,
    Look,
    Notice,
    Part,
    Picture,
    Reply,
    Text,
)
from bot.discord.components import measured
from bot.discord.rendering import Message, rendered

WHO = "0a1b2c3d4e"
TEXT, SECTION, THUMBNAIL, GALLERY, FILE, CONTAINER, ROW, BUTTON, SELECT = 10, 9, 11, 12, 13, 17, 1, 2, 3
WORDS = st.text(max_size=300)
BUTTONS = st.lists(
    st.builds(
        Button,
        WORDS,
        st.builds(Action, st.just("up"), st.just(("#1", "r....0"))),
        st.sampled_from(Look),
        WORDS,
        st.one_of(st.just(""), WORDS),
    ),
    max_size=60,
).map(tuple)
COVERS = st.builds(
    Cover,
    st.integers(0, 5),
    WORDS,
    st.just(("Drama",)),
    st.sampled_from([None, "https://cdn.test/1.jpg", "ftp://x", "https://" + "x" * 3000]),
)
CARDS = st.builds(
    Card,
    st.integers(0, 5),
    WORDS,
    COVERS,
    WORDS,
    st.lists(WORDS, max_size=5).map(tuple),
    st.lists(WORDS, max_size=5).map(tuple),
    WORDS,
    st.text(max_size=5000),
    st.text(max_size=3000),
    BUTTONS,
)
PARTS: st.SearchStrategy[Part] = st.one_of(
    st.builds(Heading, WORDS),
    st.builds(Text, st.text(max_size=12_000)),
    st.builds(Notice, WORDS, code=st.sampled_from(["", "E-ABCD"]), buttons=BUTTONS),
    CARDS,
    st.builds(Choices, WORDS, BUTTONS),
    st.builds(Picture, st.just(b"png"), st.text(max_size=3000)),
    st.builds(Attachment, WORDS, st.just("text/csv"), st.just(b"1")),
)


def messages_of(*parts: Part, hidden: bool = True) -> list[Message]:
    covers = {part.cover: b"png" for part in parts if isinstance(part, Card)}
    return rendered(Reply(parts), WHO, hidden=hidden, drawn=covers)


def components_of(message: Message) -> list[dict[str, Any]]:
    components: list[dict[str, Any]] = message.view().to_components()
    return list(_all(components))


def _all(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from _all(component.get("components", []))
        if "accessory" in component:
            yield component["accessory"]


def card(number: int, *, buttons: int = 5, address: str | None = None, risky: bool = False) -> Card:
    return Card(
        number,
        f"Title {number}",
        Cover(number, f"Title {number}", ("Horror",), address, risky),
        "Another title",
        ("TV", "12 episodes"),
        ("Horror",),
        "8.4 for you, give or take 1.1",
        "A story.",
        "Because.",
        tuple(Button(str(one), Action("up", (f"#{number}", "r....0", str(one)))) for one in range(buttons)),
    )


def the(kind: int, message: Message) -> list[dict[str, Any]]:
    return [component for component in components_of(message) if component["type"] == kind]


@settings(max_examples=60, deadline=None)
@given(st.lists(PARTS, max_size=8))
def test_any_reply_keeps_to_the_limits(parts: list[Part]) -> None:
    messages = messages_of(*parts)
    assert messages
    for message in messages:
        components = components_of(message)
        texts = [one["content"] for one in components if one["type"] == TEXT]
        ids = [one["custom_id"] for one in components if "custom_id" in one]
        names = [file.filename for file in message.files()]
        assert 1 <= len(components) <= 40
        assert sum(map(len, texts)) <= 4000
        assert all(text.strip() for text in texts)
        assert len(ids) == len(set(ids))
        assert all(1 <= len(one) <= 100 for one in ids)
        assert len(names) == len(set(names)) <= 10
        for component in components:
            _check(component, names)


def _check(component: dict[str, Any], names: list[str]) -> None:
    match component["type"]:
        case 1:
            assert 1 <= len(component["components"]) <= 5
        case 2:
            assert 1 <= len(component["label"].strip()) <= 80
        case 3:
            assert 1 <= len(component["options"]) <= 25
            values = [option["value"] for option in component["options"]]
            assert len(values) == len(set(values))
            assert all(
                1 <= len(option["label"]) <= 100 and len(option["value"]) <= 100 for option in component["options"]
            )
        case 11:
            assert component["media"]["url"].startswith("https://") or component["media"]["url"][13:] in names
            assert 1 <= len(component["description"]) <= 1024
        case 12:
            assert all(item["media"]["url"][13:] in names for item in component["items"])
            assert all(1 <= len(item["description"]) <= 1024 for item in component["items"])
        case 13:
            assert component["file"]["url"][13:] in names


def test_a_list_after_a_tap_is_one_message() -> None:
    undo = Button("Undo", Action("undo", ("#1",)))
    ways = tuple(Button(label, Action("more", (label,))) for label in ("More", "Back", "Safer", "More adventurous"))
    parts: tuple[Part, ...] = (
        Notice("Noted.", buttons=(undo,)),
        Heading("For you"),
        Text("I know a little of your taste."),
        *(card(number, address="https://cdn.test/1.jpg") for number in range(3)),
        Choices("", ways),
    )
    [message] = messages_of(*parts)
    assert len(components_of(message)) <= 40
    assert len(the(CONTAINER, message)) == 3
    assert len(the(BUTTON, message)) == 3 * 5 + 1 + 4


def test_a_card_is_a_section_in_its_covers_colour() -> None:
    [message] = messages_of(card(1, address="https://cdn.test/1.jpg", risky=True))
    [container] = the(CONTAINER, message)
    [text], [thumbnail] = the(TEXT, message), the(THUMBNAIL, message)
    assert container["accent_color"] == 0x8A1730
    assert text["content"].splitlines() == [
        "### Title 1",
        "-# Another title",
        "TV · 12 episodes",
        "-# Horror",
        "**8\\.4 for you, give or take 1.1**",
        "Because.",
        "A story.",
    ]
    assert thumbnail["media"]["url"] == "https://cdn.test/1.jpg"
    assert thumbnail["description"] == "Cover of Title 1"
    assert thumbnail["spoiler"] is True
    assert message.files() == []


def test_a_risky_cover_is_open_to_who_is_alone_with_it() -> None:
    [message] = messages_of(card(1, address="https://cdn.test/1.jpg", risky=True), hidden=False)
    assert the(THUMBNAIL, message)[0]["spoiler"] is False


def test_a_cover_without_an_address_comes_along() -> None:
    [message] = messages_of(card(1), card(2))
    assert [one["media"]["url"] for one in the(THUMBNAIL, message)] == [
        "attachment://cover.png",
        "attachment://1-cover.png",
    ]
    assert [file.filename for file in message.files()] == ["cover.png", "1-cover.png"]


def test_more_choices_than_two_rows_are_a_list_that_opens() -> None:
    buttons = [Button(f"Anime {number}", Action("anime", (f"#{number}",)), hint="What it is") for number in range(30)]
    buttons[3] = Button("Anime 3", Action("anime", ("#3",)), Look.CHOSEN)
    [message] = messages_of(Choices("Which one?", tuple(buttons)))
    first, second = the(SELECT, message)
    assert [len(first["options"]), len(second["options"])] == [25, 5]
    assert first["options"][0]["description"] == "What it is"
    assert first["options"][3]["emoji"]["name"] == "✅"


def test_looks_are_styles() -> None:
    buttons = tuple(Button(look.value, Action("up"), look) for look in Look)
    [message] = messages_of(Choices("Which?", buttons))
    assert [one["style"] for one in the(BUTTON, message)] == [2, 3, 4]


def test_trouble_shows_its_code() -> None:
    [message] = messages_of(Notice("Something went wrong.", code="E-ABCD"))
    assert the(TEXT, message)[0]["content"] == "Something went wrong.\n-# E-ABCD"


def test_pictures_and_files_are_shown_with_words() -> None:
    [message] = messages_of(Picture(b"png", "Bars"), Attachment("my list (1).csv", "text/csv", b"1"))
    assert the(GALLERY, message)[0]["items"][0]["description"] == "Bars"
    assert the(FILE, message)[0]["file"]["url"] == "attachment://my_list_1_.csv"


@settings(max_examples=40, deadline=None)
@given(st.lists(PARTS, max_size=8))
def test_what_goes_on_in_the_next_message_had_no_room_before(parts: list[Part]) -> None:
    messages = messages_of(*parts)
    for message, following in pairwise(messages):
        first = following.components[0]
        together = [*components_of(message), *_all([first])]
        files = len(message.uploads) + sum(upload.address in str(first) for upload in following.uploads)
        texts = sum(len(one["content"]) for one in together if one["type"] == TEXT)
        assert len(together) > 40 or texts > 4000 or files > 10


@settings(max_examples=40, deadline=None)
@given(st.lists(PARTS, max_size=4))
def test_components_are_measured_with_all_inside_of_them(parts: list[Part]) -> None:
    for one in (one for message in messages_of(*parts) for one in message.components):
        inside = list(_all([one]))
        texts = sum(len(text["content"]) for text in inside if text["type"] == TEXT)
        assert measured(one) == (len(inside), texts)


def test_what_is_too_large_for_one_message_goes_on_in_the_next() -> None:
    messages = messages_of(*(card(number) for number in range(7)))
    assert [len(the(CONTAINER, message)) for message in messages] == [4, 3]


def test_a_title_changes_no_markup() -> None:
    evil = Card(1, "# **Bold** <@1> [a](https://b)", Cover(1, "x", ()), reason="@everyone\n# big")
    [message] = messages_of(evil)
    assert the(TEXT, message)[0]["content"] == (
        "### \\# \\*\\*Bold\\*\\* \\<\\@1\\> \\[a\\](https:\\//b)\n\\@everyone # big"
    )


async def test_the_library_has_nothing_to_keep() -> None:
    [message] = messages_of(card(1))
    assert message.view().is_finished()
