"""The page in a real browser, over the tests' own conversation, which shows every kind of part."""

import json
import re

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.bot.web.chromium import press, say, titles
from tests.bot.web.parlour import Parlour


def test_an_example_starts_the_chat_without_loading_the_page_anew(page: Page) -> None:
    page.evaluate("window.stayed = true")
    page.get_by_role("button", name=re.compile("^Find my taste")).click()
    expect(page.locator(".said")).to_contain_text("/start")
    expect(page.locator(".answer h2")).to_have_text("Welcome!")
    expect(page.locator("#welcome")).to_have_count(0)
    assert page.evaluate("window.stayed")


def test_a_thumb_changes_the_list_where_it_stands_and_undo_brings_it_back(page: Page) -> None:
    say(page, "/recommend")
    assert "Trigun" in titles(page)
    press(page, "I like Trigun")
    expect(page.locator(".answer .notice")).to_contain_text("Trigun: noted.")
    assert "Trigun" not in titles(page)
    assert page.locator(".answer").count() == 1
    expect(page.locator("#status")).to_contain_text("Trigun: noted. 10 anime.")
    press(page, "Take back 👍 for Trigun")
    expect(page.locator(".answer .notice")).to_contain_text("as it was")
    assert "Trigun" in titles(page)


def test_two_quick_taps_both_count(page: Page) -> None:
    say(page, "/recommend")
    tapping = "names => names.forEach(name => document.querySelector(`[aria-label='${name}']`).click())"
    page.evaluate(tapping, ["I like Trigun", "I like Cowboy Bebop"])
    expect(page.locator(".notice")).to_contain_text("Cowboy Bebop: noted.")
    assert not {"Trigun", "Cowboy Bebop"} & set(titles(page))
    press(page, "Take back 👍 for Cowboy Bebop")
    expect(page.locator(".notice")).to_contain_text("as it was")


def test_a_button_shows_at_once_that_it_was_tapped(page: Page) -> None:
    say(page, "/slow")
    held: list[Route] = []
    say(page, "/forget")
    page.route("**/tap", lambda route: held.append(route))  # noqa: PLW0108  the library cannot take a builtin
    press(page, "Delete everything")
    expect(page.get_by_role("button", name="Delete everything")).to_have_attribute("data-busy", "")
    expect(page.locator(".typing")).to_be_visible()
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    expect(page.locator(".answer").last).to_contain_text("Forgotten.")
    expect(page.locator(".typing")).to_have_count(0)


def test_why_is_a_message_of_its_own_with_a_picture(page: Page) -> None:
    say(page, "/recommend")
    page.get_by_role("button", name="Why Cowboy Bebop?").click()
    expect(page.locator(".answer")).to_have_count(2)
    picture = page.get_by_alt_text("Planetes for, Bleach against")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") == 880


def test_commands_are_offered_and_chosen_with_the_keyboard_alone(page: Page) -> None:
    line = page.locator("#text")
    expect(line).to_be_focused()
    line.press_sequentially("/")
    options = page.get_by_role("option")
    expect(options).to_have_count(8)
    line.press_sequentially("sim")
    expect(options).to_have_count(1)
    expect(line).to_have_attribute("aria-activedescendant", "option-0")
    line.press("Enter")
    expect(line).to_have_value("/similar ")
    line.press_sequentially("mon")
    expect(options).to_have_text(["Princess Mononoke", "Monster"])
    line.press("ArrowDown")
    line.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    line.press("Enter")
    expect(page.locator(".said")).to_contain_text("/similar Monster")
    expect(page.locator(".answer h2")).to_have_text("If you like Monster")
    expect(line).to_have_value("")
    expect(line).to_have_attribute("aria-expanded", "false")


def test_a_chosen_title_goes_as_its_id_so_that_it_is_never_guessed(page: Page, hall: Parlour) -> None:
    line = page.locator("#text")
    line.press_sequentially("/rate mon")
    page.get_by_role("option", name="Monster").click()
    expect(line).to_have_value("/rate Monster ")
    line.press_sequentially("9")
    line.press("Enter")
    expect(page.locator(".answer .notice")).to_have_text("Monster: 9")
    assert hall.asked[-1].text == "#19 9"


