from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.action import Action, encode
from bot.conversation.conversation import Conversation
from bot.conversation.declaration import parameters_of
from bot.conversation.host import Named
from bot.conversation.parameters import Choice, Title, Whole
from bot.conversation.registry import OLD_BUTTON, Inline, Registry, trouble
from bot.conversation.reply import Audience, Button, Choices, Notice, Reply, Text, Tone
from bot.conversation.request import Request
from tests.bot.conversation.shop import ADMIN, Color, Shop, asked, only_part, said, shop_registry
from tests.logged import logged


@pytest.fixture
def shop() -> Conversation:
    return Conversation(shop_registry(), Shop())


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        (asked("similar", "brotherhood"), "similar 5114"),
        (asked("SIMILAR", "brotherhood"), "similar 5114"),
        (asked("similar", arguments={"anime": "#20"}), "similar 20"),
        (asked(text="brotherhood"), "similar 5114"),
        (asked(action=Action("similar", ("#20",))), "similar 20"),
        (asked("rate", "86 9"), "rate 41457 9"),
        (asked("rate", arguments={"anime": "#20", "score": "9"}), "rate 20 9"),
        (asked("rate", "9", arguments={"anime": "#20"}), "rate 20 9"),
        (asked("rate", "86"), "rate 41457 None"),
        (asked(action=Action("rate", ("#20", ""))), "rate 20 None"),
        (asked("paint", "navy sci-fi"), "paint dark blue Sci-Fi"),
        (asked("paint"), "paint None None"),
        (asked(action=Action("paint", ("", "Music"))), "paint None Music"),
        (asked("close", person=ADMIN), "closed"),
    ],
)
async def test_one_declaration_answers_text_names_and_buttons(
    shop: Conversation, request_: Request, answer: str
) -> None:
    assert only_part(await shop.answer(request_)) == Text(answer)


async def test_an_ambiguous_title_becomes_buttons_that_keep_the_rest(shop: Conversation) -> None:
    choices = only_part(await shop.answer(asked("rate", "naru 7")))
    assert isinstance(choices, Choices)
    assert [button.label for button in choices.buttons] == ["Naruto", "Naruto: Shippuuden", "Another title"]
    assert only_part(await shop.answer(asked(action=choices.buttons[1].action))) == Text("rate 1735 7")


async def test_another_title_is_asked_for_in_words_and_becomes_the_argument(shop: Conversation) -> None:
    choices = only_part(await shop.answer(asked("similar", "naru")))
    assert isinstance(choices, Choices)
    another = choices.buttons[-1]
    assert another == Button("Another title", Action("similar"), asks="Which anime?")
    answered = replace(another.action, arguments=(*another.action.arguments, "brotherhood"))
    assert only_part(await shop.answer(asked(action=answered))) == Text("similar 5114")


async def test_a_title_of_which_nothing_can_be_offered_still_has_that_way_on(shop: Conversation) -> None:
    notice = only_part(await shop.answer(asked("similar", "x" * 300)))
    assert isinstance(notice, Notice)
    assert [button.asks for button in notice.buttons] == ["Which anime?"]


async def test_what_is_missing_is_asked_for_with_an_example(shop: Conversation) -> None:
    choices = only_part(await shop.answer(asked("similar")))
    assert isinstance(choices, Choices)
    assert choices.prompt == "Which anime? For example: /similar Naruto"
    assert choices.buttons[0].action == Action("similar", ("#20",))
    assert only_part(await shop.answer(asked("note"))) == Notice("What? For example: /note hello", Tone.SORRY)


async def test_a_misspelled_option_is_offered_with_the_rest_kept(shop: Conversation) -> None:
    choices = only_part(await shop.answer(asked("paint", "comdy red")))
    assert isinstance(choices, Choices)
    assert choices.buttons[0].action == Action("paint", ("red", "Comedy"))


async def test_a_word_that_nothing_takes_is_answered_with_a_line_that_works(shop: Conversation) -> None:
    notice = only_part(await shop.answer(asked("paint", "xylophone")))
    assert isinstance(notice, Notice)
    assert notice.text == "I do not know what to do with “xylophone” here. For example: /paint red comedy"


async def test_a_number_out_of_range_is_told(shop: Conversation) -> None:
    choices = only_part(await shop.answer(asked("rate", "brotherhood 11")))
    assert isinstance(choices, Choices)
    assert choices.prompt == "Please give me a whole number from 1 to 10."
    # The title was understood, and stays so: however long it is, its id fits a button.
    assert [one.action for one in choices.buttons] == [Action("rate", ("#5114", str(n))) for n in range(1, 11)]


@pytest.mark.parametrize(("typed", "meant"), [("simlar", "similar"), ("ratee", "rate")])
async def test_an_unknown_command_offers_the_nearest(shop: Conversation, typed: str, meant: str) -> None:
    choices = only_part(await shop.answer(asked(typed)))
    assert isinstance(choices, Choices)
    assert choices.buttons[0].label == f"/{meant}"


@pytest.mark.parametrize("typed", ["qqqqqq", "burn", "🦀", "x" * 5000])
async def test_a_command_like_none_is_answered_kindly(shop: Conversation, typed: str) -> None:
    notice = only_part(await shop.answer(asked(typed)))
    assert isinstance(notice, Notice)
    assert "/help" in notice.text
    assert len(notice.text) < 200


@pytest.mark.parametrize(
    "action",
    [
        Action("gone"),
        Action("burn", ("#999",)),
        Action("burn", ("#5114", "more")),
        Action("similar", ("#5114", "more")),
    ],
)
async def test_a_button_that_means_nothing_any_more_is_old(shop: Conversation, action: Action) -> None:
    assert await shop.answer(asked(action=action)) == OLD_BUTTON


