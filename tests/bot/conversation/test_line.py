import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.declaration import Parameter
from bot.conversation.line import Leftover, command_of, split
from tests.bot.conversation.shop import Shop, asked, shop_registry


def _parameters(command: str) -> tuple[Parameter, ...]:
    return next(one.parameters for one in shop_registry().commands if one.name == command)


async def _split(command: str, text: str) -> dict[str, str]:
    return await split(text, _parameters(command), asked(), Shop())


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("/similar naruto", ("similar", "naruto")),
        ("  /Similar@OsusumeBot   naruto  shippuuden ", ("similar", "naruto  shippuuden")),
        ("/help", ("help", "")),
        ("/note two\nlines", ("note", "two\nlines")),
        ("naruto /similar", ("", "naruto /similar")),
        ("/", ("", "/")),
        ("", ("", "")),
    ],
)
def test_a_line_is_a_command_and_its_text(line: str, parts: tuple[str, str]) -> None:
    assert command_of(line) == parts


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("naruto 9", {"anime": "naruto", "score": "9"}),
        ("naruto shippuuden 9/10", {"anime": "naruto shippuuden", "score": "9/10"}),
        ('"naruto" 9', {"anime": "naruto", "score": "9"}),
        ("“naruto 9”", {"anime": "naruto 9"}),
        ("naruto 7.5", {"anime": "naruto", "score": "7.5"}),
        ("86", {"anime": "86"}),
        ("86 9", {"anime": "86", "score": "9"}),
        ("mob 100", {"anime": "mob 100"}),
        ("mob 100 10", {"anime": "mob 100", "score": "10"}),
        ("anime=naruto 9", {"anime": "naruto", "score": "9"}),
        ('score=9 anime="mob 100"', {"anime": "mob 100", "score": "9"}),
        ("score=9 x=y", {"anime": "x=y", "score": "9"}),
        ("", {}),
    ],
)
async def test_a_title_takes_the_words_and_a_number_at_the_end_is_the_score(text: str, given: dict[str, str]) -> None:
    assert await _split("rate", text) == given


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("red", {"color": "red"}),
        ("navy slice of life", {"color": "navy", "genre": "slice of life"}),
        ("something SCI FI please and red", {"genre": "SCI FI", "color": "red"}),
        ("genre=comedy navy", {"genre": "comedy", "color": "navy"}),
        ("dark blue music", {"color": "dark blue", "genre": "music"}),
    ],
)
async def test_words_go_to_the_parameter_that_has_them_as_an_option(text: str, given: dict[str, str]) -> None:
    assert await _split("paint", text) == given


async def test_a_misspelled_option_is_asked_about_and_the_rest_is_kept() -> None:
    with pytest.raises(Leftover) as leftover:
        await _split("paint", "comdy red")
    assert leftover.value.parameter == "genre"
    assert [option.value for option in leftover.value.options] == ["Comedy"]
    assert leftover.value.given == {"color": "red"}


@pytest.mark.parametrize(
    ("text", "says"), [("red navy", "one too many"), ("red xylophone", "I do not know what to do")]
)
async def test_a_word_too_many_is_not_swallowed(text: str, says: str) -> None:
    with pytest.raises(Leftover, match=says):
        await _split("paint", text)


@given(st.sampled_from(["rate", "paint", "note", "similar", "close"]), st.text(max_size=60))
async def test_any_text_is_shared_out_or_asked_about(command: str, text: str) -> None:
    parameters = _parameters(command)
    try:
        given_ones = await split(text, parameters, asked(), Shop())
    except Leftover as leftover:
        assert leftover.text  # noqa: PT017  hypothesis runs this many times, raising only sometimes
        return
    assert set(given_ones) <= {parameter.name for parameter in parameters}


async def test_a_text_longer_than_anything_sensible_is_refused_at_once() -> None:
    with pytest.raises(Leftover, match="more than I can read"):
        await _split("paint", "ab " * 1700)
