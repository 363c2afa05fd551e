import httpx
import pytest

from bot.conversation.action import Action, encode
from tests.bot.web.browsing import Window
from tests.bot.web.parlour import Parlour


async def test_the_empty_page_invites_with_three_examples(window: Window) -> None:
    assert window.html.count('<button name="text"') == 3
    assert 'value="/similar Cowboy Bebop"' in window.html


async def test_a_question_comes_back_with_its_answer(window: Window) -> None:
    await window.say("/recommend")
    assert len(window.titles) == 10
    assert "/recommend</p>" in window.html


async def test_text_and_options_reach_the_conversation(window: Window, parlour: Parlour) -> None:
    await window.say('/recommend mood=dark genre="Slice of Life"')
    assert "mood dark, genre Slice of Life" in window.html
    assert parlour.asked[0].chat.private


async def test_text_without_a_command_is_answered_too(window: Window) -> None:
    await window.say("monster")
    assert window.titles == ["Monster"]


async def test_a_thumb_changes_the_list_and_undo_brings_it_back(window: Window) -> None:
    await window.say("/recommend")
    await window.press("I like Trigun")
    assert "Trigun" not in window.titles
    await window.press("Take back 👍 for Trigun")
    assert "Trigun" in window.titles


async def test_why_is_told_in_a_picture_and_in_words(window: Window) -> None:
    await window.say("/recommend")
    await window.press("Why Trigun?")
    assert 'src="data:image/png;base64,' in window.html
    assert 'alt="Planetes for, Bleach against"' in window.html


async def test_a_file_can_be_saved(window: Window) -> None:
    await window.say("/export")
    assert 'download="you.json" href="data:application/json;base64,eyJ5b3UiOiAxfQ=="' in window.html


async def test_choices_are_a_question_with_buttons(window: Window) -> None:
    await window.say("/forget")
    assert "<legend>Really forget you?</legend>" in window.html
    assert 'class="button danger"' in window.html
    assert 'class="button chosen" aria-pressed="true"' in window.html
    await window.press("Delete everything")
    assert "Forgotten." in window.html


async def test_everything_that_is_shown_is_escaped(window: Window) -> None:
    await window.say("/recommend <script>alert(1)</script>")
    assert "<script>alert" not in window.html
    await window.say("/anime hellsing")
    assert "Hellsing &lt;Ultimate&gt; &amp; Co" in window.html
    assert "<Ultimate>" not in window.html


@pytest.mark.parametrize("text", ["", "   ", "/", "🎉🎉", "/similar", "x" * 5000, "/recommend " + "y " * 2500, "\0"])
async def test_nonsense_is_answered_kindly(window: Window, text: str) -> None:
    await window.say(text)
    assert 'class="answer"' in window.html


@pytest.mark.parametrize("action", ["", "1nothing", "9up|1", "1up|x", "garbage", "1up|1|2|3", "💥" * 40])
async def test_an_old_or_broken_button_says_so(window: Window, action: str) -> None:
    response = await window.client.post("/tap", data={"action": action, "token": window.token})
    assert response.status_code == 200
    assert "This button is old" in response.text


async def test_a_script_gets_the_message_alone_and_is_told_its_place(window: Window) -> None:
    async def tapped(action: Action) -> httpx.Response:
        form = {"action": encode(action), "token": window.token}
        return await window.client.post("/tap", data=form, headers={"X-Want": "message"})

    same, new = await tapped(Action("up", ("6",))), await tapped(Action("why", ("6",)))
    assert same.text.lstrip().startswith("<article")
    assert 'data-place="same"' in same.text
    assert 'data-place="new"' in new.text


async def test_the_palette_knows_every_command_and_its_parameters(window: Window) -> None:
    palette = window.html.split('id="palette">')[1].split("</script>")[0]
    assert '"name": "recommend"' in palette
    assert '{"label": "Cozy", "value": "cozy"}' in palette
    assert '"kind": "genre"' in palette
    assert '{"label": "10", "value": "10"}' in palette
    assert '"name": "boss"' not in palette


async def test_titles_are_completed_while_typing(window: Window) -> None:
    query = {"command": "similar", "parameter": "anime", "typed": "mon"}
    response = await window.client.get("/complete", params=query)
    assert response.json() == [
        {"label": "Princess Mononoke", "value": "#164"},
        {"label": "Monster", "value": "#19"},
    ]
    assert response.headers["Cache-Control"] == "no-store"


async def test_nothing_is_completed_for_what_does_not_exist(window: Window) -> None:
    response = await window.client.get("/complete", params={"command": "x", "parameter": "y", "typed": "z"})
    assert response.json() == []


async def test_the_language_of_the_browser_is_passed_on(window: Window, parlour: Parlour) -> None:
    for sent in ("de-AT,de;q=0.9", "*", "", "<b>"):
        await window.client.post("/", data={"text": "/start", "token": window.token}, headers={"Accept-Language": sent})
    assert [request.language for request in parlour.asked] == ["de-AT", "en", "en", "en"]