async def test_commands_for_admins_are_theirs_alone(shop: Conversation) -> None:
    reply = await shop.answer(asked("close"))
    assert reply.audience is Audience.PERSONAL
    assert "Only the people who run this bot" in str(reply.parts)
    assert "close" not in [command.name for command in shop.commands_for(asked().person)]
    assert "close" in [command.name for command in shop.commands_for(ADMIN)]
    assert await shop.complete("close", "x", "", asked()) == []


async def test_a_failure_has_one_code_in_the_answer_and_the_log_and_no_name(shop: Conversation) -> None:
    with logged() as lines:
        reply = await shop.answer(asked(action=Action("burn", ("#20",))))
    notice = only_part(reply)
    assert isinstance(notice, Notice)
    assert notice.code.startswith("E-")
    assert "burns" not in notice.text
    assert f"{notice.code}: button burn of someone on web failed" in lines[0]
    assert "20 burns" in lines[0]
    assert "someone-secret" not in lines[0]


@pytest.mark.parametrize("error", [ConnectionRefusedError("nobody listens"), TimeoutError("nobody listens")])
def test_what_cannot_be_reached_is_one_line_in_the_log(error: Exception) -> None:
    with logged() as lines:
        reply = trouble(error, asked("similar"), Shop())
    notice = only_part(reply)
    assert isinstance(notice, Notice)
    assert lines == [f"ERROR {notice.code}: command similar of someone on web failed: nobody listens\n"]


async def test_completion_is_bounded_and_quiet_about_what_it_does_not_know(shop: Conversation) -> None:
    assert [one.value for one in await shop.complete("similar", "anime", "", asked())] == ["#20"]
    assert [one.value for one in await shop.complete("similar", "anime", "bro", asked())] == ["#5114"]
    assert [one.value for one in await shop.complete("paint", "color", "", asked())] == ["red", "dark blue"]
    assert await shop.complete("similar", "nothing", "x", asked()) == []
    assert await shop.complete("nothing", "anime", "x", asked()) == []


async def test_what_reads_the_same_once_it_is_short_is_offered_once() -> None:
    class Repetitive(Shop):
        async def complete_titles(self, typed: str, limit: int, request: Request) -> Sequence[Named]:  # noqa: ARG002  the host's
            return [Named(number, "A very long title " * 10 + str(number % 2)) for number in (1, 2, 3)]

    options = await Conversation(shop_registry(), Repetitive()).complete("similar", "anime", "a", asked())
    assert [option.value for option in options] == ["#1"]


@given(
    st.sampled_from(["similar", "rate", "paint", "note", "close", "", "nope"]),
    st.text(max_size=300),
    st.dictionaries(st.sampled_from(["anime", "score", "color", "words"]), st.text(max_size=80)),
)
async def test_nonsense_is_always_answered_and_every_button_fits(
    command: str, text: str, arguments: dict[str, str]
) -> None:
    reply = await Conversation(shop_registry(), Shop()).answer(asked(command, text, arguments=arguments))
    for part in reply.parts:
        assert not getattr(part, "code", "")
        for button in getattr(part, "buttons", ()):
            encode(button.action)


def test_what_a_platform_would_refuse_cannot_be_declared() -> None:
    registry: Registry[Shop] = Registry(plain="x", inline=Inline("x", "x"), families=["F"])

    async def fine(_request: Request, _shop: Shop) -> Reply:
        return said("fine")

    with pytest.raises(ValueError, match="a-z"):
        registry.command("Not-This", "x", family="F", example="x")(fine)
    with pytest.raises(ValueError, match="description"):
        registry.command("x", "x" * 101, family="F", example="x")
    registry.command("x", "x", family="F", example="x")(fine)
    with pytest.raises(ValueError, match="there are F"):
        registry.command("y", "y", family="G", example="y")
    with pytest.raises(ValueError, match="twice"):
        registry.action("x")(fine)
    assert [declared.name for declared in registry.commands] == ["x"]
    assert registry.actions == ()


def test_parameters_that_could_not_be_read_cannot_be_declared() -> None:
    async def kindless(_request: Request, _shop: Shop, _anime: int) -> Reply:
        return said("")

    async def backwards(
        _request: Request,
        _shop: Shop,
        _score: Annotated[int | None, Whole("?", 1, 2)] = None,
        *,
        _anime: Annotated[int, Title("?")],
    ) -> Reply:
        return said("")

    async def greedy(
        _request: Request, _shop: Shop, one: Annotated[int, Title("?")], two: Annotated[int, Title("?")]
    ) -> Reply:
        return said(f"{one} {two}")

    async def optionless(
        _request: Request, _shop: Shop, color: Annotated[Color, Choice("?", {Color.RED: ""})]
    ) -> Reply:
        return said(color)

    with pytest.raises(ValueError, match="needs one kind"):
        parameters_of(kindless)
    with pytest.raises(ValueError, match="come first"):
        parameters_of(backwards)
    with pytest.raises(ValueError, match="shared out"):
        parameters_of(greedy)
    with pytest.raises(ValueError, match="too many options"):
        parameters_of(optionless)


async def test_a_reply_knows_how_to_ask_for_itself_again_as_short_as_a_button_needs_it(shop: Conversation) -> None:
    reply = await shop.answer(asked("rate", "brotherhood 9"))
    assert reply.again == Action("rate", ("#5114", "9"))
    assert only_part(await shop.answer(asked(action=reply.again))) == Text("rate 5114 9")
    assert (await shop.answer(asked("paint"))).again == Action("paint")


async def test_a_question_and_a_button_s_answer_do_not_repeat_themselves(shop: Conversation) -> None:
    assert (await shop.answer(asked("rate", "naru 7"))).again is None
