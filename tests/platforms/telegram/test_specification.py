"""The server against the official specification, where that is at hand."""

import pytest

from tests.platforms.telegram.call import FLAGS, OBJECTS, WHOLE, Call
from tests.platforms.telegram.methods import METHODS
from tests.platforms.telegram.specification import FILE, Specification, specification

NOT_SPOKEN = {
    "business_connection_id",
    "direct_messages_topic_id",
    "message_effect_id",
    "rich_message",
    "suggested_post_parameters",
}


@pytest.fixture
def oracle() -> Specification:
    found = specification()
    if found is None:
        pytest.skip(f"the Bot API's specification is not at hand: {FILE}")
    return found


def test_every_parameter_is_decoded_as_specified(oracle: Specification) -> None:
    kinds = {"Integer": WHOLE, "Boolean": FLAGS}
    wrong = [
        f"{method}.{field['name']}"
        for method in METHODS
        for field in oracle.fields(method)
        if field["name"] not in NOT_SPOKEN
        and "String" not in field["types"]
        and field["types"] != ["InputFile"]
        and field["name"] not in kinds.get(field["types"][0], OBJECTS)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("parameters", "problems"),
    [
        ({"chat_id": 1, "text": "x"}, []),
        ({"chat_id": "@club", "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "pay": True}]]}}, []),
        ({"chat_id": 1}, ["sendMessage: text: Field required"]),
        ({"chat_id": 1, "text": "x", "colour": "red"}, ["sendMessage: colour: Extra inputs are not permitted"]),
        ({"chat_id": 1, "text": 5}, ["sendMessage: text: Input should be a valid string"]),
        (
            {"chat_id": 1, "text": "x", "link_preview_options": {"is_disabled": "no"}},
            ["sendMessage: link_preview_options.is_disabled: Input should be a valid boolean"],
        ),
    ],
)
def test_what_is_not_specified_is_a_problem(
    oracle: Specification, parameters: dict[str, object], problems: list[str]
) -> None:
    assert oracle.request_problems(Call("sendMessage", parameters)) == problems


def test_our_answers_and_updates_are_checked_too(oracle: Specification) -> None:
    assert oracle.result_problems("getMe", {"id": 1, "is_bot": True, "first_name": "x"}) == []
    assert oracle.result_problems("getMe", {"id": "1", "is_bot": True, "first_name": "x"}) == [
        "our answer to getMe: id: Input should be a valid integer"
    ]
    assert oracle.update_problems({"update_id": 1, "message": {}}) != []
    assert oracle.request_problems(Call("sendFlowers", {})) == ["sendFlowers: the Bot API has no such method"]