def test_escape_closes_the_suggestions_and_keeps_the_words(page: Page) -> None:
    line = page.locator("#text")
    line.press_sequentially("/re")
    expect(page.locator("#suggest")).to_be_visible()
    line.press("Escape")
    expect(page.locator("#suggest")).to_be_hidden()
    expect(line).to_have_value("/re")


def test_options_are_chips_that_switch_on_and_off(page: Page) -> None:
    line = page.locator("#text")
    line.press_sequentially("/recommend ")
    chip = page.locator(".chip", has_text="Cozy")
    chip.click()
    expect(line).to_have_value("/recommend mood=cozy ")
    expect(chip).to_have_attribute("aria-pressed", "true")
    chip.click()
    expect(line).to_have_value("/recommend ")
    page.locator(".chip", has_text="choose").click()
    page.get_by_role("option", name="Slice of Life").click()
    expect(line).to_have_value('/recommend genre="Slice of Life" ')
    page.locator(".chip", has_text="Dark").click()
    line.press("Enter")
    expect(page.locator(".notice")).to_have_text("mood dark, genre Slice of Life")


def test_the_conversation_survives_a_reload_and_buttons_still_work(page: Page) -> None:
    say(page, "/recommend")
    page.reload()
    expect(page.locator(".card")).to_have_count(10)
    press(page, "I like Mushi-Shi")
    expect(page.locator(".notice")).to_contain_text("Mushi-Shi: noted.")
    press(page, "Take back 👍 for Mushi-Shi")
    expect(page.locator(".notice")).to_contain_text("as it was")


def test_two_windows_are_two_conversations_and_a_new_chat_is_empty(page: Page, context: BrowserContext) -> None:
    say(page, "/start")
    other = context.new_page()
    other.goto(page.url)
    expect(other.locator("#welcome")).to_be_visible()
    page.get_by_text("New chat").click()
    expect(page.locator("#welcome")).to_be_visible()
    expect(page.locator(".answer")).to_have_count(0)


def test_what_was_typed_is_kept_when_it_cannot_be_sent(page: Page) -> None:
    page.route("**/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    say(page, "/recommend mood=dark")
    expect(page.locator(".notice.sorry")).to_contain_text("could not be reached")
    expect(page.locator("#text")).to_have_value("/recommend mood=dark")
    page.unroute("**/")
    page.locator("#text").press("Enter")
    expect(page.locator(".card")).to_have_count(10)


def test_a_page_from_an_earlier_life_says_so_kindly(page: Page, context: BrowserContext) -> None:
    context.clear_cookies()
    say(page, "/recommend")
    expect(page.locator(".notice.sorry")).to_contain_text("I do not recognise this page")


def test_a_slow_answer_shows_that_it_is_on_its_way(page: Page) -> None:
    page.locator("#text").fill("/slow")
    page.locator("#text").press("Escape")
    page.locator("#text").press("Enter")
    expect(page.locator(".typing")).to_be_visible()
    expect(page.locator(".answer")).to_have_text("There.")
    expect(page.locator(".typing")).to_have_count(0)


def test_a_file_is_saved_and_does_not_lie_around_afterwards(page: Page) -> None:
    say(page, "/export")
    with page.expect_download() as download:
        page.get_by_role("link", name="you.json").click()
    assert json.loads(download.value.path().read_text()) == {"you": 1}
    page.reload()
    expect(page.locator("a[download]")).not_to_have_attribute("href", re.compile("."))


def test_after_a_tap_the_focus_stays_near_for_those_without_a_mouse(page: Page) -> None:
    say(page, "/recommend")
    page.get_by_role("button", name="I like Trigun").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take back 👍 for Trigun")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("as it was")


def test_everything_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name=re.compile("^Anime for this evening|^Anime like the one")).first.click()
    expect(page.locator(".answer h2")).to_have_text("If you like Cowboy Bebop")
    page.locator("#text").fill("/recommend")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".card")).to_have_count(10)
    page.get_by_role("button", name="I like Trigun").click()
    expect(page.locator(".notice")).to_contain_text("Trigun: noted.")
    assert "Trigun" not in titles(page)
    page.get_by_role("button", name="Take back 👍 for Trigun").click()
    assert "Trigun" in titles(page)
    page.get_by_role("button", name="Why Trigun?").click()
    expect(page.get_by_alt_text("Planetes for, Bleach against")).to_be_visible()
    context.close()
